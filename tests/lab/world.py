"""The lab as a whole: addresses, certificates, zones, servers; opened, and shut down again."""
import concurrent.futures
import json
import os
import pathlib
import re
import subprocess
import sys

import exim
import name_servers
import namespace
import nginx
import postfix
import zones
from certificates import PUBLIC_CA, RESOLVER, CertificateSet, public_ca
from processes import Service

HERE = pathlib.Path(__file__).resolve().parent
# Where scripts/install-dependencies unpacks it.
CACHE = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or os.environ.get("HOME", "/root") + "/.cache") / "danelaw"  # install-dependencies
EXIM = CACHE / "exim4/usr/sbin/exim4"
READY_ADDRESS = "127.53.0.250"
# Where the addresses of mail servers start, for each family.
LOCAL = ("127.25.", "fd25::")
PUBLIC = ("45.25.", "2a25::")
NO_ROUTE = ("198.18.", "2001:db8:25::")  # nothing in the namespace leads there
ADDRESS_LINE = re.compile(r"\b(A|AAAA)(\s+)\{(\w+)\}")
TLSA_LINE = re.compile(r"\bTLSA\s+(\d+)\s+(\d+)\s+(\d+)\s+\{(\w+)\}")


def run_quietly(*command, **options):
    done = subprocess.run(command, capture_output=True, text=True, **options)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(command)}: {done.stderr.strip()}")


def repeated(line):
    """`$REPEAT 1-3 mx$ A 127.0.0.$` stands for three lines."""
    if not line.startswith("$REPEAT "):
        return [line]
    _, numbers, text = line.split(" ", 2)
    first, last = numbers.split("-")
    return [text.replace("$", str(number)) for number in range(int(first), int(last) + 1)]


