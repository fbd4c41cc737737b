#!/usr/bin/env python3
"""What danelaw costs, as ratios against peers in the same run. Started inside the lab by scripts/bench; asserts nothing.

    run.py LIBUNBOUND_LOOKUPS [RUNS]
"""
import os
import pathlib
import sys
import tempfile

import checks
import lookups


def main():
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 15
    print(f"{runs} runs each, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}\n", flush=True)
    checks.measure(runs)
    print(flush=True)
    with tempfile.TemporaryDirectory() as folder:
        lookups.measure(runs, pathlib.Path(folder), sys.argv[1])


if __name__ == "__main__":
    main()
