"""check --format prometheus, --output, --quiet, and what is said of several domains."""
import re
import shutil
import subprocess

import compare
import world
from commands import needs

PROMTOOL = world.CACHE / "prometheus/usr/bin/promtool"
SERIES = re.compile(r'(danelaw_[a-z_]+)(?:\{((?:[a-z_]+="(?:[^"\\\n]|\\["\\n])*",?)+)\}) ([0-9.]+)')
DOMAINS = ("d21-match", "s01-both", "d21-mismatch", "d06-unsigned-domain", "d67-two-keys-both-published", "d55-one-of-many", "r5321-greeting-escapes")


def check(runner, *words, text=None):
    lead = ["--root-hints", str(runner.lab.root_hints), "--trust-anchor", str(runner.lab.trust_anchor), "--ca-file", str(runner.lab.ca_file),
            "--allow-private"]
    return runner.run_plainly(["check", *lead, *words], text=text)


@needs("metrics", *DOMAINS)
def m_metrics(runner):
    seen = compare.Differences()
    place = runner.lab.work / "danelaw.prom"
    place.write_text("what was there before\n")
    domains = [f"{name}.lab" for name in DOMAINS]
    code, output, errors = check(runner, "--format", "prometheus", "--output", str(place), *domains, domains[0])
    text = place.read_text()
    seen.same("exit code, standard output and error", (2, "", ""), (code, output, errors))
    seen.same("nothing lies beside it", [], [path.name for path in runner.lab.work.glob("danelaw.prom.*")])
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    seen.same("lines of no known form", [], [line for line in lines if not SERIES.fullmatch(line)])
    names = [line.rsplit(" ", 1)[0] for line in lines]
    seen.same("series that come twice", [], [name for name in names if names.count(name) > 1])
    for line in ('danelaw_verdict{domain="d21-match.lab",verdict="pass"} 1', 'danelaw_verdict{domain="d21-match.lab",verdict="fail"} 0',
                 'danelaw_verdict{domain="d21-mismatch.lab",verdict="fail"} 1', 'danelaw_exit_code{domain="d06-unsigned-domain.lab"} 1',
                 'danelaw_mechanism_verdict{domain="s01-both.lab",mechanism="mta_sts",verdict="pass"} 1',
                 'danelaw_mta_sts_mode{domain="s01-both.lab",mode="enforce"} 1', 'danelaw_mx_hosts_authenticated{domain="s01-both.lab"} 1'):
        seen.same(line, True, line in lines)
    matched = {"d21-match.lab": ["1"], "d21-mismatch.lab": ["0"]}
    for domain, values in matched.items():
        seen.same(f"records of {domain} that matched", values,
                  [line[-1] for line in lines if line.startswith(f'danelaw_tlsa_record_matched{{domain="{domain}"')])
    return seen.lines


@needs("metrics by the conventions", "d21-match", "s01-both", "r5321-greeting-escapes")
def m_metrics_promtool(runner):
    seen = compare.Differences()
    promtool = shutil.which("promtool") or (PROMTOOL if PROMTOOL.exists() else None)
    if promtool is None:
        raise compare.Skipped("promtool is not there (package prometheus)")
    _, text, _ = check(runner, "--format", "prometheus", "d21-match.lab", "s01-both.lab", "r5321-greeting-escapes.lab")
    done = subprocess.run([promtool, "check", "metrics"], input=text, capture_output=True, text=True, check=False)
    seen.same("promtool check metrics", (0, "", ""), (done.returncode, done.stdout, done.stderr))
    return seen.lines


@needs("output", "d21-match", "d21-mismatch", "d06-unsigned-domain")
def m_quiet_and_summary(runner):
    seen = compare.Differences()
    domains = ["d21-match.lab", "d06-unsigned-domain.lab", "d21-mismatch.lab"]
    code, output, _ = check(runner, *domains)
    seen.same("a blank line parts the reports", 2, len(re.findall(r"\n\n\S+\.lab: ", output)))
    seen.same("summary", ["3 domains", "  critical 1: d21-mismatch.lab", "  warning 1: d06-unsigned-domain.lab", "  ok 1"],
              output.splitlines()[-4:])
    code, quiet, _ = check(runner, "--quiet", *domains)
    seen.same("--quiet keeps the exit code and leaves out what is well", (2, False, True),
              (code, re.search("^d21-match.lab", quiet, re.M) is not None, "d21-mismatch.lab" in quiet))
    code, quiet, _ = check(runner, "--quiet", "--json", "d21-match.lab")
    seen.same("--quiet of one that is well", (0, ""), (code, quiet))
    code, quiet, _ = check(runner, "--quiet", "d21-match.lab", "d21-match.lab")
    seen.same("--quiet of two that are well", (0, ""), (code, quiet))
    code, output, _ = check(runner, "--format", "json", "d21-match.lab")
    seen.same("--format json", (0, True), (code, output.startswith('{"schema":"danelaw.report/1"')))
    for words in (["--format", "xml"], ["--output", "/nowhere/file"], ["--output", "/dev/null"]):
        code, output, errors = check(runner, *words, "d21-match.lab")
        seen.same(f"{words}: exit code, output, one sentence", (3, "", 1), (code, output, errors.count("\n")))
    return seen.lines
