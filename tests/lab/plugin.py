"""The face of a monitoring plugin: what each kind of trouble looks like in a list of services, and that nothing can be forged."""
import re
import time

import compare
from commands import needs

# Domain -> exit code and first line; * stands for what differs from run to run.
FIRST_LINES = {
    "d21-match": (0, "DANELAW OK - d21-match.lab: 1 of 1 host and 2 of 2 addresses authenticated | *"),
    "n01-null-mx": (0, "DANELAW OK - n01-null-mx.lab: takes no mail (null MX) | *"),
    "s00-enforce": (0, "DANELAW OK - s00-enforce.lab: no DANE, MTA-STS pass (mode enforce, 1 of 1 address as it demands) | *"),
    "s01-both": (0, "DANELAW OK - s01-both.lab: 1 of 1 host and 1 of 1 address authenticated, MTA-STS pass (mode enforce, 1 of 1 address as it demands) | *"),
    "s21-testing": (1, "DANELAW WARNING - s21-testing.lab: no DANE, MTA-STS partial (mode testing, 1 of 1 address as it demands); * (sts.mode_testing) | *"),
    "d06-unsigned-domain": (1, "DANELAW WARNING - d06-unsigned-domain.lab: 0 of 1 host and 0 of * authenticated; * (tlsa.none) | *"),
    "d28-weak-backup": (1, "DANELAW WARNING - d28-weak-backup.lab: 1 of 2 hosts and * authenticated; * (tlsa.missing_on_host) | *"),
    "d21-mismatch": (2, "DANELAW CRITICAL - d21-mismatch.lab: 0 of 1 host and 0 of * authenticated; * (tlsa.mismatch)* | *"),
    "d22-no-starttls": (2, "DANELAW CRITICAL - d22-no-starttls.lab: 0 of 1 host and * authenticated; * (session.no_starttls)* | *"),
    "d04-signature-expired": (2, "DANELAW CRITICAL - d04-signature-expired.lab: *; * (mx.lookup_bogus) | *"),
    "s20-wrong-name": (2, "DANELAW CRITICAL - s20-wrong-name.lab: no DANE, MTA-STS fail (mode enforce, 0 of 1 address as it demands); * (sts.mx_certificate_name)* | *"),
    "s15-refused": (2, "DANELAW CRITICAL - s15-refused.lab: no DANE, MTA-STS fail; * (sts.policy_host_refuses) | *"),
    "c2-refused": (2, "DANELAW CRITICAL - c2-refused.lab: 0 of 1 host and 0 of * authenticated; * (session.host_refuses)* | *"),
    "c2-no-route": (3, "DANELAW UNKNOWN - c2-no-route.lab: 0 of 1 host and 0 of * authenticated; * (session.host_silent)* | *"),
    "n05-no-such-domain": (2, "DANELAW CRITICAL - *; * (mx.domain_does_not_exist) | *"),
}
PERFORMANCE = re.compile(r"time=\d+(?:\.\d{1,3})?s;;;0;48 hosts=\d+;;;0 hosts_authenticated=\d+;;;0 endpoints=\d+;;;0 authenticated=\d+;;;0 records=\d+;;;0(?: first_expiry=-?\d+s)?")


def plugin(runner, *words):
    lead = ["--root-hints", str(runner.lab.root_hints), "--trust-anchor", str(runner.lab.trust_anchor), "--ca-file", str(runner.lab.ca_file),
            "--allow-private"]
    return runner.run_plainly(["monitor", *lead, *words])


def like(pattern, text):
    return re.fullmatch(re.escape(pattern).replace(r"\*", ".*"), text) is not None


@needs("ecosystem: plugin output", *FIRST_LINES)
def m_plugin_first_line(runner):
    seen = compare.Differences()
    for name, (expected, pattern) in FIRST_LINES.items():
        domain = next(scenario for scenario in runner.lab.scenarios if scenario.name == name).arguments[-1]
        code, output, errors = plugin(runner, "-H", domain)
        lines = output.splitlines()
        seen.same(f"exit code of {name}", expected, code)
        seen.same(f"stderr of {name}", "", errors)
        if not like(pattern, lines[0]):
            seen.lines.append(f"first line of {name}: expected {pattern}, got {lines[0]}")
        seen.same(f"performance data of {name}", True, PERFORMANCE.fullmatch(lines[0].split(" | ")[1]) is not None)
        seen.same(f"findings below the first line of {name}", expected != 0 and name not in ("d06-unsigned-domain", "s21-testing"), len(lines) > 1)
    return seen.lines


