"""Certificates for the lab, made by openssl when it opens: they cannot expire a test, and our own code has no part in them."""
import dataclasses
import datetime
import hashlib
import pathlib
import ssl
import subprocess

# How `openssl genpkey` makes each kind of key.
KEYS = {
    "ec": ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"],
    "p384": ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384"],
    "rsa": ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"],
    "rsa768": ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:768"],
    "ed25519": ["-algorithm", "ED25519"],
}

CA_CONFIG = """[ca]
default_ca = lab
[lab]
database = {base}.index
new_certs_dir = {folder}
rand_serial = yes
policy = any
unique_subject = no
copy_extensions = none
default_md = sha256
[any]
organizationName = optional
commonName = optional
[req]
distinguished_name = none
[none]
[extensions]
{extensions}
"""


@dataclasses.dataclass
class CertificateSpec:
    """What one certificate is to say. `key` names a kind of key, or with `@NAME` the key of another certificate."""
    key: str = "ec"
    names: list = dataclasses.field(default_factory=lambda: ["mx.{domain}"])
    cn: str = "{name}.{domain}"
    issuer: str = "self"
    ca: bool = False
    pathlen: int = -1
    permitted: list = dataclasses.field(default_factory=list)
    excluded: list = dataclasses.field(default_factory=list)
    usage: str = ""
    extended_usage: str = ""
    from_days: float = -2
    to_days: float = 90
    digest: str = "sha256"


def run(*command, **options):
    done = subprocess.run(command, capture_output=True, text=True, **options)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(map(str, command))}: {done.stderr.strip()}")
    return done.stdout


def moment(days):
    return (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=days)).strftime("%Y%m%d%H%M%SZ")


def extensions_of(spec):
    lines = ["subjectKeyIdentifier = hash"]
    if spec.issuer != "self":
        lines.append("authorityKeyIdentifier = keyid")
    if spec.ca:
        lines.append("basicConstraints = critical,CA:TRUE" + (f",pathlen:{spec.pathlen}" if spec.pathlen >= 0 else ""))
    usage = spec.usage or ("critical,keyCertSign,cRLSign" if spec.ca else "")
    if usage:
        lines.append(f"keyUsage = {usage}")
    if spec.extended_usage:
        lines.append(f"extendedKeyUsage = {spec.extended_usage}")
    if spec.names and not spec.ca:
        lines.append("subjectAltName = " + ",".join(f"DNS:{name}" for name in spec.names))
    subtrees = [f"permitted;DNS:{name}" for name in spec.permitted] + [f"excluded;DNS:{name}" for name in spec.excluded]
    if subtrees:
        lines.append("nameConstraints = critical," + ",".join(subtrees))
    return "\n".join(lines)


PUBLIC_CA = "public"  # the CA that stands for those that everybody trusts
RESOLVER = "resolver"  # the resolver that others may ask: a certificate for resolver.lab


def public_ca(folder):
    """A set with that CA, for all scenarios, and what the resolver presents by TLS."""
    return CertificateSet(folder, {PUBLIC_CA: CertificateSpec(ca=True, cn="danelaw lab public CA", to_days=3650),
                                   RESOLVER: CertificateSpec(names=[f"{RESOLVER}.lab"], cn=f"{RESOLVER}.lab", issuer=PUBLIC_CA)}, "")


class CertificateSet:
    """The certificates of one scenario, in `folder`, made when first asked for. `public` is the set of the public CA."""

    def __init__(self, folder, specs, domain, public=None):
        self.folder = pathlib.Path(folder)
        self.specs = specs
        self.domain = domain
        self.public = public
        self.folder.mkdir(parents=True, exist_ok=True)

    def spec(self, name):
        """As the scenario has it. Without a description `policy` is what a policy host needs, `trusted` a certificate for mx from
        the public CA, and any other name a plain self-signed certificate."""
        if name == PUBLIC_CA and self.public:
            return self.public.spec(name)
        if name not in self.specs:
            host = "mta-sts" if name == "policy" else "mx"
            issuer = PUBLIC_CA if name in ("policy", "trusted") else "self"
            self.specs[name] = CertificateSpec(names=[f"{host}.{self.domain}"], cn=f"{name}.{self.domain}", issuer=issuer)
        return self.specs[name]

    def key(self, name):
        if name == PUBLIC_CA and self.public:
            return self.public.key(name)
        kind = self.spec(name).key
        if kind.startswith("@"):
            return self.key(kind[1:])
        path = self.folder / f"{name}.key"
        if not path.exists():
            run("openssl", "genpkey", *KEYS[kind], "-out", path)
        return path

    def certificate(self, name):
        if name == PUBLIC_CA and self.public:
            return self.public.certificate(name)
        path = self.folder / f"{name}.pem"
        if path.exists():
            return path
        spec = self.spec(name)
        base = self.folder / name
        config = base.with_suffix(".cnf")
        config.write_text(CA_CONFIG.format(base=base, folder=self.folder, extensions=extensions_of(spec)))
        base.with_suffix(".index").write_text("")
        request = base.with_suffix(".csr")
        subject = f"/O=danelaw lab/CN={spec.cn}" if spec.cn else "/O=danelaw lab"
        run("openssl", "req", "-new", "-key", self.key(name), "-subj", subject, "-config", config, "-out", request)
        signer = (["-selfsign", "-keyfile", self.key(name)] if spec.issuer == "self" else
                  ["-cert", self.certificate(spec.issuer), "-keyfile", self.key(spec.issuer)])
        digest = [] if self.spec(name if spec.issuer == "self" else spec.issuer).key == "ed25519" else ["-md", spec.digest]
        run("openssl", "ca", "-batch", "-notext", "-config", config, "-extensions", "extensions", *signer, *digest,
            "-startdate", moment(spec.from_days), "-enddate", moment(spec.to_days), "-in", request, "-out", path)
        return path

    def chain_file(self, names, padding=0):
        """Key of the first, then the certificates in this order (the last one `padding` times more), as one PEM file."""
        path = self.folder / ("chain-" + "-".join(names) + ".pem")
        if not path.exists():
            certificates = [self.certificate(name).read_text() for name in names]
            path.write_text(self.key(names[0]).read_text() + "".join(certificates) + certificates[-1] * padding)
            path.chmod(0o600)
        return path

    def association(self, name, selector, matching_type):
        """The association data (hex) of a certificate by RFC 6698 §2.1."""
        if selector == 1:
            key = subprocess.run(["openssl", "pkey", "-in", self.key(name), "-pubout", "-outform", "DER"],
                                 capture_output=True, check=True)
            octets = key.stdout
        else:
            octets = ssl.PEM_cert_to_DER_cert(self.certificate(name).read_text())
        if matching_type == 0:
            return octets.hex()
        return hashlib.new("sha512" if matching_type == 2 else "sha256", octets).hexdigest()
