"""Servers of the lab as child processes: started, waited for until their port answers, stopped. Commands, and what they cost."""
import dataclasses
import os
import pathlib
import signal
import socket
import subprocess
import tempfile
import threading
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


@dataclasses.dataclass
class Ended:
    """A command that came to its end."""
    code: int
    output: str
    errors: str
    cpu_seconds: float
    mib: float              # of resident memory at the peak


def finish(command, environment, limit, text=None, folder=None):
    """Runs a command to its end, or raises subprocess.TimeoutExpired after `limit` seconds; its standard input is `text`."""
    with tempfile.TemporaryFile() as asked, tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        asked.write((text or "").encode("utf-8", "surrogateescape"))
        asked.seek(0)
        child = subprocess.Popen(command, stdin=asked, stdout=output, stderr=errors, env=environment, cwd=folder)
        overdue = threading.Timer(limit, child.kill)
        overdue.start()
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        if not overdue.is_alive():
            raise subprocess.TimeoutExpired(command, limit)
        overdue.cancel()
        texts = []
        for file in (output, errors):
            file.seek(0)
            texts.append(file.read().decode("utf-8", "surrogateescape"))
    return Ended(child.returncode, *texts, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)
