"""--backend getdns: another library validates, in a process of its own. Registered beside the tests of commands.py."""
import json
import os
import pathlib
import subprocess
import time

import compare
import zones
from certificates import RESOLVER
from commands import needs, objects
from runner import schemas

LIBRARY = "libgetdns.so.10"
PROGRAMS = ("getdns_query",)  # its package brings the library
BY_GETDNS = ["--backend", "getdns", "--resolver", zones.FORWARDER_ADDRESS]
NOBODY = "127.53.0.66"  # an address at which nothing listens


def look_up(runner, *words):
    code, output, errors = runner.run(["lookup", *words])
    return code, objects(output), errors + "".join(fault for line in output.splitlines() for fault in schemas.faults(line))


ANSWERS = {
    ("d21-match.lab", "MX"): "secure records", ("mx.d21-match.lab", "A"): "secure records", ("_25._tcp.mx.d21-match.lab", "TLSA"): "secure records",
    ("nobody.d21-match.lab", "A"): "secure nx_domain", ("d21-match.lab", "TXT"): "secure no_data", (".", "DNSKEY"): "secure records",
    ("d06-unsigned-domain.lab", "MX"): "insecure records", ("_25._tcp.mx.d45-tlsa-alias.lab", "TLSA"): "secure records",
    ("mx.d10-dname.lab", "A"): "secure nx_domain", ("_25._tcp.mx.d118-wildcard-tlsa-nsec3.lab", "TLSA"): "secure records",
    ("_25._tcp.mx.d05-nsec3-nxdomain.lab", "TLSA"): "secure nx_domain",
}
FAILURES = {
    ("d04-signature-expired.lab", "MX"): ("bogus failed", "a signature is expired or not valid yet"),
    ("d04-signature-of-tomorrow.lab", "MX"): ("bogus failed", "a signature is expired or not valid yet"),
    ("_25._tcp.mx.d04-tlsa-signature-corrupt.lab", "TLSA"): ("bogus failed", "is missing or does not hold"),
    ("_25._tcp.mx.d04-tlsa-signature-missing.lab", "TLSA"): ("bogus failed", "is missing or does not hold"),
    ("d04-wrong-ds.lab", "MX"): ("bogus failed", "is missing or does not hold"),
    ("d02-unknown-algorithm.lab", "MX"): ("bogus failed", "does not know the algorithm"),
}


def named(questions):
    return sorted({name.split(".lab")[0].split(".")[-1] for name, _ in questions} - {""})


@needs("RFC 4035 §4.3", *named({**ANSWERS, **FAILURES}), programs=PROGRAMS)
def x_getdns_validates(runner):
    """The same records, aliases and signature times as by libunbound, which asks the same resolver; and why it finds something bogus."""
    seen = compare.Differences()
    words = [word for question in ANSWERS for word in question]
    code, found, errors = look_up(runner, *BY_GETDNS, *words)
    seen.same("exit code and stderr", (0, ""), (code, errors))
    _, others, _ = look_up(runner, "--resolver", zones.FORWARDER_ADDRESS, *words)
    for (question, state), one, other in zip(ANSWERS.items(), found, others, strict=True):
        seen.same(f"{question}", state, "{dnssec} {presence}".format(**one))
        for key in ("records", "aliases", "canonical_name", "signature_inception", "signature_expires"):
            value, by_unbound = (sorted(x.get(key) or []) if key == "records" else x.get(key) for x in (one, other))
            seen.same(f"{key} of {question}", by_unbound, value)
    code, found, errors = look_up(runner, *BY_GETDNS, *[word for question in FAILURES for word in question])
    seen.same("exit code and stderr, bogus", (2, ""), (code, errors))
    for (question, (state, why)), one in zip(FAILURES.items(), found, strict=True):
        seen.same(f"{question}", (state, True), ("{dnssec} {presence}".format(**one), why in one["failure"]))
    return seen.lines


@needs("RFC 7672 §2.1.1", "d07-mx-servfail", "d21-match", slow=True, programs=PROGRAMS)
def x_getdns_fails(runner):
    """getdns calls a SERVFAIL insecure, and knows no refusal: neither is an answer."""
    seen = compare.Differences()
    code, found, _ = look_up(runner, *BY_GETDNS, "d07-mx-servfail.lab", "MX", "d21-match.lab", "MX")
    seen.same("exit code", 3, code)
    seen.same("states", ["indeterminate failed", "secure records"], [f"{one['dnssec']} {one['presence']}" for one in found])
    code, found, _ = look_up(runner, "--backend", "getdns", "--resolver", NOBODY, "--timeout", "2", "d21-match.lab", "MX")
    seen.same("exit code, nobody answers", 3, code)
    seen.same("why", "indeterminate getdns: no resolver answered in time", f"{found[0]['dnssec']} {found[0]['failure']}")
    return seen.lines


