"""What a person, a monitoring system or a script gets to see, whole: golden/SCENARIO.txt is a transcript of commands, their output and exit
codes. `scripts/lab test --update-golden golden` writes them anew; whoever does that reads the differences as an operator would.

What differs from run to run is replaced, by `Normaliser` alone."""
import datetime
import difflib
import json
import os
import pathlib
import re
import shlex
import subprocess
import textwrap
import threading

import compare
from commands import needs

FOLDER = pathlib.Path(__file__).parent / "golden"
README = pathlib.Path(__file__).parents[2] / "README.md"
TEXT, PLUGIN, JSON, METRICS = "danelaw check DOMAIN", "check_danelaw -H DOMAIN", "danelaw check --json DOMAIN", "danelaw check --format prometheus DOMAIN"
# Scenario -> commands: the faces of a check, then what its advice says to type next.
CASES = {
    "d21-match": [TEXT, PLUGIN, JSON, METRICS, "danelaw probe mx.DOMAIN", "danelaw lookup _25._tcp.mx.DOMAIN TLSA"],
    "d21-mismatch": [TEXT, PLUGIN, "check_danelaw -v -H DOMAIN", JSON, METRICS],
    "d22-no-starttls": [TEXT, PLUGIN],
    "r3207-starttls-454": [TEXT, PLUGIN, "danelaw probe mx.DOMAIN"],
    "d04-signature-expired": [TEXT, PLUGIN, JSON, METRICS, "danelaw lookup DOMAIN MX", "danelaw lookup --trace DOMAIN MX"],
    "d04-tlsa-signature-corrupt": [TEXT, PLUGIN, "danelaw lookup --trace _25._tcp.mx.DOMAIN TLSA"],
    "d88-expired-leaf": [TEXT, PLUGIN],
    "d35-no-host-has-address": [TEXT, PLUGIN],
    "c2-refused": [TEXT, PLUGIN],
    "c2-no-route": [TEXT, PLUGIN, JSON],
    "c2-one-address-mismatches": [TEXT, PLUGIN],
    "d30-insecure-mx": [TEXT, PLUGIN],
    "d28-weak-backup": [TEXT, PLUGIN],
    "d22-all-unusable": [TEXT, PLUGIN],
    "d67-two-keys-only-rsa-published": [TEXT, PLUGIN],
    "d71-signature-ends-soon": [TEXT, PLUGIN],
    "d06-unsigned-domain": [TEXT, PLUGIN],
    "n01-null-mx": [TEXT, PLUGIN, JSON, METRICS],
    "s00-enforce": [TEXT, PLUGIN, JSON, METRICS],
    "s01-both": [TEXT, PLUGIN],
    "s15-refused": [TEXT, PLUGIN],
    "s20-wrong-name": [TEXT, PLUGIN],
    "s21-testing": [TEXT, PLUGIN],
    "c5-u-label": ["danelaw check Bücher.DOMAIN", "check_danelaw -H Bücher.DOMAIN"],
}
JSON_COLUMNS = 150
DAY = 86400
MAKING = threading.Lock()  # the cases run side by side


class Normaliser:
    """Replaces what differs from run to run, and nothing else may:

    `<now+14d>`  a time, by its distance from now in whole days
    `<s>`        how long something took, and what is left of a TTL
    `<hex 1>`    a digest, by a number for each that is met
    `{mx4}`      an address of a mail server, as scenarios name it; `{dns}` that of a name server that spoils answers
    `<tag>`      the tag of the lab's DNSSEC key, which all zones share
    `<v>`        the version of danelaw or of a library

    What stands there has always the same length, so that lines break where they do for everybody."""

    def __init__(self, addresses, key_tag, now):
        self.names, self.key_tag, self.now, self.digests = addresses, key_tag, now, {}

    def distance(self, seconds):
        return f"<now{round((seconds - self.now) / DAY):+d}d>"

    def time(self, match):
        return self.distance(datetime.datetime.fromisoformat(match[0].replace("Z", "+00:00")).timestamp())

    def digest(self, match):
        return f"<hex {self.digests.setdefault(match[0][:20], len(self.digests) + 1)}>"

    def text(self, text):
        for address, name in self.names.items():
            text = re.sub(rf"(?<![\w.:]){re.escape(address)}(?![\w:]|\.\d)", name, text)
        text = re.sub(r"\b127\.53\.1\d\d\.\d+", "{dns}", text)
        text = re.sub(r"\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", self.time, text)
        text = re.sub(r"(?<=_timestamp_seconds)(\{.*\}) (\d+)$", lambda found: f"{found[1]} {self.distance(int(found[2]))}", text, flags=re.M)
        text = re.sub(r"\bfirst_expiry=(\d+)s", lambda found: f"first_expiry={self.distance(self.now + int(found[1]))}", text)
        text = re.sub(r'(\btime=|_duration_seconds\{.*\} |"seconds": )[0-9.e-]+', r"\1<s>", text)
        text = re.sub(r'("ttl": |\bTTL )\d+', r"\1<s>", text)
        text = re.sub(r'\b((?:version|libunbound|gnutls)"?[=:] ?)"[0-9.]+"', r'\1"<v>"', text)
        text = re.sub(r'(?<="seconds": )\{.*?\}', lambda found: re.sub(r": [0-9.e-]+", ": <s>", found[0]), text)
        text = re.sub(rf"\b{self.key_tag}\b", "<tag>", text)
        return re.sub(r"\b[0-9a-f]{20,}", self.digest, text)


