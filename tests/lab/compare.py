"""What a scenario expects against what the program said; the differences, for a person."""
import json

SEVERE = ("warning", "unknown", "critical")


def at_path(value, path):
    """`hosts.0.endpoints.0.tls.sni` in nested lists and objects; None where there is no such thing."""
    for part in path.split("."):
        if isinstance(value, list):
            value = value[int(part)] if part.isdigit() and int(part) < len(value) else None
        elif isinstance(value, dict):
            value = value.get(part)
        else:
            return None
    return value


def full_name(name, domain):
    """Names of expectations are relative to the scenario's domain, unless they end in a dot."""
    if name.endswith("."):
        return name[:-1] or "."
    return domain if name == "@" else f"{name}.{domain}"


class Skipped(Exception):
    """A test needs what is not there."""


class Differences:
    def __init__(self):
        self.lines = []

    def same(self, what, expected, got):
        if expected != got:
            self.lines.append(f"{what}: expected {json.dumps(expected, ensure_ascii=False)}, got {json.dumps(got, ensure_ascii=False)}")


def endpoint_line(endpoint):
    return f"{endpoint['smtp']['result']} {endpoint['smtp']['stage']}" if endpoint.get("smtp") else "-"


def compare_host(expected, host, domain, differences):
    name = expected.name
    differences.same(f"{name} action", expected.action, host["action"])
    differences.same(f"{name} outcomes", expected.outcomes, [endpoint["outcome"] for endpoint in host["endpoints"]])
    if expected.base is not None:
        differences.same(f"{name} TLSA base domain", full_name(expected.base, domain), host["tlsa_base_domain"])
    if expected.ids is not None:
        differences.same(f"{name} reference identifiers", [full_name(n, domain) for n in expected.ids], host["reference_identifiers"])
    if expected.smtp is not None:
        differences.same(f"{name} sessions", expected.smtp, [endpoint_line(endpoint) for endpoint in host["endpoints"]])
    if expected.reason is not None and expected.reason not in (host["action_reason"] or ""):
        differences.same(f"{name} reason contains", expected.reason, host["action_reason"])


def compare_findings(expect, report, differences):
    severe = sorted({finding["code"] for finding in report["findings"] if finding["severity"] in SEVERE})
    lesser = {finding["code"] for finding in report["findings"] if finding["severity"] not in SEVERE}
    differences.same("findings", sorted(expect.findings), severe)
    for code in expect.notes:
        if code not in lesser:
            differences.same("notes", code, sorted(lesser))
    for code in expect.no_notes:
        if code in lesser:
            differences.same("notes", f"no {code}", sorted(lesser))


def sender_line(row):
    """`authenticated yyynnn`: delivery, and the attacks in the order of the contract."""
    return f"{row['delivery']} " + "".join({True: "y", False: "n", None: "?"}[resists] for resists in row["resists"].values())


def compare_report(expect, report, domain, differences):
    if expect.verdict is not None:
        differences.same("verdict", expect.verdict, report.get("verdict"))
    if expect.sts is not None:
        differences.same("verdict of MTA-STS", expect.sts, at_path(report, "mta_sts.verdict"))
    rows = {row["sender"]: sender_line(row) for row in report.get("senders", [])}
    for sender, line in expect.senders.items():
        differences.same(sender, line, rows.get(sender))
    if expect.mx is not None:
        mx = report["mx"]
        differences.same("MX", expect.mx, f"{mx['dnssec']} {mx['presence']}" if mx else None)
    compare_findings(expect, report, differences)
    if expect.hosts is None:
        return
    differences.same("hosts", [full_name(host.name, domain) for host in expect.hosts], [host["name"] for host in report["hosts"]])
    for expected, host in zip(expect.hosts, report["hosts"]):
        compare_host(expected, host, domain, differences)


def compare(scenario, code, output, errors):
    """Differences between a scenario's expectation and one run, as lines; none where it passed."""
    expect, differences = scenario.expect, Differences()
    differences.same("exit code", expect.exit, code)
    lines = output.splitlines()
    try:
        first = json.loads(lines[0]) if lines else {}
    except ValueError:
        differences.lines.append(f"output is no JSON: {lines[0][:200]}")
        first = {}
    if first.get("schema") == "danelaw.report/1":
        compare_report(expect, first, scenario.domain, differences)
    elif expect.verdict is not None:
        differences.lines.append(f"no report came: {output[:300]!r}")
    for path, value in expect.json.items():
        got = at_path(first, path)
        differences.same(path, value, "<null>" if got is None else got)
    if expect.stderr not in errors:
        differences.same("stderr contains", expect.stderr, errors)
    if not expect.stderr and errors.strip():
        differences.lines.append(f"stderr: {errors.strip()[:1500]}")
    return differences.lines