@needs("RFC 4034 §3.1.5", "d21-match", "d04-signature-expired", "d06-unsigned-domain", programs=PROGRAMS)
def x_getdns_at_another_time(runner):
    seen = compare.Differences()
    soon, later = (str(int(time.time()) + days * 86400) for days in (1, 40))
    for at, states in ((soon, ["secure", "insecure"]), (later, ["bogus", "bogus"])):
        _, found, errors = look_up(runner, *BY_GETDNS, "--at", at, "d21-match.lab", "MX", "d06-unsigned-domain.lab", "MX")
        seen.same(f"at {at}", (states, ""), ([one["dnssec"] for one in found], errors))
    return seen.lines


@needs("RFC 4035 §5, RFC 5011 §2", "d21-match", programs=PROGRAMS)
def x_getdns_keeps_to_its_anchor(runner):
    """Where the root's keys are bogus it would fetch other anchors from the network, and go by those."""
    seen = compare.Differences()
    wrong = runner.lab.work / "wrong.anchor"
    wrong.write_text(f". IN DS 4711 13 2 {'ab' * 32}\n")
    code, found, errors = look_up(runner, *BY_GETDNS, "--trust-anchor", str(wrong), "d21-match.lab", "MX", ".", "DNSKEY")
    seen.same("exit code and stderr", (2, ""), (code, errors))
    seen.same("states", ["bogus", "bogus"], [one["dnssec"] for one in found])
    return seen.lines


def pin(runner):
    """The digest of the resolver's key as RFC 7858 §4.2 has it."""
    key = subprocess.run(["openssl", "pkey", "-in", runner.lab.public.key(RESOLVER), "-pubout", "-outform", "DER"], capture_output=True, check=True)
    digest = subprocess.run(["openssl", "dgst", "-sha256", "-binary"], input=key.stdout, capture_output=True, check=True)
    return subprocess.run(["base64", "-w0"], input=digest.stdout, capture_output=True, check=True).stdout.decode()


@needs("RFC 7858 §4, RFC 8310 §8", "d21-match", slow=True, programs=PROGRAMS)
def x_getdns_by_tls(runner):
    """The resolver has to be whom the user names; nothing is asked in the clear instead."""
    seen = compare.Differences()
    ca = ["--ca-file", str(runner.lab.ca_file)]
    good, bad = pin(runner), "A" * 43 + "="
    for what, words, state in (("name", [f"{RESOLVER}.lab", *ca], "secure"), ("pin", [f"pin-sha256:{good}"], "secure"),
                               ("another name", ["other.lab", *ca], "indeterminate"), ("another pin", [f"pin-sha256:{bad}"], "indeterminate"),
                               ("a CA that nobody knows", [f"{RESOLVER}.lab", "--ca-file", "/dev/null"], "indeterminate")):
        _, found, errors = look_up(runner, *BY_GETDNS, "--timeout", "3", "--resolver-tls", *words, "d21-match.lab", "MX")
        seen.same(what, (state, ""), (found[0]["dnssec"], errors))
    # libunbound, which cannot do it, asks the name servers.
    _, found, errors = look_up(runner, "--backend", "both", "--resolver", zones.FORWARDER_ADDRESS, "--root-hints", str(runner.lab.root_hints),
                               "--resolver-tls", f"{RESOLVER}.lab", *ca, "d21-match.lab", "MX")
    opinion = found[0]["second_opinion"]
    seen.same("beside libunbound", ("secure", "secure", None, ""), (found[0]["dnssec"], opinion["dnssec"], opinion["abstention"], errors))
    return seen.lines


def library_file():
    listed = subprocess.run(["/sbin/ldconfig", "-p"], capture_output=True, text=True, check=True).stdout
    return next(line.split("=> ")[1] for line in listed.splitlines() if line.strip().startswith(LIBRARY))


@needs("contract 5", "d21-match", programs=PROGRAMS)
def x_getdns_is_not_installed(runner):
    seen = compare.Differences()
    hidden = f"mount --bind /dev/null {library_file()} && exec \"$@\""
    command = ["unshare", "--mount", "sh", "-c", hidden, "sh", *runner.command(["lookup", *BY_GETDNS, "d21-match.lab", "MX"])]
    ended = runner.finish(command)
    seen.same("exit code and output", (3, ""), (ended.code, ended.output))
    seen.same("stderr", "danelaw: --backend getdns: libgetdns.so.10 cannot be loaded, install the package libgetdns10 or libgetdns10t64\n",
              ended.errors)
    return seen.lines


