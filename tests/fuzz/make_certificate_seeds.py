#!/usr/bin/env python3
"""Writes the seeds of the target certificate_chain into testdata/corpus: chains made by openssl, with TLSA records for them.

The keys are thrown away, so that every run gives other octets; the corpus need not be made anew for that.
"""
import hashlib
import pathlib
import struct
import subprocess
import tempfile

CORPUS = pathlib.Path(__file__).resolve().parents[2] / "testdata" / "corpus" / "certificate_chain"
CERTIFICATE, RECORD = b"\0", b"\x80"
CA = ["basicConstraints=critical,CA:true", "keyUsage=critical,keyCertSign,cRLSign", "subjectKeyIdentifier=hash"]
CONSTRAINTS = """
[names]
permitted;DNS.0=example.com
excluded;DNS.0=bad.example.com
permitted;IP.0=192.0.2.0/255.255.255.0
permitted;email.0=example.com
permitted;URI.0=.example.com
permitted;dirName.0=subject
[subject]
O=Example
"""
LEAF = ["subjectAltName=DNS:mx.example.com,DNS:*.example.com", "extendedKeyUsage=serverAuth", "authorityKeyIdentifier=keyid"]
KEYS = {"p256": ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"], "ed25519": ["-algorithm", "ED25519"],
        "p521": ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-521"],
        "rsa": ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:1024"]}


def openssl(*words):
    return subprocess.run(["openssl", *map(str, words)], check=True, capture_output=True).stdout


class Maker:
    """Certificates in a folder; each is named by the path of its files without suffix."""

    def __init__(self, folder):
        self.folder = folder
        self.count = 0

    def certificate(self, subject, issuer=None, extensions=(), key="p256"):
        """Self-signed without `issuer`; version 1 without extensions."""
        self.count += 1
        stem = self.folder / str(self.count)
        settings = pathlib.Path(f"{stem}.cnf")
        settings.write_text("\n".join(extensions) + CONSTRAINTS)
        openssl("genpkey", *KEYS[key], "-out", f"{stem}.key")
        openssl("req", "-new", "-key", f"{stem}.key", "-out", f"{stem}.csr", "-subj", subject)
        signer = ["-CA", f"{issuer}.pem", "-CAkey", f"{issuer}.key"] if issuer else ["-signkey", f"{stem}.key"]
        extra = ["-extfile", settings] if extensions else []
        openssl("x509", "-req", "-in", f"{stem}.csr", *signer, *extra, "-days", "36500", "-out", f"{stem}.pem")
        return stem


def der(stem):
    return openssl("x509", "-in", f"{stem}.pem", "-outform", "DER")


def spki(stem):
    return openssl("pkey", "-pubin", "-outform", "DER", "-in", write_public_key(stem))


def write_public_key(stem):
    path = f"{stem}.pub"
    pathlib.Path(path).write_bytes(openssl("x509", "-in", f"{stem}.pem", "-noout", "-pubkey"))
    return path


def record(usage, selector, matching, stem):
    selected = spki(stem) if selector else der(stem)
    data = [selected, hashlib.sha256(selected).digest(), hashlib.sha512(selected).digest()][matching]
    return bytes([usage, selector, matching]) + data


def write_seed(name, chain, records):
    pieces = [CERTIFICATE + der(stem) for stem in chain] + [RECORD + one for one in records]
    octets = b"".join(struct.pack(">H", len(piece)) + piece for piece in pieces)
    (CORPUS / name).write_bytes(octets)


def main():
    CORPUS.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        maker = Maker(pathlib.Path(folder))
        make = maker.certificate
        alone = make("/CN=mx.example.com", extensions=LEAF[:1])
        write_seed("self-signed", [alone], [record(3, 1, 1, alone), record(3, 0, 2, alone), record(2, 0, 1, alone)])
        write_seed("full", [alone], [record(3, 0, 0, alone), record(3, 1, 0, alone), bytes([3, 1, 1]), bytes([4, 2, 9, 1])])
        for key in ("ed25519", "p521", "rsa"):
            other = make("/CN=mx.example.com", None, LEAF[:1], key)
            write_seed(key, [other], [record(3, 1, 1, other)])

        root = make("/O=Example/CN=root", extensions=CA)
        ca = make("/O=Example/CN=ca", root, [CA[0] + ",pathlen:0", *CA[1:], "authorityKeyIdentifier=keyid"])
        leaf = make("/O=Example/CN=leaf", ca, LEAF)
        write_seed("trust-anchor", [leaf, ca, root], [record(2, 0, 1, root), record(2, 1, 2, ca)])
        write_seed("out-of-order", [leaf, root, ca], [record(2, 0, 1, root)])
        write_seed("anchor-from-dns", [leaf, ca], [record(2, 0, 0, root), record(0, 0, 1, root)])
        write_seed("bare-key", [leaf, ca], [record(2, 1, 0, root)])
        below = make("/O=Example/CN=below", ca, LEAF[:1] + CA)
        write_seed("path-too-long", [make("/O=Example/CN=deep", below, LEAF), below, ca, root], [record(2, 0, 1, root)])

        names = make("/O=Example/CN=names", extensions=[*CA, "nameConstraints=critical,@names"])
        every = "DNS:mx.example.com,IP:192.0.2.1,email:a@example.com,URI:https://www.example.com/"
        write_seed("name-constraints", [make("/O=Example/CN=named", names, ["subjectAltName=" + every, *LEAF[1:]]), names],
                   [record(2, 0, 1, names)])
        write_seed("names-excluded", [make("/O=Other/CN=bad", names, ["subjectAltName=DNS:*.bad.example.com"]), names],
                   [record(2, 0, 1, names)])
        odd = make("/CN=mx.example.com", root, ["extendedKeyUsage=clientAuth", "1.2.3.4=critical,DER:0500"])
        write_seed("odd-extensions", [odd, root], [record(2, 0, 1, root)])
        old = make("/CN=version 1")
        write_seed("version-1", [make("/CN=mx.example.com", old, LEAF[:1]), old], [record(2, 1, 1, old)])


if __name__ == "__main__":
    main()
