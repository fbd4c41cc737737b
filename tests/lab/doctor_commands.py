"""doctor: is this machine fit to judge? Registered beside the tests of commands.py."""
import json

import compare
from commands import needs
from runner import schemas

MACHINE = ["trust anchor", "clock", "validation", "IPv4 UDP 53", "IPv4 TCP 53", "IPv6 UDP 53", "IPv6 TCP 53", "DNSSEC on the way",
           "TCP 25 outward", "libraries", "open files"]


def doctor(runner, *words, anchor=None, hints=None):
    lead = ["--trust-anchor", str(anchor or runner.lab.trust_anchor), "--root-hints", str(hints or runner.lab.root_hints)]
    code, output, errors = runner.run_plainly(["doctor", "--json", *lead, *words])
    report = json.loads(output) if output else {"rows": [], "findings": []}
    # The version of libunbound is the machine's own affair.
    codes = sorted({finding["code"] for finding in report["findings"]} - {"machine.old_libunbound"})
    return code, {row["name"]: row["state"] for row in report["rows"]}, codes, errors + "".join(schemas.faults(output))


@needs("contract 2, 6", "d21-match", "c2-refused")
def x_doctor(runner):
    seen = compare.Differences()
    code, states, codes, errors = doctor(runner, "--canary", "mx.d21-match.lab")
    seen.same("stderr", "", errors)
    seen.same("rows", MACHINE, list(states))
    wrong = {name: state for name, state in states.items() if name != "libraries" and state not in ("ok", "not tested")}
    seen.same("in order", ({}, [], True), (wrong, codes, code in (0, 1)))
    seen.same("not tested", ["IPv6 UDP 53", "IPv6 TCP 53"], [name for name, state in states.items() if state == "not tested"])
    _, states, _, _ = doctor(runner)
    seen.same("without a canary", "not tested", states["TCP 25 outward"])
    return seen.lines


@needs("RFC 5011 §2, RFC 4034 §3.1.5", "d21-match", "c2-refused", slow=True)
def x_doctor_finds(runner):
    seen = compare.Differences()
    anchors = runner.lab.trust_anchor.parent
    trials = [
        ("another root's anchor", {"anchor": anchors / "wrong"}, [], {"machine.old_trust_anchor", "machine.cannot_validate"}),
        ("no anchor", {"anchor": anchors / "absent"}, [], {"machine.no_trust_anchor"}),
        ("a clock that is late", {}, ["--at", "2040-01-01T00:00:00Z"], {"machine.clock", "machine.cannot_validate"}),
        ("a clock that is early", {}, ["--at", "2001-01-01T00:00:00Z"], {"machine.clock", "machine.cannot_validate"}),
        ("no mail server", {}, ["--canary", "mx.c2-refused.lab"], {"machine.no_smtp"}),
        ("no such mail server", {}, ["--canary", "nobody.d21-match.lab"], {"machine.no_smtp"}),
        ("a dead root", {"hints": anchors / "dead-hints"}, ["--timeout", "5"], {"machine.no_dns", "machine.cannot_validate"}),
    ]
    for what, options, words, expected in trials:
        code, _, codes, errors = doctor(runner, *words, **options)
        seen.same(what, (2, sorted(expected), ""), (code, codes, errors))
    return seen.lines