def children_of(pid):
    return pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


def state_of(pid):
    return pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]


@needs("R48", "d21-match", slow=True, programs=PROGRAMS)
def x_getdns_process_ends_early(runner):
    """Its process is killed in the middle of a question: the lookup fails, and nothing is left of it."""
    seen = compare.Differences()
    words = ["lookup", "--backend", "getdns", "--resolver", NOBODY, "--timeout", "8", "d21-match.lab", "MX"]
    with subprocess.Popen(runner.command(words), stdout=subprocess.PIPE, env=runner.environment) as asking:
        limits = {"Max cpu time": 0, "Max address space": 0}
        killed, zombies, end = 0, 0, time.monotonic() + 30
        while asking.poll() is None and time.monotonic() < end:
            for child in children_of(asking.pid):
                try:
                    # Not the one that only looks for the library: that ends by itself, at once but for a sanitized binary.
                    if time.clock_gettime(time.CLOCK_BOOTTIME) - start_of(child) > 3:
                        zombies += state_of(child) == "Z"
                        limits = limits_of(child)
                        os.kill(int(child), 9)
                        killed += 1
                except OSError:
                    pass
            time.sleep(0.1)
        found = json.loads(asking.stdout.read())
    seen.same("killed at least once", True, killed >= 1)
    seen.same("seconds of the processor that it may take", True, 0 < int(limits["Max cpu time"]) <= 5)
    if not runner.sanitized:
        seen.same("octets that it may take", 256 << 20, int(limits["Max address space"]))
    seen.same("zombies", 0, zombies)
    seen.same("state", "indeterminate failed", "{dnssec} {presence}".format(**found))
    seen.same("why", True, "its process crashed" in found["failure"])
    return seen.lines


def limits_of(pid):
    """What a process is limited to, by the names of proc(5)."""
    lines = pathlib.Path(f"/proc/{pid}/limits").read_text().splitlines()[1:]
    return {line[:26].strip(): line[26:].split()[0] for line in lines}


def start_of(pid):
    """When a process began, in seconds since the machine did."""
    ticks = int(pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[19])
    return ticks / os.sysconf("SC_CLK_TCK")


KEYS_COLLIDE = ("hostile-colliding-keys", "hostile-forged-signatures-many-keys", "hostile-forged-signatures", "hostile-mx-1000", "hostile-many-ds")


@needs("CVE-2023-50387 (D1)", *KEYS_COLLIDE, slow=True, programs=PROGRAMS)
def hostile_zones_by_getdns(runner):
    """Its validator knows no limits, its process does: each question ends, and answers something or fails."""
    seen = compare.Differences()
    for name in KEYS_COLLIDE:
        ended = runner.finish(runner.command(["lookup", *BY_GETDNS, "--timeout", "12", f"{name}.lab", "MX"]))
        seen.same(f"stderr of {name}", "", ended.errors)
        one = objects(ended.output)[0]
        seen.same(f"{name} has an end", True, one["dnssec"] in ("secure", "bogus", "indeterminate"))
        if ended.cpu_seconds > 20:
            seen.lines.append(f"{name}: {ended.cpu_seconds:.1f} s of the processor, expected at most 20")
    return seen.lines


BOTH = ["--backend", "both"]


def opinions(report):
    return sorted((finding["code"], finding["severity"], finding["subject"]) for finding in report["findings"] if finding["code"].startswith("opinion."))


@needs("RFC 4035 §4.3", "d21-match", "d04-tlsa-signature-corrupt", "d06-unsigned-domain", "s00-enforce", programs=PROGRAMS)
def x_both_agree(runner):
    """The same report as from libunbound alone, and no finding about it."""
    seen = compare.Differences()
    domains = ["d21-match.lab", "d04-tlsa-signature-corrupt.lab", "d06-unsigned-domain.lab", "s00-enforce.lab"]
    code, output, errors = runner.run(["check", *BOTH, *domains])
    alone_code, alone, _ = runner.run(["check", *domains])
    seen.same("exit code and stderr", (alone_code, ""), (code, errors))
    for one, other in zip(objects(output), objects(alone), strict=True):
        seen.same(f"verdict of {one['domain']}", other["verdict"], one["verdict"])
        seen.same(f"findings of {one['domain']}", [finding["code"] for finding in other["findings"]], [finding["code"] for finding in one["findings"]])
        seen.same(f"faults of {one['domain']} by the schema", "", "".join(schemas.faults(json.dumps(one))))
        seen.same(f"second opinion on MX of {one['domain']}", "none", one["mx"]["second_opinion"]["difference"])
    return seen.lines


