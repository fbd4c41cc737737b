"""Runs the real binary against the scenarios, side by side, and prints a line for each."""
import concurrent.futures
import json
import os
import pathlib
import shutil
import subprocess
import sys
import threading
import time

import compare
import processes

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import schemas

TOGETHER = max(2, os.cpu_count() or 2)
SLOW_TOGETHER = 40       # they wait, they do not work
SLOW_START_SECONDS = 0.5
SHOWN_LINES = 40
LIMIT_SECONDS = 170      # for one scenario: nothing waits longer than --timeout, which is at most 60 s, twice


class Result:
    def __init__(self, name, state, lines, seconds=0.0, note=""):
        self.name, self.state, self.lines, self.seconds, self.note = name, state, lines, seconds, note


class Runner:
    def __init__(self, lab, binary):
        self.lab, self.binary = lab, binary
        self.sanitized = b"__asan_init" in pathlib.Path(binary).read_bytes()
        self.printing = threading.Lock()
        self.environment = {**os.environ, "XDG_CONFIG_HOME": str(lab.work / "no-config"), "NO_COLOR": "1"}
        self.update_golden = False  # write what comes out as what is expected
        self.counts = {"passed": 0, "failed": 0, "skipped": 0}

    def command(self, arguments, private=True):
        """The options that lead into the lab stand behind the command's name."""
        own_way = "--resolver" in arguments or "--root-hints" in arguments
        lead = [] if own_way else ["--root-hints", str(self.lab.root_hints)]
        if "--trust-anchor" not in arguments:
            lead += ["--trust-anchor", str(self.lab.trust_anchor)]
        if arguments[0] in ("check", "tlsrpt") and "--ca-file" not in arguments:
            lead += ["--ca-file", str(self.lab.ca_file)]
        if arguments[0] in ("check", "lookup", "probe", "tlsrpt"):
            arguments = [arguments[0], "--json", *lead, *(["--allow-private"] if private and arguments[0] != "lookup" else []),
                         *arguments[1:]]
        return [str(self.binary), *arguments]

    def run(self, arguments, private=True, text=None):
        """Exit code, standard output and error of the binary, led into the lab."""
        return self.run_plainly(self.command(arguments, private)[1:], text=text)

    def run_plainly(self, arguments, environment=None, text=None):
        ended = self.finish([str(self.binary), *arguments], environment, text)
        return ended.code, ended.output, ended.errors

    def finish(self, command, environment=None, text=None):
        return processes.finish(command, {**self.environment, **(environment or {})}, LIMIT_SECONDS, text, self.lab.work)

    def run_scenario(self, scenario):
        if scenario.name in self.lab.skipped:
            return self.tell(Result(scenario.name, "skipped", [], note=self.lab.skipped[scenario.name]))
        start = time.monotonic()
        try:
            ended = self.finish(self.command(self.lab.arguments(scenario), scenario.private))
            output = ended.output
            lines = compare.compare(scenario, ended.code, output, ended.errors)
            lines += [fault for line in output.splitlines() for fault in schemas.faults(line)]
            lines += self.excess(scenario.expect, ended, time.monotonic() - start)
        except subprocess.TimeoutExpired:
            output, lines = "", [f"did not end within {LIMIT_SECONDS} s"]
        if lines:
            lines += shown_report(output)
        return self.tell(Result(scenario.name, "failed" if lines else "passed", lines, time.monotonic() - start, scenario.clause))

    def excess(self, expect, ended, seconds):
        """What a run cost beyond what is expected. AddressSanitizer keeps memory that was freed: then it is not measured."""
        costs = [("s", seconds, expect.seconds_at_most), ("s of the processor", ended.cpu_seconds, expect.cpu_seconds_at_most),
                 ("MiB", ended.mib, None if self.sanitized else expect.mib_at_most)]
        return [f"took {cost:.1f} {unit}, expected at most {most}" for unit, cost, most in costs if most is not None and cost > most]

    def run_command_test(self, test):
        for name in test["needs"]:
            if name in self.lab.skipped:
                return self.tell(Result(test["name"], "skipped", [], note=self.lab.skipped[name]))
        for program in test["programs"]:
            if not shutil.which(program):
                return self.tell(Result(test["name"], "skipped", [], note=f"there is no {program} (scripts/install-dependencies test)"))
        start = time.monotonic()
        try:
            lines = test["run"](self)
        except compare.Skipped as reason:
            return self.tell(Result(test["name"], "skipped", [], note=str(reason)))
        except (subprocess.TimeoutExpired, ValueError, LookupError, OSError, TypeError) as error:
            lines = [f"{type(error).__name__}: {error}"]
        return self.tell(Result(test["name"], "failed" if lines else "passed", lines, time.monotonic() - start, test["clause"]))

    def tell(self, result):
        with self.printing:
            self.counts[result.state] += 1
            print(f"{result.state:<8}{result.name:<40}{result.seconds:5.1f} s  {result.note}", flush=True)
            for line in result.lines:
                print(f"        {line}", flush=True)
        return result

    def run_all(self, scenarios, command_tests):
        jobs = [(scenario.slow, self.run_scenario, scenario) for scenario in scenarios]
        jobs += [(test["slow"], self.run_command_test, test) for test in command_tests]
        with (concurrent.futures.ThreadPoolExecutor(SLOW_TOGETHER) as waiting,
              concurrent.futures.ThreadPoolExecutor(TOGETHER) as working):
            futures = [working.submit(work, subject) for slow, work, subject in jobs if not slow]
            for slow, work, subject in jobs:
                if slow:
                    futures.append(waiting.submit(work, subject))
                    time.sleep(SLOW_START_SECONDS)  # not all at once: each start is work
            for future in futures:
                future.result()


def shortened(lines):
    return lines if len(lines) <= SHOWN_LINES else [*lines[:SHOWN_LINES // 2], "...", *lines[-SHOWN_LINES // 2:]]


def shown_report(output):
    """The report of a failed scenario, indented, in few lines."""
    try:
        report = json.loads(output.splitlines()[0])
    except (ValueError, IndexError):
        return [f"output: {output[:1000]}"] if output else []
    lines = [f"verdict {report.get('verdict')} exit {report.get('exit_code')}"]
    for host in report.get("hosts", []):
        lines.append(f"host {host['name']}: {host['action']} ({host['action_reason']}) base {host['tlsa_base_domain']}")
        lines += [f"  {e['address']}: {e['outcome']} {compare.endpoint_line(e)} {e['reason'] or ''}" for e in host["endpoints"]]
    lines += [f"{f['severity']} {f['code']}: {f['text'][:300]}" for f in report.get("findings", [])]
    return shortened(lines) if "hosts" in report else [f"output: {output[:1000]}"]
