#!/usr/bin/env python3
"""documents.py DANELAW DIRECTORY: whether manual pages and completions say all that the program can.

DIRECTORY holds what the build made of docs/. Prints each gap and exits 1 if there is one."""
import functools
import json
import pathlib
import re
import shutil
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import schemas

BASH_COMPLETION = pathlib.Path("/usr/share/bash-completion/bash_completion")
OPTION = re.compile(r"--[a-z][a-z0-9-]*|(?<=  )-[a-zA-Z](?=,)")
MAN_ENVIRONMENT = {"MANROFFSEQ": "", "LC_ALL": "C.UTF-8", "MANWIDTH": "80", "PATH": "/usr/bin:/bin"}
gaps, skipped = [], []


def output_of(*words, **options):
    return subprocess.run(words, capture_output=True, text=True, check=False, encoding="utf-8", **options)


class Program:
    def __init__(self, binary):
        self.binary = binary

    @functools.cache
    def text(self, *words):
        return output_of(self.binary, *words).stdout

    def commands(self):
        return re.findall(r"^  ([a-z]+) ", self.text("--help"), re.M)

    def options(self, command):
        lines = self.text(command, "--help").split("options:\n", 1)[1].splitlines()
        return {option for line in lines if line.startswith("  ") for option in OPTION.findall(line[:34])}

    def codes(self):
        return {json.loads(line)["code"] for line in self.text("explain", "--json").splitlines()}


def page_source(folder, name):
    """A page before scdoc, without what is escaped there."""
    return re.sub(r"\\(.)", r"\1", (folder / f"{name}.scd").read_text(encoding="utf-8"))


def check_pages(program, folder):
    for command in program.commands():
        page = page_source(folder, f"danelaw-{command}.1")
        gaps.extend(f"danelaw-{command}.1: {option} is missing" for option in program.options(command) if f"*{option}*" not in page)
        exit_codes = re.search(r"^exit code: (.*)$", program.text(command, "--help"), re.M)[1]
        if exit_codes not in page:
            gaps.append(f"danelaw-{command}.1: the exit codes are missing")
        if f"*danelaw-{command}*(1)" not in page_source(folder, "danelaw.1"):
            gaps.append(f"danelaw.1: {command} is missing")
        settings = page_source(folder, "danelaw.conf.5")
        gaps.extend(f"danelaw.conf.5: {option} is missing" for option in program.options(command) - {"--help", "--config", "--version"}
                    if option.startswith("--") and f"*{option[2:]}* =" not in settings)
    overview = page_source(folder, "danelaw.1")
    gaps.extend(f"danelaw.1: exit code {code} is missing" for code in range(4) if f"*{code}*" not in overview)
    findings = page_source(folder, "danelaw-findings.7")
    gaps.extend(f"danelaw-findings.7: {code} is missing" for code in program.codes() if f"*{code}*" not in findings)


def keys_of(node):
    if isinstance(node, dict):
        properties = node.get("properties")
        yield from (list(properties) if isinstance(properties, dict) else [])
        for value in node.values():
            yield from keys_of(value)
    elif isinstance(node, list):
        for item in node:
            yield from keys_of(item)


def check_schemas(folder):
    page = page_source(folder, "danelaw-json.5")
    for path in sorted(schemas.FOLDER.glob("*.json")):
        gaps.extend(f"danelaw-json.5: {key} of {path.name} is missing" for key in set(keys_of(schemas.read(path.name)))
                    if not re.search(rf"[*.]{re.escape(key)}\*:", page))
        if path.name != schemas.SHARED:
            schemas.validator(path.name.replace("-1.schema.json", "/1"))


def check_offline_output(program):
    """What needs no network is held against its schema here, the rest in the lab."""
    digest = "0" * 64
    for words in (["explain"], ["explain", "tlsa.mismatch"], ["lint", "tlsa", f"3 1 1 {digest}"], ["lint", "tlsa", "3 1 1"]):
        lines = program.text(*words, "--json").splitlines()
        gaps.extend(f"danelaw {' '.join(words)}: {fault}" for line in lines for fault in schemas.faults(line))
        if not lines:
            gaps.append(f"danelaw {' '.join(words)}: no output")


def bash_answers(folder, words):
    script = (f'source {BASH_COMPLETION}; source {folder / "danelaw"}; COMP_WORDS=({words}); COMP_CWORD=$((${{#COMP_WORDS[@]}}-1)); '
              'COMP_LINE="${COMP_WORDS[*]}"; COMP_POINT=${#COMP_LINE}; _danelaw; printf "%s\\n" "${COMPREPLY[@]}"')
    done = output_of("bash", "--norc", "-c", script)
    if done.returncode or done.stderr:
        gaps.append(f"bash completion of {words}: {done.stderr}")
    return set(done.stdout.split())


def check_bash(program, folder):
    if not BASH_COMPLETION.exists():
        skipped.append("bash completion: package bash-completion is not there")
        return
    if not set(program.commands()) <= bash_answers(folder, "danelaw ''"):
        gaps.append("bash completion: a command is missing")
    for command in program.commands():
        offered = bash_answers(folder, f"danelaw {command} -")
        gaps.extend(f"bash completion of {command}: {option} is missing" for option in program.options(command) - offered)
    if not program.options("monitor") <= bash_answers(folder, "/usr/lib/nagios/plugins/check_danelaw -"):
        gaps.append("bash completion: an option of check_danelaw is missing")
    if bash_answers(folder, "check_danelaw --require b") != {"both"}:
        gaps.append("bash completion: the values of check_danelaw --require are missing")
    if not program.codes() <= bash_answers(folder, "danelaw explain ''"):
        gaps.append("bash completion: a finding's code is missing")
    if bash_answers(folder, "danelaw match --profile s") != {"smtp"}:
        gaps.append("bash completion: the values of --profile are missing")


def check_other_shells(program, folder):
    for shell, name in (("zsh", "_danelaw"), ("fish", "danelaw.fish")):
        text = (folder / name).read_text(encoding="utf-8")
        for command in program.commands():
            for option in program.options(command):
                wanted = option if shell == "zsh" else f"-l {option[2:]}" if option.startswith("--") else f"-s {option[1:]}"
                if wanted not in text:
                    gaps.append(f"{shell} completion: {option} is missing")
        if shutil.which(shell) is None:
            skipped.append(f"syntax of the {shell} completion: package {shell} is not there")
            continue
        done = output_of(shell, "-n", str(folder / name))
        if done.returncode:
            gaps.append(f"{shell} completion: {done.stderr}")


def check_scdoc(folder):
    pages = sorted(folder.glob("*.[157]"))
    if not pages:
        skipped.append("set manual pages: package scdoc is not there")
    elif shutil.which("man"):
        for page in pages:
            done = output_of("man", "--warnings", "-E", "UTF-8", "-l", str(page), env=MAN_ENVIRONMENT)
            if done.returncode or done.stderr:
                gaps.append(f"{page.name}: man says: {done.stderr}")


def main():
    program, folder = Program(sys.argv[1]), pathlib.Path(sys.argv[2])
    check_pages(program, folder)
    check_schemas(folder)
    check_offline_output(program)
    check_bash(program, folder)
    check_other_shells(program, folder)
    check_scdoc(folder)
    print("\n".join(f"skipped: {what}" for what in skipped))
    print("\n".join(gaps) or "every option, exit code, finding and key is documented")
    return 1 if gaps else 0


if __name__ == "__main__":
    sys.exit(main())
