"""Scenarios as data: reads scenarios/*.toml. A word that is not known here is an error, so that no typing mistake passes as a test."""
import dataclasses
import pathlib
import tomllib

from certificates import CertificateSpec

FOLDER = pathlib.Path(__file__).parent / "scenarios"
TOP = "lab"
POLICY = "version: STSv1\nmode: enforce\nmx: mx.{domain}\nmax_age: 1209600\n"
# The domain of a scenario without `records`: one host, IPv4, the key of its certificate published.
PLAIN = "@ MX 10 mx\nmx A {mx}\n_25._tcp.mx TLSA 3 1 1 {leaf}\n"


@dataclasses.dataclass
class NameServerSpec:
    """One name server of a zone: the real one, a dead one, one that spoils answers, one with another version of the zone."""
    kind: str = "nsd"          # nsd | dead | own-dead (its name lies in the zone) | absent (its name does not exist)
    faults: list = dataclasses.field(default_factory=list)          # "ACTION TYPE [NAME]", see faulty_dns.py
    zone: dict = dataclasses.field(default_factory=dict)            # what differs here, fields of ZoneSpec


@dataclasses.dataclass
class ZoneSpec:
    """One zone. `records` are zone file lines; `{mx}` is the address of server mx, `TLSA 3 1 1 {leaf}` that of certificate leaf."""
    records: str = ""
    signed: bool = True
    nsec3: bool = False
    opt_out: bool = False
    iterations: int = 0        # of NSEC3
    algorithm: str = "ECDSAP256SHA256"     # as ldns-keygen calls it, then bits if they matter: "RSASHA256 2048"
    from_days: float = -1
    to_days: float = 14
    serial: int = 1
    ds: str = "right"          # right | none | wrong | sha1 | sha384 | unsupported (algorithm) | unsupported-digest |
    #                            beside-unsupported | many (with the same key tag)
    colliding_keys: int = 0    # so many more DNSKEY records with the tag of the zone's key
    after_signing: list = dataclasses.field(default_factory=list)   # "drop|unsign|corrupt|resign NAME TYPE", "forge NAME TYPE COUNT"
    name_servers: list = dataclasses.field(default_factory=lambda: [{}])   # of NameServerSpec
    faults: list = dataclasses.field(default_factory=list)          # short for one name server with these faults


@dataclasses.dataclass
class ServerSpec:
    """One mail server, with an IPv4 and an IPv6 address of its own."""
    kind: str = "postfix"      # postfix | exim | nginx | scripted | closed | silent | unrouted
    chain: list = dataclasses.field(default_factory=lambda: ["leaf"])
    other_chain: list = dataclasses.field(default_factory=list)     # a second certificate, of another key type
    sni: dict = dataclasses.field(default_factory=dict)             # name -> chain (Postfix)
    settings: dict = dataclasses.field(default_factory=dict)        # Postfix: parameters of this smtpd; scripted: of TLS
    script: list = dataclasses.field(default_factory=list)
    padding: int = 0                                                # so often again the last certificate
    port: int = 25
    policy: str = ""                                                # nginx: the file; empty: mode enforce for mx.{domain}
    public: bool = False                                            # addresses that no registry reserves


@dataclasses.dataclass
class HostExpectation:
    name: str
    action: str
    base: str | None = None             # TLSA base domain
    ids: list | None = None             # reference identifiers
    outcomes: list = dataclasses.field(default_factory=list)
    smtp: list | None = None            # "result stage" of each endpoint
    reason: str | None = None           # contained in action_reason


@dataclasses.dataclass
class Expectation:
    """`findings` is the exact set of codes of severity warning and above; `notes` must be among the lesser ones."""
    exit: int
    verdict: str | None = None
    mx: str | None = None               # "dnssec presence"
    findings: list = dataclasses.field(default_factory=list)
    notes: list = dataclasses.field(default_factory=list)
    no_notes: list = dataclasses.field(default_factory=list)
    hosts: list | None = None           # absent: not compared
    sts: str | None = None              # verdict of MTA-STS
    senders: dict = dataclasses.field(default_factory=dict)         # sender -> "delivery ynn?nn", as compare.sender_line writes it
    json: dict = dataclasses.field(default_factory=dict)            # "hosts.0.endpoints.0.tls.sni" -> value
    stderr: str = ""                    # contained in it
    seconds_at_most: float | None = None
    cpu_seconds_at_most: float | None = None    # of the process; a busy machine makes nothing of it longer
    mib_at_most: float | None = None            # of memory at the peak


