"""Lookups against unbound-host, which recurses as danelaw does, delv, which asks the lab's resolver, and libunbound alone."""
import os
import pathlib
import statistics

from timing import Command, against

FORWARDER = "127.53.0.53"
NAMES = 10_000
IN_FLIGHT = 200  # as `lookup -`
# What libunbound needs beyond its defaults to have so many in flight.
CONFIG = """server:
    do-not-query-localhost: no
    trust-anchor-file: "{anchor}"
    root-hints: "{hints}"
    outgoing-range: 256
    num-queries-per-thread: 512
"""


def write_inputs(folder):
    """The peers' configuration and the names, in files."""
    lab = pathlib.Path(os.environ["DANELAW_LAB"])
    anchor, hints = lab / "dns" / "anchors" / "root", lab / "dns" / "root-hints"
    (folder / "unbound.conf").write_text(CONFIG.format(anchor=anchor, hints=hints))
    tag, algorithm, kind, digest = anchor.read_text().split("DS")[1].split()
    (folder / "delv.anchors").write_text(f'trust-anchors {{ . static-ds {tag} {algorithm} {kind} "{digest}"; }};\n')
    (folder / "names").write_text("".join(f"n{number}.bench-many-names.lab\n" for number in range(1, NAMES + 1)))


def measure(runs, folder, libunbound):
    """`libunbound` is the program of libunbound_lookups.cpp."""
    write_inputs(folder)
    name = "_25._tcp.mx.bench-one-host.lab"
    ours = Command("danelaw lookup", ["danelaw", "lookup", name, "TLSA"])
    against("one lookup, a process, nothing cached", ours,
            Command("unbound-host", ["unbound-host", "-C", folder / "unbound.conf", "-v", "-t", "TLSA", name]), runs)
    against("the same against a peer with a warm resolver", ours,
            Command("delv", ["delv", "-a", folder / "delv.anchors", "+root=.", f"@{FORWARDER}", name, "TLSA"]), runs)
    many = against(f"{NAMES} names, {IN_FLIGHT} in flight, against libunbound alone",
                   Command("danelaw lookup -", ["danelaw", "lookup", "-"], folder / "names"),
                   Command("libunbound", [libunbound, folder / "unbound.conf", IN_FLIGHT], folder / "names"), max(3, runs // 5))
    print(f"  danelaw lookup -: {NAMES / statistics.median(sample.seconds for sample in many):.0f} lookups a second")
