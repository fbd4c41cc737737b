#!/usr/bin/env python3
"""make_facts_seeds.py BINARY: writes the seeds of the target facts_json into testdata/corpus, as the binary saves them in the lab."""
import json
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
CORPUS = ROOT / "testdata" / "corpus" / "facts_json"
# One scenario for each way in which a domain can end.
DOMAINS = ["n01-null-mx", "d07-mx-bogus", "d07-mx-servfail", "d04-tlsa-cut", "d06-cleartext", "d26-mx-is-address", "d02-no-ds",
           "d46-expanded-insecure", "c5-u-label", "c2-refused", "c2-silent", "r3207-injection-at-once", "r3207-starttls-454",
           "r3207-alert", "r5321-greeting-554", "c2-one-host-down"]


def main():
    CORPUS.mkdir(parents=True, exist_ok=True)
    binary = pathlib.Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as folder:
        saved = pathlib.Path(folder) / "facts"
        subprocess.run([ROOT / "scripts" / "lab", "--binary", binary, "run", "--", binary, "check", "--timeout", "20", "--save-facts",
                        saved, *(f"{domain}.lab" for domain in DOMAINS)], check=False, stdout=subprocess.DEVNULL)
        for line in saved.read_text().splitlines():
            name = json.loads(line)["domain"].removesuffix(".lab")
            (CORPUS / name).write_text(line)


if __name__ == "__main__":
    main()