@dataclasses.dataclass
class Scenario:
    name: str
    clause: str
    shows: str
    zones: dict
    servers: dict
    certificates: dict
    expect: Expectation
    arguments: list
    files: dict                         # name -> text; {file:NAME} in arguments is its path
    private: bool = True                # --allow-private
    slow: bool = False                  # waits for time-outs
    resolver_faults: list = dataclasses.field(default_factory=list)   # of a resolver at {resolver}, as of name servers

    @property
    def domain(self):
        return f"{self.name}.{TOP}"


def build(kind, table, where):
    known = {field.name for field in dataclasses.fields(kind)}
    for key in table:
        if key not in known:
            raise ValueError(f"{where}: {key} is unknown, expected one of {', '.join(sorted(known))}")
    return kind(**table)


def substituted(value, names):
    """`{domain}` and `{name}` in every text of a value read from TOML."""
    if isinstance(value, str):
        for key, text in names.items():
            value = value.replace("{" + key + "}", text)
        return value
    if isinstance(value, list):
        return [substituted(item, names) for item in value]
    if isinstance(value, dict):
        return {substituted(key, names): substituted(item, names) for key, item in value.items()}
    return value


def certificate_specs(tables, names, where):
    specs = {}
    for name, table in tables.items():
        spec = build(CertificateSpec, table, f"{where} [certificates.{name}]")
        specs[name] = CertificateSpec(**substituted(dataclasses.asdict(spec), {**names, "name": name}))
    return specs


def zone_spec(table, where):
    spec = build(ZoneSpec, table, where)
    servers = [{"faults": spec.faults}] if spec.faults else spec.name_servers
    spec.name_servers = [build(NameServerSpec, server, f"{where} name server") for server in servers]
    for server in spec.name_servers:
        build(ZoneSpec, server.zone, f"{where} name server's zone")
    return spec


TOP_LEVEL = {"clause", "shows", "records", "zone", "zones", "servers", "certificates", "expect", "arguments", "files", "private",
             "slow", "resolver_faults"}


def server_spec(table, domain, where):
    spec = build(ServerSpec, table, where)
    if spec.kind == "nginx":
        spec.policy = spec.policy or POLICY.replace("{domain}", domain)
        spec.chain = table.get("chain", ["policy"])
        spec.port = table.get("port", 443)
    return spec


def load(path):
    where = path.name
    with open(path, "rb") as file:
        table = tomllib.load(file)
    unknown = set(table) - TOP_LEVEL
    if unknown:
        raise ValueError(f"{where}: {', '.join(unknown)} unknown, expected {', '.join(sorted(TOP_LEVEL))}")
    domain = f"{path.stem}.{TOP}"
    names = {"domain": domain, "d": path.stem}
    certificates = certificate_specs(table.pop("certificates", {}), names, where)
    table = substituted(table, names)
    zones = {domain: {**table.get("zone", {}), "records": table.get("records", PLAIN)}, **table.get("zones", {})}
    expect = build(Expectation, table["expect"], f"{where} [expect]")
    expect.hosts = [build(HostExpectation, host, f"{where} hosts") for host in expect.hosts or []] if expect.hosts is not None else None
    return Scenario(
        name=path.stem, clause=table["clause"], shows=table["shows"], certificates=certificates, expect=expect,
        zones={name: zone_spec(zone, f"{where} zone {name}") for name, zone in zones.items()},
        servers={name: server_spec(server, domain, f"{where} server {name}")
                 for name, server in table.get("servers", {"mx": {}}).items()},
        arguments=table.get("arguments", ["check", domain]), files=table.get("files", {}),
        private=table.get("private", True), slow=table.get("slow", False),
        resolver_faults=table.get("resolver_faults", []))


def load_all():
    return [load(path) for path in sorted(FOLDER.glob("*.toml"))]
