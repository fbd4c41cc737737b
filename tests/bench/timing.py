"""Times whole processes, alone or against a peer in turn, and prints medians; nothing is asserted."""
import os
import statistics
import subprocess
import time


class Sample:
    """What one process took: seconds, MiB of resident memory at most, its exit code."""

    def __init__(self, command, told=""):
        started = time.perf_counter()
        child = subprocess.Popen([str(word) for word in command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                 stdin=open(told) if told else subprocess.DEVNULL)
        _, status, usage = os.wait4(child.pid, 0)
        self.code = child.returncode = os.waitstatus_to_exitcode(status)
        self.seconds = time.perf_counter() - started
        self.mib = usage.ru_maxrss / 1024


class Command:
    """A command, what to call it, and the file it reads on standard input, if any."""

    def __init__(self, name, words, told=""):
        self.name, self.words, self.told = name, words, told

    def run(self):
        return Sample(self.words, self.told)


def print_samples(name, samples):
    seconds = sorted(sample.seconds * 1000 for sample in samples)
    codes = ",".join(str(code) for code in sorted({sample.code for sample in samples}))
    print(f"  {name}: {statistics.median(seconds):.1f} ms (from {seconds[0]:.1f} to {seconds[-1]:.1f}), "
          f"{max(sample.mib for sample in samples):.1f} MiB at most, exit {codes}")


def alone(command, runs):
    command.run()  # the first fills the page cache and is not counted
    samples = [command.run() for _ in range(runs)]
    print_samples(command.name, samples)


def against(what, ours, theirs, runs):
    """A B A B: the median of the ratios is what counts, the spread tells how noisy the machine was."""
    ours.run(), theirs.run()
    pairs = [(ours.run(), theirs.run()) for _ in range(runs)]
    ratios = sorted(mine.seconds / other.seconds for mine, other in pairs)
    print(f"{what}: ratio {statistics.median(ratios):.2f} (from {ratios[0]:.2f} to {ratios[-1]:.2f})")
    for number, command in enumerate((ours, theirs)):
        print_samples(command.name, [pair[number] for pair in pairs])
    return [mine for mine, _ in pairs]
