"""What takes more than one run of the binary, or another command than check. Each is a function that returns the differences it saw."""
import json

import compare
import opinions

TESTS = []


def needs(clause, *scenarios, slow=False, uses=lambda scenario: False, programs=()):
    """Registers a test with the scenarios whose domains it asks for, and the programs that it runs; a test is skipped where one of them
    is. `uses` says which other scenarios it looks at, as far as they are there."""
    def register(function):
        name = function.__name__.replace("_", "-")
        TESTS.append({"name": name, "clause": clause, "needs": scenarios, "slow": slow, "uses": uses, "programs": programs,
                      "run": function})
        return function
    return register


def objects(output):
    return [json.loads(line) for line in output.splitlines()]


@needs("contract 6", "d21-match", "d06-unsigned-domain", "d21-mismatch", "c2-no-route")
def x_several_domains(runner):
    seen = compare.Differences()
    good, none, bad, unknown = "d21-match.lab", "d06-unsigned-domain.lab", "d21-mismatch.lab", "c2-no-route.lab"
    for domains, expected in (([good, none], 1), ([unknown, none, good], 3), ([good, bad, unknown, none], 2), ([good, good], 0)):
        code, output, _ = runner.run(["check", *domains])
        seen.same(f"exit code of {domains}", expected, code)
        seen.same("order of reports", domains, [report["domain"] for report in objects(output)])
    return seen.lines


@needs("contract 5, 6", "d21-match", "d06-unsigned-domain")
def x_domains_from_standard_input(runner):
    seen = compare.Differences()
    code, output, errors = runner.run(["check", "-"], text="d21-match.lab\nno domain\nd06-unsigned-domain.lab\n")
    seen.same("exit code, a line is no domain", 3, code)
    seen.same("reports", ["d21-match.lab", "d06-unsigned-domain.lab"], [report["domain"] for report in objects(output)])
    seen.same("the complaint names the line", True, "line 2" in errors)
    return seen.lines


REPLAYED = ("d21-match", "d21-mismatch", "d22-no-starttls", "d28-weak-backup", "d30-insecure-mx", "d39-secure-alias-insecure-host",
            "d52-trust-anchor", "d67-two-keys-only-rsa-published", "d04-tlsa-signature-corrupt", "n01-null-mx", "n05-no-such-domain",
            "n07-many-hosts", "r5321-greeting-escapes", "r3207-injection-at-once", "c2-one-address-down", "r8996-tls10", "c5-u-label",
            "d01-clock-is-wrong", "r5280-key-usage", "d71-signature-ends-soon", "s00-enforce", "s01-both", "s04-two-records", "s07-html",
            "s12-expired", "s13-redirect", "s14-megabyte", "s15-refused", "s20-no-intermediate", "s21-testing", "s23-two-names",
            "s28-weak-backup", "t01-good")


@needs("contract 5", *REPLAYED)
def x_facts_judged_again(runner):
    """check --save-facts, then judge: the same reports and exit code, octet for octet."""
    seen = compare.Differences()
    facts = runner.lab.work / "facts.json"
    domains = [f"{name}.lab" for name in REPLAYED] + ["Bücher.c5-u-label.lab", "[127.0.0.77]"]
    code, output, _ = runner.run(["check", "--save-facts", str(facts), *domains])
    again_code, again, errors = runner.run(["judge", "--json", str(facts)])
    seen.same("stderr of judge", "", errors)
    seen.same("exit code of judge", code, again_code)
    seen.same("number of reports", len(domains), len(again.splitlines()))
    for before, after in zip(output.splitlines(), again.splitlines()):
        if before != after:
            seen.lines.append(f"{json.loads(before)['domain']}: judge gives another report:\n  {before}\n  {after}")
    return seen.lines


@needs("RFC 8461 §3.3, contract 5", "s00-enforce")
def x_environment_is_not_obeyed(runner):
    """Neither a proxy nor another CA store of the environment comes between danelaw and the policy."""
    seen = compare.Differences()
    names = ("https_proxy", "HTTPS_PROXY", "http_proxy", "ALL_PROXY")
    environment = {**{name: "http://127.0.0.1:9" for name in names}, "SSL_CERT_FILE": "/dev/null", "SSL_CERT_DIR": "/nowhere"}
    code, output, errors = runner.run_plainly(runner.command(["check", "s00-enforce.lab"])[1:], environment)
    seen.same("exit code", (0, ""), (code, errors))
    seen.same("verdict of MTA-STS", "pass", objects(output)[0]["mta_sts"]["verdict"])
    return seen.lines


