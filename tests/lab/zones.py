"""The DNS tree of the lab: zone files, signed from the root down by ldns-signzone, and broken afterwards where a scenario says so."""
import concurrent.futures
import pathlib
import shutil
import time

import dns.dnssec
import dns.name
import dns.rdata

from certificates import run
from scenario import TOP, ZoneSpec

ROOT_ADDRESS, TOP_ADDRESS, ZONES_ADDRESS, DEAD_ADDRESS = "127.53.0.1", "127.53.0.2", "127.53.0.3", "127.53.0.4"
FORWARDER_ADDRESS = "127.53.0.53"
HEAD = "$ORIGIN {origin}\n$TTL 300\n@ 300 IN SOA {ns} hostmaster.{top}. 1 3600 900 604800 60\n@ 300 IN NS {ns}\n"


def fault_address(number):
    return f"127.53.{1 + number // 250}.{number % 250 + 1}"


def moment(days):
    return str(int(time.time() + days * 86400))


class KeySource:
    """One key pair for each algorithm, copied under the name of each zone: the key material does not depend on it."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True)
        self.bases = {}

    def prepare(self, algorithms):
        for algorithm in algorithms:
            self.bases[algorithm] = run("ldns-keygen", "-a", algorithm, "-k", "key.", cwd=self.folder).strip()

    def key_for(self, origin, algorithm):
        base = self.folder / self.bases[algorithm]
        copy = self.folder / f"{origin.rstrip('.') or 'root'}.{algorithm}"
        text = pathlib.Path(f"{base}.key").read_text().replace("key.", origin, 1)
        pathlib.Path(f"{copy}.key").write_text(text)
        shutil.copy(f"{base}.private", f"{copy}.private")
        return copy


def ds_records(origin, key_file, ds):
    """DS lines of a zone for its parent."""
    text = pathlib.Path(f"{key_file}.key").read_text()
    key = dns.rdata.from_text("IN", "DNSKEY", text.split(";")[0].split("DNSKEY")[1])
    record = dns.dnssec.make_ds(dns.name.from_text(origin), key, "SHA256").to_text()
    if ds == "wrong":
        record = record[:-4] + ("0000" if record[-4:] != "0000" else "1111")
    if ds == "unsupported":
        tag, _, rest = record.split(" ", 2)
        record = f"{tag} 253 {rest}"
    return f"{origin} 300 IN DS {record}\n"


def record_of(line):
    """Owner, type, and for a signature the type it covers, of a line of a signed zone."""
    fields = line.split()
    if len(fields) < 5 or line.startswith(";"):
        return None, None, None
    return fields[0].lower(), fields[3], fields[4] if fields[3] == "RRSIG" else None


def corrupted(line):
    """The same signature with one character of it changed."""
    fields = line.split()
    middle = len(fields[12]) // 2
    fields[12] = fields[12][:middle] + ("A" if fields[12][middle] != "A" else "B") + fields[12][middle + 1:]
    return " ".join(fields)


def break_signed(text, operations):
    """Spoils a signed zone: `drop NAME TYPE` (with its signature), `unsign NAME TYPE`, `corrupt NAME TYPE` (its signature)."""
    lines = text.split("\n")
    for operation in operations:
        verb, name, wanted = operation.split()
        changed, result = 0, []
        for line in lines:
            owner, kind, covered = record_of(line)
            is_signature = owner == name.lower() and covered == wanted
            if not is_signature and not (verb == "drop" and owner == name.lower() and kind == wanted):
                result.append(line)
                continue
            changed += 1
            if verb == "corrupt":
                result.append(corrupted(line))
        if not changed:
            raise ValueError(f"{operation}: the signed zone has nothing like that")
        lines = result
    return "\n".join(lines)


class Zone:
    def __init__(self, origin, spec, text):
        self.origin, self.spec, self.text = origin, spec, text
        self.name_server = None


class Tree:
    """All zones of the lab. Zones of scenarios are added, then `write` signs from the leaves up (a parent holds the DS)."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True)
        self.keys = KeySource(self.folder / "keys")
        self.zones = {}
        self.faults = []       # (address, zone, rules)
        self.add(".", ZoneSpec(), "a.root-servers.", f"a.root-servers. A {ROOT_ADDRESS}\nns.nic.{TOP}. A {TOP_ADDRESS}\n")
        self.add(f"{TOP}.", ZoneSpec(), f"ns.nic.{TOP}.",
                 f"ns.nic A {TOP_ADDRESS}\nzones.nic A {ZONES_ADDRESS}\ndead.nic A {DEAD_ADDRESS}\n")

    def add(self, origin, spec, name_server, records):
        head = HEAD.format(origin=origin, ns=name_server, top=TOP)
        self.zones[origin] = Zone(origin, spec, head + records)
        self.zones[origin].name_server = name_server

    def add_for_scenario(self, origin, spec, records):
        name_server = f"zones.nic.{TOP}."
        if spec.faults:
            number = len(self.faults)
            name_server = f"faulty{number}.nic.{TOP}."
            self.faults.append((fault_address(number), origin, spec.faults))
            self.zones[f"{TOP}."].text += f"{name_server} A {fault_address(number)}\n"
        elif spec.server == "dead":
            name_server = f"dead.nic.{TOP}."
        self.add(origin, spec, name_server, records)

    def parent_of(self, origin):
        labels = origin.rstrip(".").split(".")
        for start in range(1, len(labels)):
            candidate = ".".join(labels[start:]) + "."
            if candidate in self.zones:
                return candidate
        return "."

    def delegate(self, zone):
        parent = self.zones[self.parent_of(zone.origin)]
        parent.text += f"{zone.origin} NS {zone.name_server}\n"
        if zone.spec.ds != "none" and zone.spec.signed:
            key = self.keys.key_for(zone.origin, zone.spec.algorithm)
            parent.text += ds_records(zone.origin, key, zone.spec.ds)

    def write(self):
        self.keys.prepare({zone.spec.algorithm for zone in self.zones.values()})
        for zone in self.zones.values():
            if zone.origin != ".":
                self.delegate(zone)
        self.write_anchors()
        (self.folder / "root-hints").write_text(f". 3600 NS a.root-servers.\na.root-servers. 3600 A {ROOT_ADDRESS}\n")
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            list(pool.map(self.write_zone, self.zones.values()))

    def write_anchors(self):
        """The DS of each signed zone as a file of its own in `anchors`, for --trust-anchor; `wrong` is one of no key of the root."""
        folder = self.folder / "anchors"
        folder.mkdir()
        for zone in self.zones.values():
            if zone.spec.signed:
                key = self.keys.key_for(zone.origin, zone.spec.algorithm)
                (folder / (zone.origin.rstrip(".") or "root")).write_text(ds_records(zone.origin, key, "right"))
        (folder / "wrong").write_text(ds_records(".", self.keys.key_for(".", self.zones["."].spec.algorithm), "wrong"))

    def file_of(self, zone):
        return self.folder / f"{zone.origin.rstrip('.') or 'root'}.zone"

    def write_zone(self, zone):
        path = self.file_of(zone)
        path.write_text(zone.text)
        spec = zone.spec
        if not spec.signed:
            return
        key = self.keys.key_for(zone.origin, spec.algorithm)
        options = (["-n", "-t", "0"] if spec.nsec3 else []) + (["-p"] if spec.opt_out else [])
        signed = path.with_suffix(".signed")
        run("ldns-signzone", *options, "-i", moment(spec.from_days), "-e", moment(spec.to_days), "-f", signed, path, key)
        path.write_text(break_signed(signed.read_text(), spec.after_signing))

    def server_files(self):
        """Zone files for each authoritative server: address -> [(origin, file)]."""
        files = {ROOT_ADDRESS: [], TOP_ADDRESS: [], ZONES_ADDRESS: []}
        for zone in self.zones.values():
            address = {".": ROOT_ADDRESS, f"{TOP}.": TOP_ADDRESS}.get(zone.origin, ZONES_ADDRESS)
            files[address].append((zone.origin, self.file_of(zone)))
        return files