@needs("nothing is forged", "r5321-greeting-escapes", "d21-mismatch")
def m_plugin_hostile_bytes(runner):
    seen = compare.Differences()
    for domain in ("r5321-greeting-escapes.lab", "d21-mismatch.lab"):
        for verbose in ([], ["-v"], ["-vv"], ["-vvv"]):
            _, output, _ = plugin(runner, "-H", domain, *verbose)
            seen.same(f"bars in {domain} {verbose}", 1, output.count("|"))
            seen.same(f"control characters in {domain} {verbose}", [], [c for c in output if ord(c) < 32 and c != "\n"])
            seen.same(f"lines that say a state in {domain} {verbose}", 1, len(re.findall("^DANELAW ", output, re.M)))
    return seen.lines


@needs("-t", "c2-silent", slow=True)
def m_plugin_time_limit(runner):
    seen = compare.Differences()
    for limit, expected in (("4", 3), ("4:CRITICAL", 2), ("4:ok", 0)):
        start = time.monotonic()
        code, output, _ = plugin(runner, "-H", "c2-silent.lab", "-t", limit, "--retries", "1")
        seen.same(f"exit code with -t {limit}", expected, code)
        seen.same(f"-t {limit} is kept", True, time.monotonic() - start < 6)
        seen.same(f"the domain is named with -t {limit}", True, "c2-silent.lab" in output)
    return seen.lines


@needs("--retries", "c2-refused", "d21-mismatch", slow=True)
def m_plugin_retries(runner):
    """What may pass is tried again, after a pause; what stays is not."""
    seen = compare.Differences()
    for domain, words, least, most in (("c2-refused.lab", ["--retries", "4", "-t", "50"], 8, 40), ("c2-refused.lab", ["-t", "50"], 0, 7.9),
                                       ("d21-mismatch.lab", ["--retries", "4", "-t", "50"], 0, 7.9)):
        start = time.monotonic()
        code, _, _ = plugin(runner, "-H", domain, *words)
        seen.same(f"exit code of {domain}", 2, code)
        seen.same(f"{domain} {words} takes {least} to {most} s", True, least <= time.monotonic() - start <= most)
    return seen.lines


@needs("options", "d21-match", "c5-ipv4-only")
def m_plugin_options(runner):
    seen = compare.Differences()
    code, output, _ = plugin(runner, "-H", "mx.d21-match.lab", "--no-mx", "-4")
    seen.same("one host by IPv4", (0, True), (code, "1 of 1 host and 1 of 1 address authenticated" in output))
    for what, expected in (("dane", 0), ("any", 0), ("mta-sts", 1), ("both", 1)):
        seen.same(f"exit code with --require {what}", expected, plugin(runner, "-H", "d21-match.lab", "--require", what)[0])
    for words, expected in ((["-w", "13:"], 0), (["-w", "15:"], 1), (["-w", "15:", "-c", "336h:"], 2), (["-c", "@0:20"], 2)):
        code, output, _ = plugin(runner, "-H", "d21-match.lab", *words)
        seen.same(f"exit code with {words}", expected, code)
        seen.same(f"what ends is named with {words}", expected != 0, "; signature of " in output)
    for words in (["-h"], ["-V"], [], ["-H"], ["-H", "a b"], ["-H", "x.lab", "y.lab"], ["--nonsense"], ["-H", "x.lab", "-t", "0"],
                  ["-H", "x.lab", "-t", "9:FINE"], ["-H", "x.lab", "--require", "tls"], ["-H", "x.lab", "-w", "soon"], ["-H", "x.lab", "--trust-anchor", "/nowhere"]):
        code, output, errors = runner.run_plainly(["monitor", *words])
        seen.same(f"exit code of {words}", 3, code)
        seen.same(f"stderr of {words}", "", errors)
        if words not in (["-h"], ["-V"]):
            seen.same(f"{words} is told in one line", (True, 1), (output.startswith("DANELAW UNKNOWN - "), output.count("\n")))
    return seen.lines
