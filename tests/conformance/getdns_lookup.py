#!/usr/bin/python3
"""getdns_lookup.py lookup --json --resolver-config CONF -: as danelaw would be called, but getdns validates (DANELAW_BINARY).

getdns asks a resolver: an unbound that only resolves, by CONF but for its validator, in the network namespace of the scenario.
The trust anchors and the date of CONF become options of danelaw.
"""
import os
import re
import socket
import subprocess
import sys
import tempfile
import time

RESOLVER = ("127.0.0.1", 5353)
PATIENCE_SECONDS = 6  # for one question: longer than the scenario's servers need, and a scenario has 45 for all
ANCHOR = re.compile(r'^\s*trust-anchor:\s*"?([^"]*)"?')
DATE = re.compile(r'^\s*val-override-date:\s*"?(\d{14})')
OF_VALIDATOR = re.compile(r"^\s*(module-config|val-|trust-anchor|domain-insecure|fake-|port:|interface:)")


def moment(digits):
    """20181130121755 as RFC 3339."""
    parts = re.fullmatch(r"(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)", digits).groups()
    return "{}-{}-{}T{}:{}:{}Z".format(*parts)


def start_resolver(lines):
    own = ["server:", f" interface: {RESOLVER[0]}", f" port: {RESOLVER[1]}", ' module-config: "iterator"']
    with tempfile.NamedTemporaryFile("w", suffix=".conf", delete=False) as file:
        file.write("\n".join([line for line in lines if not OF_VALIDATOR.match(line)] + own) + "\n")
    # It ends with danelaw, which takes the place of this process.
    subprocess.Popen(["setpriv", "--pdeathsig", "KILL", "unbound", "-d", "-c", file.name], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                     stderr=subprocess.DEVNULL)
    end = time.monotonic() + 10
    while time.monotonic() < end:
        try:
            socket.create_connection(RESOLVER, timeout=1).close()
            return
        except OSError:
            time.sleep(0.02)
    sys.exit("unbound does not answer")


def main():
    with open(sys.argv[sys.argv.index("--resolver-config") + 1], encoding="utf-8") as file:
        lines = file.read().splitlines()
    anchors = [found[1] for found in map(ANCHOR.match, lines) if found]
    dates = [found[1] for found in map(DATE.match, lines) if found]
    start_resolver(lines)
    with tempfile.NamedTemporaryFile("w", suffix=".anchors", delete=False) as file:
        file.write("".join(f"{anchor}\n" for anchor in anchors))
    words = ["lookup", "--json", "--backend", "getdns", "--resolver", "{}@{}".format(*RESOLVER), "--timeout", str(PATIENCE_SECONDS),
             "--trust-anchor", file.name, *(["--at", moment(dates[0])] if dates else []), "-"]
    binary = os.environ["DANELAW_BINARY"]
    os.execv(binary, [binary, *words])


if __name__ == "__main__":
    main()
