"""The lab's command line; scripts/lab starts it inside namespaces of its own."""
import argparse
import os
import pathlib
import signal
import subprocess
import sys
import time

import commands
import examples  # these five register their tests
import golden  # noqa: F401
import metrics
import night
import peers  # noqa: F401, registers its test
import plugin
import scenario as scenarios_of
import name_server_commands  # noqa: F401, registers its tests
import hostile_commands  # noqa: F401, registers its tests
import doctor_commands  # noqa: F401, registers its tests
import forecast_commands  # noqa: F401, registers its tests
import state_commands  # noqa: F401, registers its tests
import validators  # noqa: F401, registers its tests
import backend_commands  # noqa: F401, registers its tests
import trace_commands  # noqa: F401, registers its tests
from runner import Runner
from world import Lab

ROOT = pathlib.Path(__file__).resolve().parents[2]


def read_arguments():
    parser = argparse.ArgumentParser(prog="scripts/lab")
    parser.add_argument("--work")
    parser.add_argument("--binary", type=pathlib.Path)
    parser.add_argument("--cannot-run")
    parser.add_argument("--no-skip", action="store_true")
    parser.add_argument("--update-golden", action="store_true")
    parser.add_argument("command", nargs="?", choices=["shell", "list", "run", "test"], default="shell")
    parser.add_argument("words", nargs="*")
    words = sys.argv[1:]
    split = words.index("--") if "--" in words else len(words)
    arguments = parser.parse_intermixed_args(words[:split])
    arguments.other_command = words[split + 1:]
    return arguments


def binary_of(arguments):
    if arguments.binary:
        return arguments.binary.resolve()
    binary = ROOT / "build" / "release" / "src" / "cli" / "danelaw"
    subprocess.run([ROOT / "scripts" / "danelaw", "--version"], check=True, stdout=subprocess.DEVNULL)
    return binary


def list_domains(scenarios):
    width = max(len(scenario.domain) for scenario in scenarios)
    for scenario in scenarios:
        print(f"{scenario.domain:<{width}}  {scenario.shows} ({scenario.clause})")


def chosen(scenarios, words):
    """What `test` is to run, and the scenarios that must be there for it."""
    def matches(name):
        return not words or any(word in name for word in words)
    wanted = [scenario for scenario in scenarios if matches(scenario.name)]
    tests = [test for test in commands.TESTS if matches(test["name"])]
    needed = {name for test in tests for name in test["needs"]} | {scenario.name for scenario in wanted}
    return wanted, tests, [one for one in scenarios if one.name in needed or any(test["uses"](one) for test in tests)]


def finish(counts, no_skip):
    print(f"{counts['passed']} passed, {counts['failed']} failed, {counts['skipped']} skipped")
    return 1 if counts["failed"] or (no_skip and counts["skipped"]) or not sum(counts.values()) else 0


def test(lab, arguments, scenarios, command_tests):
    started = time.monotonic()
    runner = Runner(lab, binary_of(arguments))
    runner.update_golden = arguments.update_golden
    runner.run_all(scenarios, command_tests)
    print(f"in {time.monotonic() - started:.0f} s")
    return finish(runner.counts, arguments.no_skip)


def visit(lab, arguments):
    """For a person: danelaw finds the lab's roots by its configuration file."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # scripts/lab starts us with it ignored
    config = lab.work / "config" / "danelaw"
    config.mkdir(parents=True)
    (config / "danelaw.conf").write_text(
        f"trust-anchor = {lab.trust_anchor}\nroot-hints = {lab.root_hints}\nca-file = {lab.ca_file}\nallow-private = yes\n")
    binary = binary_of(arguments)
    environment = {**os.environ, "XDG_CONFIG_HOME": str(lab.work / "config"), "PATH": f"{binary.parent}:{os.environ['PATH']}",
                   "DANELAW_LAB": str(lab.work), "PS1": "lab$ "}
    if arguments.command == "run":
        command = arguments.other_command or ["danelaw", "check", *arguments.words]
        return subprocess.run(command, env=environment, check=False).returncode
    list_domains(lab.scenarios)
    print("\nThe lab is open; exit shuts it down. Its files are in $DANELAW_LAB. Try, with any of these domains:\n"
          "  danelaw check d21-match.lab\n  danelaw lookup _25._tcp.mx.d21-match.lab TLSA\n"
          "  dig _25._tcp.mx.d21-match.lab TLSA +dnssec\n  posttls-finger -c -l dane d21-match.lab\n")
    shell = ["bash", "--norc", "-i"] if sys.stdin.isatty() else ["bash"]
    return subprocess.run(shell, env=environment, check=False).returncode


def main():
    arguments = read_arguments()
    scenarios, command_tests, needed = chosen(scenarios_of.load_all(), arguments.words if arguments.command == "test" else [])
    if arguments.command == "list":
        list_domains(scenarios)
        return 0
    if arguments.cannot_run:
        print(f"the lab cannot be opened here: {arguments.cannot_run}")
        skipped = len(scenarios) + len(command_tests)
        return finish({"passed": 0, "failed": 0, "skipped": skipped}, arguments.no_skip or arguments.command != "test")
    lab = Lab(arguments.work, needed)
    try:
        lab.open()
        return test(lab, arguments, scenarios, command_tests) if arguments.command == "test" else visit(lab, arguments)
    finally:
        lab.close()


if __name__ == "__main__":
    sys.exit(main())
