"""Servers of the lab as child processes: started, waited for until their port answers, stopped."""
import pathlib
import signal
import socket
import subprocess
import time

START_SECONDS = 30  # two busy cores


class Service:
    """A server that runs in the foreground. `port` is where it answers once it is up."""

    def __init__(self, name, command, port, environment=None):
        self.name, self.command, self.port, self.environment = name, [str(part) for part in command], port, environment
        self.process = None
        self.log = None

    def start(self, log_folder):
        self.log = pathlib.Path(log_folder) / (self.name.replace(" ", "-").replace("/", "-") + ".out")
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(self.command, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                            env=self.environment, start_new_session=True)

    def wait_until_up(self):
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise RuntimeError(f"{self.name} ended with {self.process.returncode}: {self.log.read_text()[-2000:]}")
            try:
                socket.create_connection(self.port, timeout=1).close()
                return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError(f"{self.name} does not answer at {self.port} after {START_SECONDS} s: {self.log.read_text()[-2000:]}")

    def stop(self):
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
