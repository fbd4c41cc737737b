"""--state: what a check says of those before it, while a real server and a signed zone change under it."""
import os
import signal
import sqlite3
import stat
import subprocess
import time

import compare
import zones
from certificates import run
from commands import needs, objects

NAME = "state-renewal"
DOMAIN = f"{NAME}.lab"
ENDPOINT = f"mx.{DOMAIN}"
SEEN_SECONDS = 20  # until a server that was told to shows its new face


class Changing:
    """The one domain that changes, and the file that remembers it."""

    def __init__(self, runner, file):
        self.runner, self.lab = runner, runner.lab
        self.scenario = next(scenario for scenario in runner.lab.scenarios if scenario.name == NAME)
        self.certificates = runner.lab.certificates[NAME]
        self.file = runner.lab.work / file
        self.publish("leaf")
        self.install("leaf")

    def record(self, certificate):
        return f"3 1 1 {self.certificates.association(certificate, 1, 1)}"

    def digest(self, certificate):
        return self.certificates.association(certificate, 1, 1)

    def check(self, *words):
        code, output, _ = self.runner.run(["check", "--state", str(self.file), *words, DOMAIN])
        return code, objects(output)[0]

    def text(self, command, *words):
        lead = ["--root-hints", str(self.lab.root_hints), "--trust-anchor", str(self.lab.trust_anchor), "--ca-file", str(self.lab.ca_file),
                "--allow-private", "--state", str(self.file)]
        return self.runner.run_plainly([command, *lead, *words])

    def install(self, certificate):
        """As an ACME client does: the new chain into the file that Postfix reads, then reload."""
        path = self.certificates.chain_file(["leaf"])
        path.write_text(self.certificates.key(certificate).read_text() + self.certificates.certificate(certificate).read_text())
        run("postfix", "-c", self.lab.real["postfix"].config, "reload")
        wanted = self.digest(certificate)
        self.wait(lambda: objects(self.runner.run(["probe", ENDPOINT])[1])[0]["chain"][0]["spki_sha256"] == wanted, f"{certificate} at {ENDPOINT}")

    def publish(self, *certificates, preference=10):
        """Signs the zone anew with a TLSA record for each of these."""
        zone = self.lab.tree.zones[f"{DOMAIN}."]
        records = f"@ MX {preference} mx\nmx A {{mx}}\n" + "".join(f"_25._tcp.mx TLSA 3 1 1 {{{name}}}\n" for name in certificates)
        zone.text = self.lab.tree.head(zone) + self.lab.expand(self.scenario, records)
        self.lab.tree.write_zone(zone)
        nsd = next(service for service in self.lab.services if service.name == f"nsd {zones.ZONES_ADDRESS}")
        os.kill(nsd.process.pid, signal.SIGHUP)
        wanted = sorted(self.digest(name) for name in certificates)
        self.wait(lambda: sorted(record.split()[-1].lower() for record in objects(self.runner.run(
            ["lookup", f"_25._tcp.{ENDPOINT}", "TLSA"])[1])[0]["records"]) == wanted, f"records {certificates}")

    def wait(self, is_so, what):
        end = time.monotonic() + SEEN_SECONDS
        while not is_so():
            if time.monotonic() > end:
                raise ValueError(f"{what} is not seen after {SEEN_SECONDS} s")
            time.sleep(0.2)


def codes(report):
    return [finding["code"] for finding in report["findings"] if finding["code"].split(".")[0] in ("change", "state")]


def flat(text):
    return " ".join(text.split())


