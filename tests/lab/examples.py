"""Runs every example that --help gives, and so the manual pages, in a folder that has the files they name."""
import gzip
import json
import os
import pathlib
import re
import subprocess

import compare
from commands import needs

# What comes out where it is not exit code 0: nobody is at a documentation address (RFC 3849).
EXIT_CODES = {"danelaw probe --tls-on-connect --sni mx1.example.org [2001:db8::1]:465": 3}
POLICY = "version: STSv1\nmode: enforce\nmx: *.example.org\nmax_age: 604800\n"
REPORT = {
    "organization-name": "Example", "contact-info": "tls@example.net", "report-id": "1",
    "date-range": {"start-datetime": "2026-01-01T00:00:00Z", "end-datetime": "2026-01-01T23:59:59Z"},
    "policies": [{"policy": {"policy-type": "tlsa", "policy-domain": "example.org", "policy-string": [], "mx-host": ["mx1.example.org"]},
                  "summary": {"total-successful-session-count": 5, "total-failure-session-count": 0}}]}


def examples(runner):
    _, overview, _ = runner.run_plainly(["--help"])
    for command in re.findall(r"^  ([a-z]+) ", overview, re.M):
        _, text, _ = runner.run_plainly([command, "--help"])
        yield from (line[2:] for line in text.split("\nexamples:\n")[1].split("\n\n")[0].splitlines() if line.startswith("  "))


def prepare(runner, folder):
    """The files, and the environment in which the lab is the Internet."""
    certificates = runner.lab.certificates["examples"]
    digest = certificates.association("leaf", 1, 1)
    reports = [folder / "reports", folder / "Maildir" / ".TLS-reports"]
    for path in (folder / "bin", folder / "config" / "danelaw", *reports):
        path.mkdir(parents=True)
    for name in ("danelaw", "check_danelaw"):
        (folder / "bin" / name).symlink_to(runner.binary)
    (folder / "config" / "danelaw" / "danelaw.conf").write_text(
        f"trust-anchor = {runner.lab.trust_anchor}\nroot-hints = {runner.lab.root_hints}\nallow-private = yes\n"
        f"ca-file = {runner.lab.ca_file}\n")
    (folder / "chain.pem").write_bytes(certificates.chain_file(["leaf"]).read_bytes())
    (folder / "tlsa.zone").write_text(f"_25._tcp.mx1.example.org. IN TLSA 3 1 1 {digest}\n")
    (folder / "domains.txt").write_text("# ours\nexample.org\n")
    for name in ("mta-sts.txt", "mta-sts.txt.old"):
        (folder / name).write_text(POLICY)
    for path in reports:
        (path / "report.json.gz").write_bytes(gzip.compress(json.dumps(REPORT).encode()))
    return {**os.environ, "PATH": f"{folder / 'bin'}:{os.environ['PATH']}", "HOME": str(folder), "DIGEST": digest, "CA_DIGEST": "00" * 32,
            "XDG_CONFIG_HOME": str(folder / "config")}


PAGES = pathlib.Path(__file__).parents[2] / "docs" / "man"


@needs("every other example in the manual pages runs", "examples")
def x_manual_examples(runner):
    """Those of commands come from --help; what else pages show is a configuration file."""
    seen = compare.Differences()
    shown = {page.name: re.findall(r"^```\n(.*?)^```$", page.read_text(), re.M | re.S) for page in PAGES.glob("*.scd")}
    seen.same("pages that show text of their own", ["danelaw.conf.5.scd"], sorted(name for name, blocks in shown.items() if blocks))
    for number, text in enumerate(shown["danelaw.conf.5.scd"]):
        config = runner.lab.work / f"manual-{number}.conf"
        config.write_text(text)
        command = runner.command(["check", "example.org"])[1:]
        code, _, errors = runner.run_plainly([*command, "--config", str(config)])
        seen.same(f"exit code with {text!r}", (0, ""), (code, errors))
        config.write_text(text.replace(" = ", " = no such value ", 1))
        code, _, errors = runner.run_plainly([*command, "--config", str(config)])
        seen.same("a wrong value is refused", (3, True), (code, str(config) in errors))
    return seen.lines


@needs("every example in --help runs", "examples")
def x_examples(runner):
    seen = compare.Differences()
    folder = runner.lab.work / "examples"
    environment = prepare(runner, folder)
    found = list(examples(runner))
    seen.same("there are examples", True, len(found) > 10)
    for example in found:
        done = subprocess.run(["bash", "-o", "pipefail", "-c", example], cwd=folder, env=environment, capture_output=True, text=True, timeout=100, check=False)
        # An old libunbound is a warning to doctor, and the machine's own affair.
        code = 0 if example.startswith("danelaw doctor") and done.returncode == 1 else done.returncode
        seen.same(example, (EXIT_CODES.get(example, 0), ""), (code, done.stderr))
    return seen.lines
