"""Second opinions on DNSSEC: what unbound-host, delv, drill -S and dnsviz make of the questions that danelaw asks, and where they differ.
Every disagreement stands in validators.md; one that does not, or that is gone, fails the test."""
import concurrent.futures
import json
import pathlib
import subprocess
import tempfile

import commands
import compare
import opinions
import zones
from processes import finish

TABLE = pathlib.Path(__file__).with_name("validators.md")
TOGETHER = 4
PATIENCE_SECONDS = 40
MORE_TRIES = 3
PROGRAMS = ("unbound-host", "delv", "drill", "dnsviz")
PREFIXES = ("d02-", "d03-", "d04-", "d05-", "d07-", "d10-", "d11-", "d12-", "d45-", "d71-", "d118-", "hostile-")
# dnsviz takes a second for each zone on the way.
DNSVIZ = ("d02-algorithm-ed448", "d02-algorithm-rsasha256", "d02-no-ds", "d02-ds-beside-unsupported", "d03-unsigned-child", "d04-wrong-ds",
          "d04-signature-expired", "d04-signature-of-tomorrow", "d07-mx-bogus", "d10-dname", "d71-two-days-left", "hostile-two-keys-one-tag")
# `dnsviz grok` of Debian 12 (0.9.4) looks for a module that pygraphviz no longer has.
GROK = """import sys, types, pygraphviz
sys.modules["pygraphviz.release"] = pygraphviz.release = types.SimpleNamespace(version=pygraphviz.__version__)
from dnsviz.commands import grok
grok.main(["grok", *sys.argv[1:]])"""
SECURE, INSECURE, FAILED, NOT_SECURE = "secure", "insecure", "failed", "not secure"


def asked_about(scenario):
    """Whether a scenario's zones answer at once, and whoever asks alike."""
    return scenario.name.startswith(PREFIXES) and opinions.usual(scenario)


class Validators:
    def __init__(self, runner, folder):
        self.runner, self.folder = runner, pathlib.Path(folder)
        lab = runner.lab
        self.anchor, self.hints = lab.trust_anchor, lab.root_hints
        self.unbound = self.folder / "unbound.conf"
        self.unbound.write_text(f'server:\n do-not-query-localhost: no\n root-hints: "{self.hints}"\n trust-anchor-file: "{self.anchor}"\n')
        tag, algorithm, kind, digest = self.anchor.read_text().split("DS")[1].split()
        self.delv = self.folder / "delv.anchors"
        self.delv.write_text(f'trust-anchors {{ . static-ds {tag} {algorithm} {kind} "{digest}"; }};\n')
        self.root_key = lab.tree.keys.key_for(".", lab.tree.zones["."].spec.algorithm).with_name("root.ECDSAP256SHA256.key")

    def output(self, *command):
        try:
            ended = finish([str(word) for word in command], self.runner.environment, PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            return ""
        return ended.output + ended.errors

    def unbound_host(self, name, kind):
        output = self.output("unbound-host", "-C", self.unbound, "-v", "-t", kind, name)
        for word, state in (("(BOGUS", FAILED), ("(error)", FAILED), ("(insecure)", INSECURE), ("(secure)", SECURE)):
            if word in output:
                return state
        return FAILED

    def asked_with_delv(self, name, kind):
        """It validates by itself what the lab's resolver passes on unchecked."""
        output = self.output("delv", "-a", self.delv, "+root=.", f"@{zones.FORWARDER_ADDRESS}", name, kind)
        if "unsigned answer" in output or "negative response, unsigned" in output:
            return INSECURE
        return SECURE if "fully validated" in output else FAILED

    def drill(self, name, kind):
        """It tells a chain from none, not why there is none."""
        output = self.output("drill", "-S", "-k", self.anchor, f"@{zones.FORWARDER_ADDRESS}", name, kind)
        return SECURE if "Chase successful" in output else NOT_SECURE

    def dnsviz(self, name, kind):
        """What it makes of the records, from what all name servers on the way said."""
        probed, judged = self.folder / f"{name}.probed", self.folder / f"{name}.judged"
        self.output("dnsviz", "probe", "-A", "-a", ".", "-x", f".+:a.root-servers.={zones.ROOT_ADDRESS}", "-R", kind, "-o", probed, name)
        self.output("/usr/bin/python3", "-c", GROK, "-t", self.root_key, "-r", probed, "-o", judged)
        try:
            answers = json.loads(judged.read_text())[f"{name}."]["queries"][f"{name}./IN/{kind}"]["answer"]
        except (OSError, ValueError, KeyError):
            return FAILED
        return {"SECURE": SECURE, "INSECURE": INSECURE}.get(answers[0]["status"], FAILED)

    def danelaw(self, questions):
        _, output, _ = self.runner.run(["lookup", "-"], text="".join(f"{name} {kind}\n" for name, kind in questions))
        states = [one["dnssec"] for one in map(json.loads, output.splitlines())]
        return {question: state if state in (SECURE, INSECURE) else FAILED for question, state in zip(questions, states, strict=True)}

    def disagreements(self, scenarios):
        questions = {(scenario.name, kind): (f"{lead}{scenario.domain}", kind)
                     for scenario in scenarios for lead, kind in (("", "MX"), ("_25._tcp.mx.", "TLSA"))}
        ours = self.danelaw(list(questions.values()))
        # It takes the first key of a tag, and the order is one of chance.
        colliding = {scenario.name for scenario in scenarios if any(zone.colliding_keys for zone in scenario.zones.values())}
        def differing(item):
            (scenario, kind), question = item
            state = ours[question]
            whether = state if state == SECURE else NOT_SECURE
            rows = [("unbound-host", state, self.unbound_host(*question)), ("delv", state, self.asked_with_delv(*question))]
            if scenario not in colliding:
                rows.append(("drill -S", whether, self.drill(*question)))
            if scenario in DNSVIZ and kind == "MX":
                rows.append(("dnsviz", state, self.dnsviz(*question)))
            return {(scenario, kind, *row) for row in rows if row[1] != row[2]}
        with concurrent.futures.ThreadPoolExecutor(TOGETHER) as pool:
            return set().union(*pool.map(differing, questions.items()))


def listed():
    """The rows of validators.md: scenario, question, program, danelaw's, theirs."""
    rows = (line.strip().strip("|").split("|") for line in TABLE.read_text().splitlines() if line.startswith("| `"))
    return {(row[0].strip().strip("`"), *(cell.strip() for cell in row[1:5])) for row in rows}


@commands.needs("RFC 4035 §4.3", uses=asked_about, programs=PROGRAMS, slow=True)
def x_validators(runner):
    """They differ from danelaw where validators.md says so, and nowhere else."""
    scenarios = [one for one in runner.lab.scenarios if asked_about(one)]
    known = {row for row in listed() if row[0] in {scenario.name for scenario in scenarios}}
    with tempfile.TemporaryDirectory(dir=runner.lab.work) as folder:
        validators = Validators(runner, folder)
        seen = validators.disagreements(scenarios)
        # On a busy machine a program may give up: what nobody expected is asked again.
        for _ in range(MORE_TRIES):
            doubtful = {row[0] for row in seen ^ known}
            if not doubtful:
                break
            again = validators.disagreements([scenario for scenario in scenarios if scenario.name in doubtful])
            seen = {row for row in seen if row[0] not in doubtful} | again
    differences = compare.Differences()
    for what, rows in ((f"not in {TABLE.name}", seen - known), (f"gone, but in {TABLE.name}", known - seen)):
        differences.lines += [f"{what}: | `{name}` | {' | '.join(rest)} |" for name, *rest in sorted(rows)]
    return differences.lines
