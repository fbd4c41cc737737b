"""The DNS tree of the lab: zone files, signed from the root down by ldns-signzone, and broken afterwards where a scenario says so."""
import concurrent.futures
import dataclasses
import pathlib
import shutil
import time

import dns.dnssec
import dns.name
import dns.rdata

import hostile_zones
from certificates import run
from scenario import TOP, ZoneSpec

ROOT_ADDRESS, TOP_ADDRESS, ZONES_ADDRESS, DEAD_ADDRESS = "127.53.0.1", "127.53.0.2", "127.53.0.3", "127.53.0.4"
FORWARDER_ADDRESS = "127.53.0.53"
MANY_DS = 500
HEAD = "$ORIGIN {origin}\n$TTL 300\n@ 300 IN SOA {ns} hostmaster.{top}. {serial} 3600 900 604800 60\n"


def variant_address(number):
    """Of the NSD that serves other versions of zones: the first other version of each, the second, ..."""
    return f"127.53.0.{10 + number}"


def own_dead(origin):
    """The name of a dead server in the zone that it is to serve; its address stands in the parent alone."""
    return f"ns.{origin}"


def fault_address(number):
    return f"127.53.{number // 150 + 100}.{number % 150 + 100}"


# One for all zones, however long they take: what ends at the same time stands in the same order in each run.
OPENED = time.time()


def moment(days):
    return str(int(OPENED + days * 86400))


