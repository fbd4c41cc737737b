"""Second opinions: Postfix (posttls-finger) and postfix-mta-sts-resolver (mta-sts-query) on the same domains, and where they differ from
danelaw. Every disagreement stands in opinions.md; one that does not, or that is gone, fails the test."""
import concurrent.futures
import json
import pathlib
import re
import subprocess

TABLE = pathlib.Path(__file__).with_name("opinions.md")
TOGETHER = 8
PATIENCE_SECONDS = 20
PROGRAMS = ("posttls-finger", "mta-sts-query")
SESSION = re.compile(r"posttls-finger: (\w+) TLS connection established to ([^\[]+)\[([^\]]+)\]:\d+: (\S+) with")
NO_TLS = "no TLS"
NO_POLICY = "no policy"
NO_TLSA, UNUSABLE, NO_DELIVERY = "no TLSA records", "no usable TLSA record", "no delivery"


def usual(scenario):
    """Whether a scenario is a plain check of a domain that answers at once, and whoever asks alike, and of which all is
    looked at: of a thousand addresses another program may have tried others."""
    alike = all(len(zone.name_servers) == 1 for zone in scenario.zones.values()) and "check.left_out" not in scenario.expect.findings
    return alike and not scenario.slow and scenario.private and scenario.arguments == ["check", scenario.domain]


class Opinions:
    def __init__(self, runner):
        self.runner = runner
        self.environment = {**runner.environment, "SSL_CERT_FILE": str(runner.lab.ca_file)}

    def output(self, *command):
        """What a program says; nothing where it does not end (posttls-finger reads a reply that never ends for ever)."""
        try:
            done = subprocess.run(command, capture_output=True, text=True, errors="replace", env=self.environment, timeout=PATIENCE_SECONDS,
                                  check=False)
        except subprocess.TimeoutExpired:
            return ""
        return done.stdout + done.stderr

    def reports(self, scenarios):
        _, output, _ = self.runner.run(["check", *(scenario.domain for scenario in scenarios)])
        return {report["domain"]: report for report in map(json.loads, output.splitlines())}

    def policy(self, domain):
        """What mta-sts-query makes of the domain: the policy, or nothing."""
        answer = self.output("mta-sts-query", domain)
        found = re.search(r"STSFetchResult\.VALID: 1>, \('[^']*', (\{.*\})\)\)", answer)
        return json.loads(found.group(1).replace("'", '"')) if found else None

    def session(self, *arguments):
        """How posttls-finger ends: (word, address); the word is Postfix's (Verified, Trusted, Untrusted, Anonymous)."""
        output = self.output("posttls-finger", "-c", "-t", "5", "-T", "10", *arguments)
        found = SESSION.findall(output)
        return (found[-1][0], found[-1][2], output) if found else (NO_TLS, None, output)

    def opinions_on(self, scenario, report):
        """Lines (what, danelaw's, theirs)."""
        domain = scenario.domain
        word, address, output = self.session("-l", "dane-only", domain)
        yield "DANE", danelaw_dane(report, address), postfix_dane(word, output)
        if not any("_mta-sts" in zone.records for zone in scenario.zones.values()):
            return
        policy = self.policy(domain)
        yield "policy", shown_policy(danelaw_policy(report)), shown_policy(policy)
        if policy is None or policy["mode"] != "enforce":
            return
        patterns = [mx.lstrip("*") for mx in policy["mx"]]  # as postfix-mta-sts-resolver hands it to Postfix
        word, address, _ = self.session("-l", "secure", "-F", str(self.runner.lab.ca_file), "-s", "hostname", domain, *patterns)
        yield "MTA-STS", danelaw_sts(report, address), "delivers" if word == "Verified" else "does not deliver"

    def disagreements(self, scenarios):
        reports = self.reports(scenarios)
        def differing(scenario):
            return {(scenario.name, *opinion) for opinion in self.opinions_on(scenario, reports[scenario.domain])
                    if opinion[1] != opinion[2]}
        with concurrent.futures.ThreadPoolExecutor(TOGETHER) as pool:
            return set().union(*pool.map(differing, scenarios))


def endpoints(report, address):
    """The endpoints that Postfix may have talked with: that address, or without one those of the first host that answers."""
    for host in report["hosts"]:
        for endpoint in host["endpoints"]:
            if address is None or endpoint["address"] == address:
                yield host, endpoint


def danelaw_dane(report, address):
    """What a sender that looks for DANE finds at that address."""
    for host, endpoint in endpoints(report, address):
        if endpoint["outcome"] in ("unreachable", "not_probed"):
            continue
        by_action = {"opportunistic": NO_TLSA, "encrypt": UNUSABLE}
        if host["action"] in by_action:
            return by_action[host["action"]]
        return endpoint["outcome"] if endpoint["outcome"] in ("authenticated", "mismatch") else NO_DELIVERY
    return NO_DELIVERY


def postfix_dane(word, output):
    if "no TLSA records found" in output:
        return NO_TLSA
    if "no usable TLSA records found" in output:
        return UNUSABLE
    if word == NO_TLS:
        return NO_DELIVERY
    # Behind an insecure MX RRset Postfix calls "trusted" what is verified.
    return "authenticated" if word == "Verified" or (word == "Trusted" and "MX RRset insecure" in output) else "mismatch"


def danelaw_policy(report):
    sts = report["mta_sts"]
    return sts["policy"] if sts["failure"] is None and sts["policy"] else None


def shown_policy(policy):
    return f"{policy['mode']}, {policy['max_age']}: {' '.join(policy.get('mx', []))}" if policy else NO_POLICY


def danelaw_sts(report, address):
    """Whether a sender that enforces the policy delivers to that address."""
    for host, endpoint in endpoints(report, address):
        subjects = (host["name"], f"{host['name']}[{endpoint['address']}]:{endpoint['port']}")
        refused = any(finding["code"].startswith("sts.mx_") and finding["severity"] == "critical" and finding["subject"] in subjects
                      for finding in report["findings"])
        complies = (endpoint["sts_probe"] or endpoint)["pkix"]
        return "delivers" if not refused and complies and complies["valid"] else "does not deliver"
    return "does not deliver"


def listed():
    """The rows of opinions.md: scenario, what, danelaw's, theirs."""
    rows = (line.strip().strip("|").split("|") for line in TABLE.read_text().splitlines() if line.startswith("| `"))
    return {(row[0].strip().strip("`"), *(cell.strip() for cell in row[1:4])) for row in rows}


def compare(runner, scenarios):
    """Differences between the disagreements that are seen and those that are listed, as lines."""
    opinions, known = Opinions(runner), listed()
    names = {scenario.name for scenario in scenarios}
    known_here = {row for row in known if row[0] in names}
    seen = opinions.disagreements(scenarios)
    # On a busy machine a program may give up: what nobody expected is asked again.
    doubtful = {row[0] for row in seen ^ known_here}
    if doubtful:
        again = opinions.disagreements([scenario for scenario in scenarios if scenario.name in doubtful])
        seen = {row for row in seen if row[0] not in doubtful} | again
    lines = [f"not in {TABLE.name}: | `{name}` | {' | '.join(rest)} |" for name, *rest in sorted(seen - known_here)]
    return lines + [f"gone, but in {TABLE.name}: | `{name}` | {' | '.join(rest)} |" for name, *rest in sorted(known_here - seen)]
