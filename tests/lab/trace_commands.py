"""lookup --trace and --dot: the chain of trust, link by link. Registered beside the tests of commands.py."""
import html
import shutil
import subprocess

import compare
from commands import needs, objects
from runner import schemas


def trace(runner, *words):
    code, output, errors = runner.run(["lookup", "--trace", *words])
    return code, objects(output), errors + "".join(fault for line in output.splitlines() for fault in schemas.faults(line))


def contains(seen, what, expected, got):
    if expected not in (got or ""):
        seen.same(f"{what} contains", expected, got)


@needs("RFC 4035 §5", "d21-match", "d10-dname", "d45-tlsa-alias", "d118-wildcard-tlsa-nsec3", "d05-nsec3-nxdomain")
def x_trace_holds(runner):
    """Answers, aliases, DNAMEs, wildcards and denials with NSEC and NSEC3: every link counts, the validator agrees."""
    seen = compare.Differences()
    questions = [("d21-match.lab", "MX"), ("_25._tcp.mx.d21-match.lab", "TLSA"), ("nobody.d21-match.lab", "A"), ("d21-match.lab", "DS"),
                 (".", "DNSKEY"), ("_25._tcp.mx.d45-tlsa-alias.lab", "TLSA"), ("d10-dname.lab", "MX"), ("mx.d10-dname.lab", "A"),
                 ("_25._tcp.mx.d118-wildcard-tlsa-nsec3.lab", "TLSA"), ("_25._tcp.mx.d05-nsec3-nxdomain.lab", "TLSA")]
    code, found, errors = trace(runner, *[word for question in questions for word in question])
    seen.same("stderr", "", errors)
    seen.same("exit code", 0, code)
    for (name, kind), one in zip(questions, found, strict=True):
        seen.same(f"{name} {kind}", ("secure", "secure", None), (one["dnssec"], one["chain"]["state"], one["chain"]["broken"]))
        seen.same(f"findings of {name} {kind}", [], one["findings"])
    zones = found[0]["chain"]["zones"]
    seen.same("zones", [".", "lab", "d21-match.lab"], [zone["name"] for zone in zones])
    seen.same("each is vouched for", [True] * 3, [any(key["vouched_for"] for key in zone["keys"]) for zone in zones])
    return seen.lines


BREAKS = {
    ("d04-signature-expired.lab", "MX"): ("d04-signature-expired.lab DNSKEY has no valid signature: ", "expired at "),
    ("d04-signature-of-tomorrow.lab", "MX"): ("d04-signature-of-tomorrow.lab DNSKEY has no valid signature: ", "holds only from "),
    ("_25._tcp.mx.d04-tlsa-signature-corrupt.lab", "TLSA"): ("_25._tcp.mx.d04-tlsa-signature-corrupt.lab TLSA has no valid signature: ",
                                                            "does not fit the records"),
    ("_25._tcp.mx.d04-tlsa-signature-missing.lab", "TLSA"): ("_25._tcp.mx.d04-tlsa-signature-missing.lab TLSA has no signature", ""),
    ("d04-wrong-ds.lab", "MX"): ("no DNSKEY of d04-wrong-ds.lab (", ") names"),
}


@needs("RFC 4035 §5.3", *(name.removeprefix("_25._tcp.mx.").removesuffix(".lab") for name, _ in BREAKS))
def x_trace_breaks(runner):
    seen = compare.Differences()
    code, found, errors = trace(runner, *[word for question in BREAKS for word in question])
    seen.same("exit code and stderr", (2, ""), (code, errors))
    for (question, expected), one in zip(BREAKS.items(), found, strict=True):
        seen.same(f"{question}", ("bogus", "bogus"), (one["dnssec"], one["chain"]["state"]))
        for part in expected:
            contains(seen, f"break of {question}", part, one["chain"]["broken"])
    return seen.lines


@needs("RFC 4035 §5.2", "d06-unsigned-domain", "d02-unknown-algorithm")
def x_trace_ends(runner):
    seen = compare.Differences()
    code, found, _ = trace(runner, "d06-unsigned-domain.lab", "MX", "d02-unknown-algorithm.lab", "MX")
    seen.same("exit code", 0, code)
    seen.same("states", ["insecure", "insecure"], [one["chain"]["state"] for one in found])
    seen.same("where signing ends", "lab proves that d06-unsigned-domain.lab has no DS: the zone is unsigned", found[0]["chain"]["ends"])
    seen.same("finding", ["dnssec.unsupported_algorithm"], [finding["code"] for finding in found[1]["findings"]])
    return seen.lines


@needs("RFC 9276 §3.1, RFC 6781 §3.4.2", "d05-nsec3-iterations", "d05-nsec3-too-many-iterations", "d02-algorithm-rsasha256")
def x_trace_finds_what_is_weak(runner):
    seen = compare.Differences()
    expected = {"_25._tcp.mx.d05-nsec3-iterations.lab": ["warning dnssec.nsec3_iterations"],
                "_25._tcp.mx.d05-nsec3-too-many-iterations.lab": ["warning dnssec.nsec3_iterations"],
                "d02-algorithm-rsasha256.lab": ["warning dnssec.short_key"]}
    _, found, errors = trace(runner, *[word for name in expected for word in (name, "TLSA" if "_25" in name else "MX")])
    seen.same("stderr", "", errors)
    for (name, findings), one in zip(expected.items(), found, strict=True):
        seen.same(name, findings, [f"{finding['severity']} {finding['code']}" for finding in one["findings"]])
    return seen.lines


@needs("RFC 4035 §5", "d21-match", "d04-tlsa-signature-corrupt")
def x_trace_as_a_graph(runner):
    """--dot is a graph that Graphviz can draw."""
    seen = compare.Differences()
    for name in ("_25._tcp.mx.d21-match.lab", "_25._tcp.mx.d04-tlsa-signature-corrupt.lab"):
        lead = ["--trust-anchor", str(runner.lab.trust_anchor), "--root-hints", str(runner.lab.root_hints)]
        _, output, errors = runner.run_plainly(["lookup", "--dot", *lead, name, "TLSA"])
        seen.same("stderr", "", errors)
        seen.same("begins", True, output.startswith("digraph "))
        if shutil.which("dot"):
            drawn = subprocess.run(["dot", "-Tsvg"], input=output, capture_output=True, text=True, check=False)
            seen.same(f"dot draws {name}", (0, "", True), (drawn.returncode, drawn.stderr, f">{name} TLSA<" in html.unescape(drawn.stdout)))
    return seen.lines