@needs("contract 5, 6, 7", "d21-match", "d06-unsigned-domain", "d04-tlsa-signature-corrupt", "d45-tlsa-alias", "d04-signature-expired")
def x_lookup(runner):
    seen = compare.Differences()
    code, output, _ = runner.run(["lookup", "d21-match.lab", "MX", "mx.d21-match.lab", "_25._tcp.mx.d21-match.lab", "TLSA",
                                  "nobody.d21-match.lab", "d06-unsigned-domain.lab", "MX", "_25._tcp.mx.d45-tlsa-alias.lab", "TLSA"])
    found = objects(output)
    seen.same("exit code", 0, code)
    seen.same("states", ["secure records", "secure records", "secure records", "secure nx_domain", "insecure records", "secure records"],
              [f"{one['dnssec']} {one['presence']}" for one in found])
    seen.same("types", ["MX", "A", "TLSA", "A", "MX", "TLSA"], [one["type"] for one in found])
    seen.same("MX record", ["10 mx.d21-match.lab."], found[0]["records"])
    seen.same("canonical name behind the alias", "ee.d45-tlsa-alias-dane.lab", found[5]["canonical_name"])
    seen.same("times of the signature", [True, True], [bool(found[0]["signature_inception"]), bool(found[0]["signature_expires"])])
    code, output, _ = runner.run(["lookup", "_25._tcp.mx.d04-tlsa-signature-corrupt.lab", "TLSA", "d21-match.lab", "MX"])
    seen.same("exit code, one bogus", 2, code)
    seen.same("bogus", "bogus failed", "{dnssec} {presence}".format(**objects(output)[0]))
    code, output, _ = runner.run(["lookup", "d04-signature-expired.lab", "MX"])
    seen.same("extended error of an expired signature", 7, objects(output)[0]["extended_error"])
    return seen.lines


@needs("contract 5, 6", "d07-mx-servfail", "d21-match", slow=True)
def x_lookup_fails(runner):
    seen = compare.Differences()
    code, output, _ = runner.run(["lookup", "d07-mx-servfail.lab", "MX", "d21-match.lab", "MX"])
    seen.same("exit code, one failed", 3, code)
    seen.same("states", ["indeterminate failed", "secure records"], [f"{one['dnssec']} {one['presence']}" for one in objects(output)])
    return seen.lines


@needs("contract 5", "d21-match", "d06-unsigned-domain")
def x_lookup_from_standard_input(runner):
    seen = compare.Differences()
    text = "d21-match.lab MX\nmx.d21-match.lab\nd06-unsigned-domain.lab MX\n" * 30
    code, output, _ = runner.run(["lookup", "-"], text=text)
    seen.same("exit code", 0, code)
    seen.same("answers, each in its turn", [("d21-match.lab", "MX"), ("mx.d21-match.lab", "A"), ("d06-unsigned-domain.lab", "MX")] * 30,
              [(one["name"], one["type"]) for one in objects(output)])
    return seen.lines


@needs("contract 5, 6", "d21-match", "d22-no-starttls", "c2-refused", "c2-one-address-down", "d65-sni-chooses")
def x_probe(runner):
    seen = compare.Differences()
    for host, expected, outcomes in (("mx.d21-match.lab", 0, ["encrypted", "encrypted"]), ("mx.d22-no-starttls.lab", 1, ["cleartext"]),
                                     ("mx.c2-refused.lab", 3, ["unreachable"]),
                                     ("mx.c2-one-address-down.lab", 1, ["encrypted", "unreachable"])):
        code, output, _ = runner.run(["probe", host])
        seen.same(f"exit code of {host}", expected, code)
        seen.same(f"outcomes of {host}", outcomes, [one["outcome"] for one in objects(output)])
    v4 = runner.lab.addresses["d21-match", "mx"][0]
    code, output, _ = runner.run(["probe", f"{v4}:25"])
    seen.same("outcome of an address", ["encrypted"], [one["outcome"] for one in objects(output)])
    seen.same("no SNI for an address", "", objects(output)[0]["tls"]["sni"] or "")
    subjects = []
    for sni in ("mx.d65-sni-chooses.lab", "www.elsewhere.lab"):
        code, output, _ = runner.run(["probe", "--sni", sni, "mx.d65-sni-chooses.lab"])
        subjects.append(objects(output)[0]["chain"][0]["subject"])
    seen.same("certificate by --sni", [True, True], ["CN=leaf" in subjects[0], "CN=default" in subjects[1]])
    return seen.lines


