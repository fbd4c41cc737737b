#!/usr/bin/env python3
"""What a check costs, as ratios against a peer in the same run. Started inside the lab by scripts/bench; asserts nothing.

The peer asks the lab's validating resolver, which is warm after the first round. Each pair is timed in turn, A B A B, as whole
processes; the median of the ratios is what counts, the spread tells how noisy it was.
"""
import os
import statistics
import subprocess
import sys
import time

RUNS = int(sys.argv[1]) if len(sys.argv) > 1 else 15


def timed(command):
    """Seconds, and the peak of resident memory in MiB, of one process."""
    started = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    return time.perf_counter() - started, usage.ru_maxrss / 1024, child.returncode


def series(command, runs=RUNS):
    timed(command)  # the first fills the page cache and is not counted
    return [timed(command) for _ in range(runs)]


def in_ms(samples):
    seconds = sorted(sample[0] * 1000 for sample in samples)
    return f"{statistics.median(seconds):.1f} ms (from {seconds[0]:.1f} to {seconds[-1]:.1f})"


def codes(samples):
    return ",".join(str(code) for code in sorted({sample[2] for sample in samples}))


def compare(what, ours, theirs):
    timed(ours[1]), timed(theirs[1])
    pairs = [(timed(ours[1]), timed(theirs[1])) for _ in range(RUNS)]
    ratios = sorted(a[0] / b[0] for a, b in pairs)
    print(f"{what}: ratio {statistics.median(ratios):.2f} (from {ratios[0]:.2f} to {ratios[-1]:.2f})")
    for number, (name, _) in enumerate((ours, theirs)):
        samples = [pair[number] for pair in pairs]
        print(f"  {name}: {in_ms(samples)}, {max(sample[1] for sample in samples):.1f} MiB at most, exit {codes(samples)}")


def main():
    print(f"{RUNS} runs each, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}\n")
    start = series(["danelaw", "--version"])
    print(f"start (--version): {in_ms(start)}\n")
    one, slow, many = "bench-one-host.lab", "bench-slow-host.lab", "bench-ten-hosts.lab"
    peer = ["posttls-finger", "-c", "-l", "dane", "-o", "smtp_dns_support_level=dnssec", "-o", "inet_protocols=all", one]
    compare("one domain, 1 MX, 1 address, nothing cached, against a peer with a warm validating resolver",
            ("danelaw check", ["danelaw", "check", one]), ("posttls-finger -c -l dane", peer))
    compare("the same with one session, as the peer has",
            ("danelaw check --single-probe", ["danelaw", "check", "--single-probe", one]), ("posttls-finger -c -l dane", peer))
    compare("10 MX with 2 addresses each, 50 ms before each reply, against one such address",
            ("danelaw check, 20 addresses", ["danelaw", "check", many]), ("danelaw check, 1 address", ["danelaw", "check", slow]))


if __name__ == "__main__":
    main()