class KeySource:
    """One key pair for each algorithm, copied under the name of each zone: the key material does not depend on it."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True)
        self.bases = {}

    def prepare(self, algorithms):
        for algorithm in algorithms:
            # All tags have five digits, or lines of a report would break elsewhere in one run of six. The file's name has five anyway.
            tag, (name, *bits) = "0", algorithm.split()
            options = ["-b", *bits] if bits else []
            while tag.startswith("0"):
                self.bases[algorithm] = run("ldns-keygen", "-a", name, *options, "-k", "key.", cwd=self.folder).strip()
                tag = self.bases[algorithm].rsplit("+", 1)[1]

    def key_for(self, origin, algorithm):
        base = self.folder / self.bases[algorithm]
        copy = self.folder / f"{origin.rstrip('.') or 'root'}.{algorithm.replace(' ', '-')}"
        text = pathlib.Path(f"{base}.key").read_text().replace("key.", origin, 1)
        pathlib.Path(f"{copy}.key").write_text(text)
        shutil.copy(f"{base}.private", f"{copy}.private")
        return copy


def ds_records(origin, key_file, ds):
    """DS lines of a zone for its parent."""
    text = pathlib.Path(f"{key_file}.key").read_text()
    key = dns.rdata.from_text("IN", "DNSKEY", text.split(";")[0].split("DNSKEY")[1])
    digest = {"sha1": "SHA1", "sha384": "SHA384"}.get(ds, "SHA256")
    record = dns.dnssec.make_ds(dns.name.from_text(origin), key, digest, policy=dns.dnssec.allow_all_policy).to_text()
    tag, algorithm, kind, data = record.split(" ")
    records = {
        "wrong": [record[:-4] + ("0000" if record[-4:] != "0000" else "1111")],
        "unsupported": [f"{tag} 253 {kind} {data}"],
        "unsupported-digest": [f"{tag} {algorithm} 200 {data}"],
        "beside-unsupported": [f"{tag} 253 {kind} {data}", f"{tag} {algorithm} 200 {data}", record],
    }.get(ds, [record])
    lines = "".join(f"{origin} 300 IN DS {one}\n" for one in records)
    return hostile_zones.colliding_ds(lines, MANY_DS) if ds == "many" else lines


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


def rdata_of(lines, name, wanted):
    return [line.split(None, 4)[4] for line in lines if record_of(line)[:2] == (name.lower(), wanted)]


def break_signed(text, operations, key):
    """Spoils a signed zone: `drop NAME TYPE` (with its signature), `unsign NAME TYPE`, `corrupt NAME TYPE` (its signature),
    `forge NAME TYPE COUNT` (puts so many signatures before the true one), `resign NAME TYPE`."""
    lines = text.split("\n")
    for operation in operations:
        verb, name, wanted, *count = operation.split()
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
            if verb == "forge":
                result += hostile_zones.forged(line, int(*count))
            if verb == "resign":
                result.append(hostile_zones.signed_again(line, rdata_of(lines, name, wanted), key))
        if not changed:
            raise ValueError(f"{operation}: the signed zone has nothing like that")
        lines = result
    return "\n".join(lines)


@dataclasses.dataclass
class Zone:
    """One version of a zone, on one authoritative server."""
    origin: str
    spec: ZoneSpec
    text: str
    name_servers: list      # names
    address: str            # of the NSD that has it
    version: int = 0


class Tree:
    """All zones of the lab. Zones of scenarios are added, then `write` signs from the leaves up (a parent holds the DS)."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True)
        self.keys = KeySource(self.folder / "keys")
        self.zones = {}        # origin -> Zone
        self.variants = []     # other versions of zones, on other servers
        self.faults = []       # (address, address of the real server, rules)
        self.add(Zone(".", ZoneSpec(), f"a.root-servers. A {ROOT_ADDRESS}\nns.nic.{TOP}. A {TOP_ADDRESS}\n", ["a.root-servers."],
                      ROOT_ADDRESS))
        self.add(Zone(f"{TOP}.", ZoneSpec(), f"ns.nic A {TOP_ADDRESS}\nzones.nic A {ZONES_ADDRESS}\ndead.nic A {DEAD_ADDRESS}\n",
                      [f"ns.nic.{TOP}."], TOP_ADDRESS))

    def add(self, zone):
        zone.text = self.head(zone) + zone.text
        self.zones[zone.origin] = zone

    @staticmethod
    def head(zone):
        head = HEAD.format(serial=zone.spec.serial, origin=zone.origin, ns=zone.name_servers[0], top=TOP)
        return head + "".join(f"@ 300 IN NS {name}\n" for name in zone.name_servers)

    def add_for_scenario(self, origin, spec, expand):
        """`expand` fills addresses and digests into zone lines."""
        zone = Zone(origin, spec, expand(spec.records), [], ZONES_ADDRESS)
        variants = []
        for server in spec.name_servers:
            address = ZONES_ADDRESS
            if server.zone:
                address = variant_address(len(variants))
                variants.append(Zone(origin, dataclasses.replace(spec, **server.zone),
                                     expand(server.zone.get("records", spec.records)), zone.name_servers, address, len(variants) + 1))
            zone.name_servers.append(self.name_server_for(server, address, origin))
        self.add(zone)
        for variant in variants:
            variant.text = self.head(variant) + variant.text
        self.variants += variants

    def name_server_for(self, server, address, origin):
        """Its name; that is a name in the zone of the top-level domain."""
        if server.kind == "dead":
            return f"dead.nic.{TOP}."
        if server.kind == "absent":
            return f"absent.nic.{TOP}."
        if server.kind == "own-dead":
            return own_dead(origin)
        if server.faults:
            address = self.add_faulty(address, server.faults)
            name = f"faulty{len(self.faults)}.nic.{TOP}."
        elif address == ZONES_ADDRESS:
            return f"zones.nic.{TOP}."
        else:
            name = f"other{address.rpartition('.')[2]}.nic.{TOP}."
        line = f"{name} A {address}\n"
        if line not in self.zones[f"{TOP}."].text:
            self.zones[f"{TOP}."].text += line
        return name

    def add_faulty(self, real, rules):
        """The address of a server that passes questions on to the real one, and spoils its answers by these rules."""
        self.faults.append((fault_address(len(self.faults)), real, rules))
        return self.faults[-1][0]

    def parent_of(self, origin):
        labels = origin.rstrip(".").split(".")
        for start in range(1, len(labels)):
            candidate = ".".join(labels[start:]) + "."
            if candidate in self.zones:
                return candidate
        return "."

    def delegate(self, zone):
        parent = self.zones[self.parent_of(zone.origin)]
        parent.text += "".join(f"{zone.origin} NS {name}\n" for name in zone.name_servers)
        parent.text += "".join(f"{name} A {DEAD_ADDRESS}\n" for name in zone.name_servers if name == own_dead(zone.origin))
        if zone.spec.ds != "none" and zone.spec.signed:
            key = self.keys.key_for(zone.origin, zone.spec.algorithm)
            parent.text += ds_records(zone.origin, key, zone.spec.ds)

    def write(self):
        self.keys.prepare({zone.spec.algorithm for zone in self.zones.values()})
        for zone in self.zones.values():
            if zone.origin != ".":
                self.delegate(zone)
        self.write_anchors()
        for name, address in (("root-hints", ROOT_ADDRESS), ("anchors/dead-hints", DEAD_ADDRESS)):
            (self.folder / name).write_text(f". 3600 NS a.root-servers.\na.root-servers. 3600 A {address}\n")
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            list(pool.map(self.write_zone, [*self.zones.values(), *self.variants]))

    def write_anchors(self):
        """The DS of each signed zone as a file of its own in `anchors`, for --trust-anchor; `wrong` is one of no key of the root."""
        folder = self.folder / "anchors"
        folder.mkdir()
        for zone in self.zones.values():
            if zone.spec.signed:
                key = self.keys.key_for(zone.origin, zone.spec.algorithm)
                (folder / (zone.origin.rstrip(".") or "root")).write_text(ds_records(zone.origin, key, "right"))
        wrong = ds_records(".", self.keys.key_for(".", self.zones["."].spec.algorithm), "wrong")
        (folder / "wrong").write_text(wrong)
        (folder / "wrong-and-right").write_text(wrong + (folder / "root").read_text())

    def file_of(self, zone):
        return self.folder / f"{zone.origin.rstrip('.') or 'root'}.{zone.version}.zone"

    def write_zone(self, zone):
        path = self.file_of(zone)
        spec = zone.spec
        if not spec.signed:
            path.write_text(zone.text)
            return
        key = self.keys.key_for(zone.origin, spec.algorithm)
        path.write_text(zone.text + hostile_zones.colliding_keys(zone.origin, key, spec.colliding_keys))
        options = (["-n", "-t", str(spec.iterations)] if spec.nsec3 else []) + (["-p"] if spec.opt_out else [])
        signed = path.with_suffix(".signed")
        run("ldns-signzone", *options, "-i", moment(spec.from_days), "-e", moment(spec.to_days), "-f", signed, path, key)
        path.write_text(break_signed(signed.read_text(), spec.after_signing, key))

    def server_files(self):
        """Zone files for each authoritative server: address -> [(origin, file)]."""
        files = {}
        for zone in [*self.zones.values(), *self.variants]:
            files.setdefault(zone.address, []).append((zone.origin, self.file_of(zone)))
        return files