def folded(value, indent=0):
    """JSON for people: what fits into a line is not broken up."""
    flat = json.dumps(value, ensure_ascii=False)
    if indent + len(flat) <= JSON_COLUMNS or not isinstance(value, (dict, list)) or not value:
        return flat
    inner = " " * (indent + 2)
    if isinstance(value, list):
        parts, ends = [folded(one, indent + 2) for one in value], "[]"
    else:
        parts, ends = [f"{json.dumps(key)}: {folded(one, indent + 2)}" for key, one in value.items()], "{}"
    return f"{ends[0]}\n{inner}" + f",\n{inner}".join(parts) + f"\n{' ' * indent}{ends[1]}"


def environment_of(runner):
    """In which the lab is the Internet, and danelaw is installed."""
    folder = runner.lab.work / "golden"
    configuration = folder / "danelaw" / "danelaw.conf"
    with MAKING:
        if not configuration.exists():
            configuration.parent.mkdir(parents=True)
            (folder / "bin").mkdir()
            for name in ("danelaw", "check_danelaw"):
                (folder / "bin" / name).symlink_to(runner.binary)
            configuration.write_text(f"trust-anchor = {runner.lab.trust_anchor}\nroot-hints = {runner.lab.root_hints}\n"
                                     f"ca-file = {runner.lab.ca_file}\nallow-private = yes\n")
    return {**os.environ, "XDG_CONFIG_HOME": str(folder), "PATH": f"{folder / 'bin'}:{os.environ['PATH']}"}


def typed_in_lab(runner, command):
    done = subprocess.run(shlex.split(command), env=environment_of(runner), capture_output=True, text=True, timeout=100, check=False)
    return done.returncode, done.stdout, done.stderr


def differences(name, expected, got):
    return list(difflib.unified_diff(expected.splitlines(), got.splitlines(), name, "now", lineterm="", n=1))


def transcript(runner, name, commands):
    """What stands in the file, and lines that no report may have."""
    addresses = {address: "{" + server + version + "}" for (scenario, server), pair in runner.lab.addresses.items() if scenario == name
                 for address, version in zip(pair, "46")}
    key_tag = re.search(r"\bDS (\d+)", runner.lab.trust_anchor.read_text())[1]
    normaliser = Normaliser(addresses, key_tag, datetime.datetime.now(datetime.timezone.utc).timestamp())
    text, wide = "", []
    for command in commands:
        command = command.replace("DOMAIN", f"{name}.lab")
        code, output, errors = typed_in_lab(runner, command)
        if output.startswith("{"):
            output = "".join(folded(json.loads(line)) + "\n" for line in output.splitlines())
        elif command.startswith("danelaw check") and "prometheus" not in command:
            wide += [line for line in output.splitlines() if len(line) > 80 and " " in line.strip()]
        text += f"$ {command}\n{normaliser.text(output)}{normaliser.text(errors)}[exit {code}]\n\n"
    return text, wide


def register(name, commands):
    def run(runner):
        path = FOLDER / f"{name}.txt"
        text, wide = transcript(runner, name, commands)
        if runner.update_golden:
            path.write_text(text)
        seen = compare.Differences()
        seen.same("lines beyond 80 columns", [], wide)
        expected = path.read_text() if path.exists() else ""
        return seen.lines + differences(f"golden/{name}.txt", expected, text)
    run.__name__ = f"golden_{name.replace('-', '_')}"
    needs("what is seen, whole", name)(run)


for case, typed in CASES.items():
    register(case, typed)


def masked(text):
    """Two runs of the lab differ in nothing else; a text for readers has no placeholders."""
    for what, name in ((r"\b127\.25\.\d+\.\d+", "{address}"), (r"\b[0-9a-f]{20,}", "<hex>"), (r"\b\d{4}-\d\d-\d\dT[\d:]+Z", "<time>")):
        text = re.sub(what, name, text)
    return text


@needs("what the README shows", "s01-both", "s01-dane-fails")
def golden_readme(runner):
    """Its reports, and its exit codes."""
    seen = compare.Differences()
    readme = README.read_text()
    reports = [block for block in re.findall(r"(?:^(?:    .*)?\n)+", readme, re.M) if re.match(r"\n*    \S+\.lab: ", block)]
    codes = []
    for block in reports:
        shown = textwrap.dedent(block).strip("\n")
        code, output, _ = typed_in_lab(runner, f"danelaw check {shown.split(':')[0]}")
        output = output.rstrip("\n")
        codes.append(str(code))
        if masked(shown) != masked(output):
            seen.lines += differences("README.md", masked(shown), masked(output))
            readme = readme.replace(block.strip("\n"), textwrap.indent(output, "    "))
    if runner.update_golden:
        README.write_text(readme)
        return []
    seen.same("exit codes that the README names", re.findall(r"exit code is (\d)", readme), codes)
    seen.same("the README shows reports", True, len(reports) > 1)
    return seen.lines


@needs("golden files")
def golden_files(runner):
    """None is left over from a case that is gone."""
    if runner.update_golden:
        return []  # they are being written
    seen = compare.Differences()
    seen.same("files", sorted(CASES), sorted(path.stem for path in FOLDER.iterdir()))
    return seen.lines