def renewed(domain, seen, first):
    """The certificate was renewed, and nobody published its record."""
    domain.install("next")
    code, broken = domain.check()
    seen.same("after a renewal: exit code, verdict", (2, "fail"), (code, broken["verdict"]))
    seen.same("the renewal is named first", "change.renewal_broke_tlsa", broken["findings"][0]["code"])
    text = broken["findings"][0]["text"]
    for what in (ENDPOINT, domain.digest("leaf"), domain.digest("next"), domain.record("leaf"), domain.record("next"), first["checked_at"]):
        seen.same(f"{what} is named", True, what in text)
    history = broken["history"]
    seen.same("what it was", {"verdict": "pass", "since": first["checked_at"], "last_seen": first["checked_at"]}, history["previous"])
    seen.same("compared with", first["checked_at"], history["compared_with"])
    seen.same("changes", [("change.renewal_broke_tlsa", domain.digest("leaf"), domain.digest("next")), ("change.verdict_worse", "pass", "fail")],
              [(change["code"], change["before"], change["now"]) for change in history["changes"]])
    code, output, _ = domain.text("check", DOMAIN)
    seen.same("exit code of the text", 2, code)
    seen.same("the text says since when", True, f"fail since {broken['history']['since']}" in flat(output))
    seen.same("and what it was", True, f"before that pass, seen from {first['checked_at']}" in flat(output))
    seen.same("the text names the renewal still", True, "critical change.renewal_broke_tlsa" in output)
    seen.same("the verdict became worse once", False, "change.verdict_worse" in output)
    code, output, _ = domain.text("monitor", "-H", DOMAIN)
    line = output.split("\n")[0]
    seen.same("the plugin's exit code", 2, code)
    seen.same("its line", True, "(change.renewal_broke_tlsa)" in line and f"fail since {history['since']}" in line)
    return broken


def rolled_over(runner, seen):
    """Done as RFC 7671 §8.1 has it: each step is told, and none makes the exit code worse."""
    domain = Changing(runner, "rollover.db")
    domain.check()

    def told(step, expected):
        code, report = domain.check()
        changes = report["history"]["changes"]
        seen.same(f"{step}: exit code, verdict, changes", (0, "pass", expected), (code, report["verdict"], [change["code"] for change in changes]))
        seen.same(f"{step}: findings", sorted(expected), sorted(codes(report)))
        return changes

    domain.publish("leaf", "next")
    changes = told("the next record is published", ["change.tlsa_added"])
    seen.same("which", (None, domain.record("next")), (changes[0]["before"], changes[0]["now"]))
    domain.install("next")
    changes = told("the key is replaced", ["change.key_changed"])
    seen.same("which", (domain.digest("leaf"), domain.digest("next")), (changes[0]["before"], changes[0]["now"]))
    domain.publish("next", preference=20)
    changes = told("the former record is taken away, and the MX record changes", ["change.mx", "change.tlsa_removed"])
    seen.same("which", [(f"10 {ENDPOINT}", f"20 {ENDPOINT}"), (domain.record("leaf"), None)],
              [(change["before"], change["now"]) for change in changes])
    code, output, _ = domain.text("check", DOMAIN)
    seen.same("nothing is told twice", (0, False), (code, " change." in output))


@needs("issue 5", NAME, "d21-match")
def state_over_a_renewal(runner):
    seen = compare.Differences()
    domain = Changing(runner, "state.db")
    code, first = domain.check()
    seen.same("at first: exit code, verdict, changes", (0, "pass", None, []), (code, first["verdict"], first["history"]["compared_with"], first["history"]["changes"]))
    seen.same("mode of the file", 0o600, stat.S_IMODE(domain.file.stat().st_mode))
    broken = renewed(domain, seen, first)
    code, unseen = domain.check("--dns-only")
    seen.same("a check that cannot tell", (3, "unknown", "fail", broken["history"]["since"]),
              (code, unseen["verdict"], unseen["history"]["previous"]["verdict"], unseen["history"]["previous"]["since"]))
    code, again = domain.check()
    seen.same("fails since as before", broken["history"]["since"], again["history"]["since"])
    domain.publish("leaf", "next")
    code, mended = domain.check()
    seen.same("mended", (0, "pass", True), (code, mended["verdict"], "change.verdict_better" in codes(mended)))
    seen.same("what it was", ("fail", broken["history"]["since"]), (mended["history"]["previous"]["verdict"], mended["history"]["previous"]["since"]))
    domain.publish("leaf")
    code, taken = domain.check()
    seen.same("the record was taken away", (2, "change.records_broke_tlsa", None), (code, taken["findings"][0]["code"], taken["history"]["changes"][0]["now"]))
    seen.same("it names the record", True, domain.record("next") in taken["findings"][0]["text"])
    rolled_over(runner, seen)
    return seen.lines