@needs("contract 5", "r8314-tls-first")
def x_probe_tls_first(runner):
    seen = compare.Differences()
    code, output, _ = runner.run(["probe", "--tls-on-connect", "mx.r8314-tls-first.lab:465"])
    seen.same("exit code", 0, code)
    seen.same("outcome", ["encrypted"], [one["outcome"] for one in objects(output)])
    return seen.lines


@needs("RFC 5321 §4.1.1.10, RFC 3207 §4.2", "r5321-what-is-said")
def x_what_is_said(runner):
    """EHLO again inside TLS, QUIT at the end, never MAIL."""
    seen = compare.Differences()
    runner.run(["check", "--single-probe", "--ehlo", "client.example", "r5321-what-is-said.lab"])
    address = runner.lab.addresses["r5321-what-is-said", "mx"][0]
    heard = (runner.lab.work / "servers" / "heard" / address).read_text().splitlines()
    seen.same("commands", ["EHLO client.example", "STARTTLS", "EHLO client.example", "QUIT"], heard[-4:])
    return seen.lines


@needs("contract 5", "d21-match", "d04-tlsa-signature-corrupt")
def x_resolver_config(runner):
    """A configuration of the user's own replaces ours; where it names an anchor, that one alone counts."""
    seen = compare.Differences()
    config = runner.lab.work / "own-unbound.conf"
    config.write_text(f'server:\ndo-not-query-localhost: no\ntrust-anchor-file: "{runner.lab.trust_anchor}"\n'
                      f'root-hints: "{runner.lab.root_hints}"\n')
    for domain, expected in (("d21-match.lab", 0), ("d04-tlsa-signature-corrupt.lab", 2)):
        code, _, _ = runner.run_plainly(["check", "--json", "--allow-private", "--resolver-config", str(config), domain])
        seen.same(f"exit code of {domain}", expected, code)
    return seen.lines


@needs("contract 2, 5", "d21-match")
def x_roots_of_the_world(runner):
    """The lab's name servers with the anchor of the real root: nothing can be validated, no domain is blamed."""
    seen = compare.Differences()
    code, output, _ = runner.run_plainly(["check", "--json", "--allow-private", "--root-hints", str(runner.lab.root_hints), "d21-match.lab"])
    seen.same("exit code", 3, code)
    seen.same("verdict", "unknown", objects(output)[0]["verdict"])
    seen.same("findings", ["resolver.cannot_validate"], [one["code"] for one in objects(output)[0]["findings"]])
    for wrong in ("/does/not/exist", str(runner.lab.root_hints)):
        code, output, errors = runner.run_plainly(["check", "--json", "--trust-anchor", wrong, "d21-match.lab"])
        seen.same(f"exit code with the anchor file {wrong}", 3, code)
        seen.same("no report", "", output)
        seen.same("the file is named", True, wrong in errors)
    return seen.lines


@needs("contract 5", "d21-match")
def x_configuration_file(runner):
    seen = compare.Differences()
    folder = runner.lab.work / "user" / "danelaw"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "danelaw.conf").write_text(f"# of the lab\ntrust-anchor = {runner.lab.trust_anchor}\n"
                                         f"root-hints = {runner.lab.root_hints}\nallow-private = yes\n")
    code, output, errors = runner.run_plainly(["check", "d21-match.lab"], {"XDG_CONFIG_HOME": str(folder.parent)})
    seen.same("exit code", 0, code)
    seen.same("first line", "d21-match.lab: pass", (output or errors).split("\n")[0])
    return seen.lines


@needs("contract 5, 7", "r5321-greeting-escapes", "d21-mismatch", "d67-two-keys-only-rsa-published", "r3207-injection-at-once")
def x_text_report(runner):
    """The text is for terminals: no control characters; and it says which record would match."""
    seen = compare.Differences()
    lead = ["--trust-anchor", str(runner.lab.trust_anchor), "--root-hints", str(runner.lab.root_hints), "--allow-private", "-v"]
    _, output, _ = runner.run_plainly(["check", *lead, "r5321-greeting-escapes.lab", "d21-mismatch.lab", "d67-two-keys-only-rsa-published.lab",
                                       "r3207-injection-at-once.lab"])
    seen.same("what was injected is quoted", True, '"250 injected\\x0d\\x0a"' in output.replace("\n", ""))
    seen.same("control characters", [], sorted({char for char in output if ord(char) < 32 and char != "\n"}))
    wanted = runner.lab.certificates["d21-mismatch"].association("leaf", 1, 1)
    seen.same("the record that would match is named", True, wanted in output.replace("\n", "").replace(" ", ""))
    return seen.lines