@needs("RFC 4035 §5.2", "d02-algorithm-ed448", "d02-unknown-algorithm", "d21-match", programs=PROGRAMS)
def x_both_know_other_algorithms(runner):
    """ED448: a difference, where libunbound does not know it. What getdns does not know it has no opinion on."""
    seen = compare.Differences()
    code, output, errors = runner.run(["check", *BOTH, "d02-algorithm-ed448.lab", "d02-unknown-algorithm.lab"])
    ed448, unknown = objects(output)
    knows = ed448["mx"]["dnssec"] == "secure"
    seen.same("difference of ED448", "none" if knows else "state", ed448["mx"]["second_opinion"]["difference"])
    seen.same("a warning of it", not knows, ("opinion.state", "warning", "d02-algorithm-ed448.lab MX") in opinions(ed448))
    seen.same("unknown algorithm", [("opinion.none", "notice", "d02-unknown-algorithm.lab")], opinions(unknown))
    seen.same("stays insecure", "insecure", unknown["mx"]["dnssec"])
    seen.same("stderr", "", errors)
    code, output, _ = runner.run(["lookup", *BOTH, "d21-match.lab", "MX", "d02-algorithm-ed448.lab", "MX"])
    seen.same("exit code of lookup", 0 if knows else 1, code)
    return seen.lines


def recursing(runner, resolver, *words):
    """A check for which libunbound asks name servers, and getdns a resolver."""
    config = runner.lab.work / "recursing.conf"
    config.write_text(f'server:\n do-not-query-localhost: no\n root-hints: "{runner.lab.root_hints}"\n trust-anchor-file: "{runner.lab.trust_anchor}"\n')
    options = ["--json", "--allow-private", "--ca-file", str(runner.lab.ca_file), "--resolver-config", str(config), "--resolver", resolver]
    return [str(runner.binary), "check", *BOTH, *options, *words]


@needs("RFC 4035 §5.5, RFC 7672 §2.1.1", "c5-second-opinion-bogus", "c5-second-opinion-stripped", "d21-match", programs=PROGRAMS)
def x_both_see_other_answers(runner):
    """getdns's resolver strips signatures: from TLSA alone, then that is bogus; from all, then it has no opinion."""
    seen = compare.Differences()
    facts = runner.lab.work / "second-opinion.facts"
    domain, stripped = "c5-second-opinion-bogus.lab", "c5-second-opinion-stripped.lab"
    ended = runner.finish(recursing(runner, runner.lab.resolvers[domain.removesuffix(".lab")], "--save-facts", str(facts), domain))
    report, = objects(ended.output)
    seen.same("exit code and stderr", (2, ""), (ended.code, ended.errors))
    seen.same("verdict", "fail", report["verdict"])
    seen.same("opinions", [("opinion.bogus", "warning", f"_25._tcp.mx.{domain} TLSA")], opinions(report))
    told = next(finding["text"] for finding in report["findings"] if finding["code"] == "tlsa.lookup_bogus")
    seen.same("both reasons", [True, True], ["getdns finds no valid chain" in told, "libunbound calls it secure" in told])
    seen.same("judged again", (ended.code, ended.output), runner.run(["judge", "--json", str(facts)])[:2])
    ended = runner.finish(recursing(runner, runner.lab.resolvers[stripped.removesuffix(".lab")], stripped))
    report, = objects(ended.output)
    seen.same("exit code and stderr, all stripped", (0, ""), (ended.code, ended.errors))
    seen.same("opinions, all stripped", [("opinion.none", "notice", stripped)], opinions(report))
    return seen.lines


@needs("contract 5", "d21-match", slow=True, programs=PROGRAMS)
def x_both_without_getdns(runner):
    """Not installed, or its resolver silent: the same report, and one notice."""
    seen = compare.Differences()
    hidden = f"mount --bind /dev/null {library_file()} && exec \"$@\""
    command = runner.command(["check", *BOTH, "d21-match.lab"])
    silent = recursing(runner, NOBODY, "d21-match.lab")
    for what, words, why in (("not installed", ["unshare", "--mount", "sh", "-c", hidden, "sh", *command], "install the package"),
                             ("silent", silent, "no resolver answered in time")):
        ended = runner.finish(words)
        report, = objects(ended.output)
        seen.same(f"{what}: exit code and stderr", (0, ""), (ended.code, ended.errors))
        seen.same(f"{what}: opinions", [("opinion.none", "notice", "d21-match.lab")], opinions(report))
        text = next(finding["text"] for finding in report["findings"] if finding["code"] == "opinion.none")
        seen.same(f"{what}: why", True, why in text)
    return seen.lines