@needs("issue 5", "d21-match", "d21-mismatch", "d06-unsigned-domain")
def state_of_many_at_once(runner):
    """Two processes and all their domains share a file; saved facts replay what was compared."""
    seen = compare.Differences()
    names = ("d21-match.lab", "d21-mismatch.lab", "d06-unsigned-domain.lab")
    file, facts = runner.lab.work / "many.db", runner.lab.work / "many.facts"
    command = runner.command(["check", "--state", str(file), *names * 2])
    processes = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=runner.environment, text=True) for _ in range(2)]
    for process in processes:
        output, errors = process.communicate(timeout=60)
        seen.same("exit code, errors, reports", (2, "", 6), (process.returncode, errors, len(output.splitlines())))
        seen.same("trouble with the file", [], [codes(report) for report in objects(output) if "state.unusable" in codes(report)])
    with sqlite3.connect(file) as database:
        seen.same("remembered", sorted(names), sorted(name for name, in database.execute("SELECT name FROM memories")))
    code, output, _ = runner.run(["check", "--state", str(file), "--save-facts", str(facts), *names])
    seen.same("all were seen before", [True] * 3, [report["history"]["compared_with"] is not None for report in objects(output)])
    again_code, again, _ = runner.run_plainly(["judge", "--json", str(facts)])
    seen.same("judged again", (code, output), (again_code, again))
    return seen.lines


@needs("issue 5", "d21-match")
def state_that_cannot_be_used(runner):
    """What was found is printed, whatever the file is; the file is left as it is."""
    seen = compare.Differences()
    work = runner.lab.work
    (work / "text.db").write_text("no database at all, but somebody's text\n" * 50)
    with sqlite3.connect(work / "foreign.db") as database:
        database.execute("CREATE TABLE bookmarks (url TEXT)")
    runner.run(["check", "--state", str(work / "locked.db"), "d21-match.lab"])
    lock = sqlite3.connect(work / "locked.db", isolation_level=None)
    lock.execute("BEGIN EXCLUSIVE")
    for name, why in (("text.db", "no SQLite database"), ("foreign.db", "another program"), ("nowhere/state.db", "No such file"),
                      (".", "Is a directory"), ("locked.db", "keeps it locked")):
        code, output, errors = runner.run(["check", "--state", str(work / name), "d21-match.lab", "d21-match.lab"])
        reports = objects(output)
        seen.same(f"{name}: exit code, stderr, verdicts", (3, "", ["pass", "pass"]), (code, errors, [report["verdict"] for report in reports]))
        for report in reports:
            found = [finding["text"] for finding in report["findings"] if finding["code"] == "state.unusable"]
            seen.same(f"{name}: one sentence says why", (1, True), (len(found), bool(found) and why in found[0]))
            seen.same(f"{name}: no history", None, report["history"])
    lock.execute("ROLLBACK")
    lock.close()
    seen.same("the text is as it was", True, (work / "text.db").read_text().startswith("no database at all"))
    code, output, errors = runner.run_plainly(["monitor", "-H", "d21-match.lab", "--state", str(work / "text.db"), "--root-hints", str(runner.lab.root_hints),
                                               "--trust-anchor", str(runner.lab.trust_anchor), "--allow-private"])
    seen.same("the plugin", (3, "", True), (code, errors, "1 of 1 host and 2 of 2 addresses authenticated" in output and "(state.unusable)" in output))
    for words in (["--state", "-"], ["--state", ""]):
        code, output, errors = runner.run(["check", *words, "d21-match.lab"])
        seen.same(f"{words}: exit code, output, one sentence", (3, "", 1), (code, output, errors.count("\n")))
    return seen.lines