@needs("RFC 8460 §4.3 (T05)", "d21-match", "d21-mismatch", "d22-no-starttls", "s00-enforce", "s07-html", "s20-self-signed")
def t05_reported_failures_checked_now(runner):
    """tlsrpt --check: which of the failures that senders reported still happen."""
    def policy(name, result_type, host, policy_type="tlsa"):
        return {"policy": {"policy-type": policy_type, "policy-domain": f"{name}.lab"},
                "summary": {"total-successful-session-count": 9, "total-failure-session-count": 1},
                "failure-details": [{"result-type": result_type, "receiving-mx-hostname": host, "failed-session-count": 1}]}
    report = {"organization-name": "Sender", "contact-info": "tls@sender.example", "report-id": "1",
              "date-range": {"start-datetime": "2026-01-01T00:00:00Z", "end-datetime": "2026-01-01T23:59:59Z"},
              "policies": [policy("d21-mismatch", "validation-failure", "mx.d21-mismatch.lab"),
                           policy("d21-match", "validation-failure", "mx.d21-match.lab"),
                           policy("d21-match", "validation-failure", "former.d21-match.lab"),
                           policy("d22-no-starttls", "certificate-expired", "mx.d22-no-starttls.lab"),
                           policy("s20-self-signed", "certificate-not-trusted", "mx.s20-self-signed.lab", "sts"),
                           policy("s00-enforce", "certificate-not-trusted", "mx.s00-enforce.lab", "sts"),
                           policy("s07-html", "sts-policy-fetch-error", "mx.s07-html.lab", "sts"),
                           policy("-", "validation-failure", "mx.example")]}
    seen = compare.Differences()
    code, output, errors = runner.run(["tlsrpt", "--check", "--json", "-"], text=json.dumps(report))
    states = {failure["mx_host"]: failure["now"]["state"] for failure in objects(output)[0]["failures"]}
    seen.same("exit code", 1, code)
    seen.same("stderr", "", errors)
    seen.same("states", {"mx.d21-mismatch.lab": "still", "mx.d21-match.lab": "gone", "former.d21-match.lab": "gone",
                         "mx.d22-no-starttls.lab": "other", "mx.s20-self-signed.lab": "still", "mx.s00-enforce.lab": "gone",
                         "mx.s07-html.lab": "still", "mx.example": "unknown"}, states)
    return seen.lines


@needs("RFC 8460 §4 (T04)", "d21-match", "d21-mismatch", "s01-both", "s20-self-signed")
def t04_report_replayed(runner):
    """judge --tls-rpt writes the same report as check --tls-rpt, and lint can read it."""
    seen = compare.Differences()
    facts = runner.lab.work / "tls-rpt-facts.json"
    expected = {"d21-match.lab": ["tlsa"], "d21-mismatch.lab": ["tlsa"], "s01-both.lab": ["tlsa", "sts"], "s20-self-signed.lab": ["sts"]}
    _, output, _ = runner.run(["check", "--tls-rpt", "--save-facts", str(facts), *expected])
    _, again, _ = runner.run(["judge", "--tls-rpt", str(facts)])
    seen.same("judge --tls-rpt", output, again)
    for types, line in zip(expected.values(), output.splitlines(), strict=True):
        code, linted, _ = runner.run(["lint", "tlsrpt-report", "--json", "-"], text=line)
        seen.same("exit code of lint", 0, code)
        seen.same("types", types, [policy["type"] for policy in objects(linted)[0]["value"]["policies"]])
        seen.same("who connected", True, "sending-mta-ip" in line or "failure-details" not in line)
    return seen.lines


# mta-sts-query finds addresses only on a machine that has others than loopback's (AI_ADDRCONFIG): those of c5-public-address.
@needs("RFC 7672, RFC 8461", "c5-public-address", slow=True, uses=opinions.usual, programs=opinions.PROGRAMS)
def x_second_opinions(runner):
    """Postfix and postfix-mta-sts-resolver differ from danelaw where opinions.md says so, and nowhere else."""
    lab = runner.lab
    return opinions.compare(runner, [one for one in lab.scenarios if opinions.usual(one) and one.name not in lab.skipped])
