#!/usr/bin/env python3
"""run_family.py FAMILY --binary BIN [--part I/N] [--by-getdns]: asks the binary other people's cases and holds the answers against known-differences.txt.

The cases and their evaluator lie outside of the project, in ${DANELAW_SHARED}/conformance (default: ../shared beside the source);
every verdict is the evaluator's. Exit 0: all as known. 1: a case is answered otherwise than listed, in either direction. 77: skipped.
With --by-getdns getdns validates, and the known differences are those of FAMILY-getdns; no answer is no difference, for it gives none where
a scenario's servers leave a question open that only getdns asks, now and then.
"""
import argparse
import ast
import fnmatch
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
SKIPPED = 77


def read_arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("family")
    parser.add_argument("--binary", type=pathlib.Path, required=True)
    parser.add_argument("--part", default="1/1")
    parser.add_argument("--by-getdns", action="store_true")
    arguments = parser.parse_args()
    arguments.part, arguments.parts = map(int, arguments.part.split("/"))
    return arguments


def skip(reason):
    print(f"skipped: {reason}")
    sys.exit(SKIPPED)


def skip_without_replay():
    """The scenarios are replayed by servers in a network namespace, with dnspython and unbound's own check of configurations."""
    namespace = ["unshare", "-n"] if os.geteuid() == 0 else ["unshare", "-Urn"]
    for command in [*namespace, "true"], ["/usr/bin/python3", "-c", "import dns"], ["test", "-x", "/usr/sbin/unbound-checkconf"]:
        if subprocess.run(command, capture_output=True, check=False).returncode != 0:
            skip(f"this machine cannot run: {shlex.join(command)}")


def find_cases(family):
    shared = os.environ.get("DANELAW_SHARED") or HERE.parents[2] / "shared"
    folder = pathlib.Path(shared).resolve() / "conformance"
    if not (folder / "evaluate.py").is_file():
        skip(f"no cases at {folder}, set DANELAW_SHARED to the folder that holds conformance/")
    if family == "dnssec":
        skip_without_replay()
    return folder


def tool_of(arguments):
    """What stands in the place of the binary."""
    if not arguments.by_getdns:
        return arguments.binary.resolve()
    os.environ["DANELAW_BINARY"] = str(arguments.binary.resolve())
    if "libgetdns.so.10" not in subprocess.run(["/sbin/ldconfig", "-p"], capture_output=True, text=True, check=False).stdout:
        skip("libgetdns is not installed")
    return HERE / "getdns_lookup.py"


def known_differences(family):
    """Patterns of case names, of which every one that is there must be answered otherwise than the case has it."""
    lines = (HERE / "known-differences.txt").read_text().splitlines()
    words = [line.split("#")[0].split() for line in lines]
    return [pattern for name, pattern in filter(None, words) if name == family]


def evaluate(folder, family, binary, cases):
    """What the evaluator printed. It reads FAMILY/SPLIT.jsonl, and a split may lie elsewhere."""
    with tempfile.TemporaryDirectory() as temporary:
        part = pathlib.Path(temporary) / "part.jsonl"
        part.write_text("".join(cases))
        split = os.path.relpath(part.with_suffix(""), folder / family)
        adapter = f"{shlex.quote(str(folder / 'adapters' / 'danelaw.py'))} {shlex.quote(str(binary))}"
        run = subprocess.run([sys.executable, folder / "evaluate.py", family, split, "--adapter", adapter, "--fail-list"],
                             stdout=subprocess.PIPE, text=True, check=False, env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"})
    if run.returncode not in (0, 1):
        print(run.stdout)
        sys.exit(f"evaluate.py ended with {run.returncode}, expected 0 or 1")
    return run.stdout


def read_results(output):
    """Counts by (group, result), and the failed cases with their answers."""
    counts, failed = {}, {}
    for line in output.splitlines():
        group, rest = line.split(" ", 1)
        count = re.fullmatch(r"(ok|FAIL|skip) (\d+)", rest)
        if count:
            counts[group, count[1]] = int(count[2])
        else:
            name, answer = rest.split(" ", 1)
            failed[name] = f"{group}: {answer}"
    return counts, failed


def has_opinion(case, answer):
    """Whether an answer that is not the case's own has a verdict other than that, and not only questions that failed."""
    results = ast.literal_eval(answer.split(": ", 1)[1])["results"]
    return any(result["status"] != expected["status"] and result.get("rcode") not in (None, 2)
               for result, expected in zip(results, case["expected"]))


def main():
    arguments = read_arguments()
    folder = find_cases(arguments.family)
    with open(folder / arguments.family / "visible.jsonl", encoding="utf-8") as file:
        cases = list(file)[arguments.part - 1::arguments.parts]
    by_name = {case["id"]: case for case in map(json.loads, cases)}
    names = list(by_name)
    counts, failed = read_results(evaluate(folder, arguments.family, tool_of(arguments), cases))
    patterns = known_differences(arguments.family + ("-getdns" if arguments.by_getdns else ""))
    known = {name for name in names if any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns)}
    for (group, result), count in sorted(counts.items()):
        print(f"{group} {result} {count}")
    print(f"{len(known)} of them are known to differ")
    if arguments.by_getdns:
        wrong = [f"{name} {answer}" for name, answer in failed.items() if name not in known and has_opinion(by_name[name], answer)]
    else:
        wrong = [f"{name} {failed[name]}" for name in failed if name not in known or failed[name].startswith("clear")]
        wrong += [f"{name}: listed in known-differences.txt, but answered as the case has it" for name in known if name not in failed]
    print("\n".join(wrong))
    if not counts.get(("clear", "ok")):
        sys.exit("no case was answered as it should be: is the adapter right?")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