class Lab:
    def __init__(self, work, scenarios):
        self.work = pathlib.Path(work)
        self.scenarios = scenarios
        self.services = []
        self.skipped = {}       # scenario name -> reason
        self.certificates = {}  # scenario name -> CertificateSet
        self.addresses = {}     # (scenario name, server name) -> (IPv4, IPv6)
        self.resolvers = {}     # scenario name -> address of its faulty resolver
        self.tree = None
        self.public = None
        self.real = {"postfix": postfix.Postfix(self.work / "postfix"), "exim": exim.Exim(self.work / "exim", EXIM),
                     "nginx": nginx.Nginx(self.work / "nginx")}

    # What a user passes to danelaw.
    @property
    def trust_anchor(self):
        return self.work / "dns" / "anchors" / "root"

    @property
    def root_hints(self):
        return self.work / "dns" / "root-hints"

    @property
    def ca_file(self):
        return self.public.certificate(PUBLIC_CA)

    def open(self):
        namespace.prepare(self.work, zones.FORWARDER_ADDRESS)
        self.give_addresses()
        self.decide_skips()
        self.public = public_ca(self.work / "public-ca")
        self.public.certificate(PUBLIC_CA)
        for scenario in self.scenarios:
            self.certificates[scenario.name] = CertificateSet(self.work / "certificates" / scenario.name, scenario.certificates,
                                                              scenario.domain, self.public)
            for name, text in scenario.files.items():
                self.file(scenario, name).write_text(text)
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            list(pool.map(self.make_certificates, self.scenarios))
        self.build_tree()
        self.start_servers()

    def file(self, scenario, name):
        folder = self.work / "files" / scenario.name
        folder.mkdir(parents=True, exist_ok=True)
        return folder / name

    def close(self):
        for service in reversed(self.services):
            service.stop()

    def give_addresses(self):
        # One that no registry reserves is always there: where a machine has none, getaddrinfo() passes over IPv4 (AI_ADDRCONFIG).
        number, own = 0, [f"{PUBLIC[0]}0.1"]
        for scenario in self.scenarios:
            for name, server in scenario.servers.items():
                nets = NO_ROUTE if server.kind == "unrouted" else PUBLIC if server.public else LOCAL
                number += 1
                # All of one length, or lines of a report would break elsewhere where other scenarios run beside.
                pair = (f"{nets[0]}{number // 150 + 100}.{number % 150 + 100}", f"{nets[1]}1{number:03x}")
                self.addresses[scenario.name, name] = pair
                own += pair if server.public else [pair[1]] if nets is LOCAL else []
            for host in scenario.expect.hosts or []:
                host.name = self.with_addresses(scenario, host.name)
        run_quietly("ip", "link", "set", "lo", "up")
        batch = "".join(f"addr add {address}/{128 if ':' in address else 32} dev lo nodad\n" for address in own)
        run_quietly("ip", "-batch", "-", input=batch)

    def decide_skips(self):
        reasons = {kind: server.cannot_run() for kind, server in self.real.items()}
        for scenario in self.scenarios:
            for server in scenario.servers.values():
                if reasons.get(server.kind):
                    self.skipped[scenario.name] = reasons[server.kind]

    def make_certificates(self, scenario):
        certificates = self.certificates[scenario.name]
        for server in scenario.servers.values():
            certificates.chain_file(server.chain, server.padding)
            for chain in [server.other_chain, *server.sni.values()]:
                if chain:
                    certificates.chain_file(chain)

    def expand(self, scenario, records):
        """Zone lines of a scenario, with the addresses of its servers and the digests of its certificates filled in."""
        def address(match):
            pair = self.addresses[scenario.name, match[3]]
            return f"{match[1]}{match[2]}{pair[0 if match[1] == 'A' else 1]}"

        def association(match):
            data = self.certificates[scenario.name].association(match[4], int(match[2]), int(match[3]))
            return f"TLSA {match[1]} {match[2]} {match[3]} {data}"
        lines = [line for text in records.splitlines() for line in repeated(text)]
        return self.with_addresses(scenario, TLSA_LINE.sub(association, ADDRESS_LINE.sub(address, "\n".join(lines)))) + "\n"

    def with_addresses(self, scenario, text):
        """`{mx4}` is the IPv4 address of server mx, `{mx6}` the IPv6 one."""
        for name in scenario.servers:
            v4, v6 = self.addresses[scenario.name, name]
            text = text.replace("{" + name + "4}", v4).replace("{" + name + "6}", v6)
        return text

    def build_tree(self):
        self.tree = zones.Tree(self.work / "dns")
        for scenario in self.scenarios:
            for origin, spec in scenario.zones.items():
                self.tree.add_for_scenario(f"{origin}.", spec, lambda records, of=scenario: self.expand(of, records))
            if scenario.resolver_faults:
                self.resolvers[scenario.name] = self.tree.add_faulty(zones.FORWARDER_ADDRESS, scenario.resolver_faults)
        self.tree.write()

    def start_servers(self):
        folder = self.work / "servers"
        folder.mkdir()
        files = self.tree.server_files()
        self.services = [name_servers.nsd(folder, address, of_address) for address, of_address in files.items()]
        tls = self.public.key(RESOLVER), self.public.certificate(RESOLVER)
        self.services.append(name_servers.unbound(folder, zones.FORWARDER_ADDRESS, self.trust_anchor, self.root_hints, tls))
        self.services.append(self.python_service(folder, "faulty_dns", 1, {"servers": self.tree.faults}))
        self.add_mail_servers(folder)
        for service in self.services:
            service.start(folder)
        for service in self.services:
            service.wait_until_up()

    def python_service(self, folder, name, number, told):
        """A scripted server: a process that reads what it is to do from a file."""
        ready = (READY_ADDRESS, number)
        path = folder / f"{name}.json"
        path.write_text(json.dumps({**told, "ready": ready}))
        return Service(name, [sys.executable, HERE / f"{name}.py", path], port=ready)

    def add_mail_servers(self, folder):
        scripted, heard = [], folder / "heard"
        heard.mkdir()
        for scenario in self.scenarios:
            if scenario.name in self.skipped:
                continue
            certificates = self.certificates[scenario.name]
            for name, server in scenario.servers.items():
                addresses = self.addresses[scenario.name, name]
                if server.kind in self.real:
                    self.real[server.kind].add(addresses, server, certificates)
                if server.kind in ("scripted", "silent"):
                    chains = [str(certificates.chain_file(chain)) for chain in (server.chain, server.other_chain) if chain]
                    scripted.append({"kind": server.kind, "heard": str(heard / addresses[0]), "addresses": addresses, "port": server.port, "script": server.script,
                                     "settings": server.settings, "chains": chains})
        self.services.append(self.python_service(folder, "scripted_smtp", 2, {"servers": scripted}))
        self.services += [server.service() for server in self.real.values() if server.addresses]

    def arguments(self, scenario):
        """A scenario's arguments, with the lab's addresses and files in them; `{in:3}` is the moment in three days."""
        names = {"anchors": self.tree.folder / "anchors", "hints": self.root_hints, "forwarder": zones.FORWARDER_ADDRESS,
                 "resolver": self.resolvers.get(scenario.name)}
        filled = [self.with_addresses(scenario, argument) for argument in scenario.arguments]
        names.update({f"file:{name}": self.file(scenario, name) for name in scenario.files})
        filled = [re.sub(r"\{in:(-?\d+)\}", lambda match: zones.moment(int(match[1])), argument) for argument in filled]
        for name, value in names.items():
            filled = [argument.replace("{" + name + "}", str(value)) for argument in filled]
        return filled
