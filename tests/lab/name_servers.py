"""The real name servers: NSD for each level of the tree, and unbound as the resolver that others may ask."""
import pathlib

from processes import Service

NSD_CONFIG = """server:
    server-count: 1
    ip-address: {address}
    hide-version: yes
    username: ""
    chroot: ""
    database: ""
    zonesdir: "{folder}"
    zonelistfile: "{base}.zonelist"
    xfrdfile: "{base}.xfrd"
    xfrdir: "{folder}"
    pidfile: "{base}.pid"
    logfile: "{base}.log"
    tcp-timeout: 5
remote-control:
    control-enable: no
"""

UNBOUND_CONFIG = """server:
    interface: {address}
    interface: {address}@853
    tls-port: 853
    tls-service-key: "{key}"
    tls-service-pem: "{certificate}"
    access-control: 0.0.0.0/0 allow
    access-control: ::0/0 allow
    username: ""
    chroot: ""
    directory: "{folder}"
    pidfile: "{folder}/unbound.pid"
    logfile: "{folder}/unbound.log"
    use-syslog: no
    do-not-query-localhost: no
    trust-anchor-file: "{anchor}"
    root-hints: "{hints}"
    trust-anchor-signaling: no
    ede: yes
    num-threads: 1
remote-control:
    control-enable: no
"""


def nsd(folder, address, files):
    base = pathlib.Path(folder) / f"nsd-{address}"
    zones = "".join(f'zone:\n    name: "{origin}"\n    zonefile: "{file}"\n' for origin, file in files)
    config = pathlib.Path(f"{base}.conf")
    config.write_text(NSD_CONFIG.format(address=address, folder=folder, base=base) + zones)
    return Service(f"nsd {address}", ["nsd", "-d", "-c", config], port=(address, 53))


def unbound(folder, address, anchor, hints, tls):
    """`tls`: the files of its key and its certificate."""
    config = pathlib.Path(folder) / "unbound.conf"
    config.write_text(UNBOUND_CONFIG.format(address=address, folder=folder, anchor=anchor, hints=hints, key=tls[0], certificate=tls[1]))
    return Service("unbound", ["unbound", "-d", "-c", config], port=(address, 53))
