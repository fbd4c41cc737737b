#!/usr/bin/env python3
"""Writes the seeds of all targets but certificate_chain and facts_json into testdata/corpus."""
import base64
import gzip
import json
import pathlib
import struct

CORPUS = pathlib.Path(__file__).resolve().parents[2] / "testdata" / "corpus"
A, NS, CNAME, SOA, MX, TXT, AAAA, DNAME, OPT, RRSIG, NSEC, TLSA = 1, 2, 5, 6, 15, 16, 28, 39, 41, 46, 47, 52


def name(text):
    labels = [part.encode() for part in text.split(".") if part]
    return b"".join(bytes([len(label)]) + label for label in labels) + b"\0"


def record(owner, kind, rdata, ttl=300):
    return name(owner) + struct.pack(">HHIH", kind, 1, ttl, len(rdata)) + rdata


def rrsig(owner, covered, labels=3):
    rdata = struct.pack(">HBBIIIH", covered, 13, labels, 300, 2000, 1000, 4711) + name("example.org") + bytes(64)
    return record(owner, RRSIG, rdata)


def message(question, kind, answer=(), authority=(), additional=(), flags=0x8180):
    header = struct.pack(">6H", 1, flags, 1, len(answer), len(authority), len(additional))
    return header + name(question) + struct.pack(">2H", kind, 1) + b"".join([*answer, *authority, *additional])


HOST = "mx.example.org"
OWNER = "_25._tcp.mx.example.org"
SOA_RDATA = name("ns.example.org") + name("root.example.org") + struct.pack(">5I", 1, 2, 3, 4, 60)
DENIAL = [record("example.org", SOA, SOA_RDATA), rrsig("example.org", SOA, 2),
          record(HOST, NSEC, name("z.example.org") + b"\0\1\x40"), rrsig(HOST, NSEC)]
EDNS = b"\0" + struct.pack(">HHIH", OPT, 1232, 0x8000, 0)

MESSAGES = {
    "a": message(HOST, A, [record(HOST, A, bytes([192, 0, 2, 1])), rrsig(HOST, A)], additional=[EDNS]),
    "aaaa": message(HOST, AAAA, [record(HOST, AAAA, bytes(16))]),
    "mx": message("example.org", MX, [record("example.org", MX, b"\0\x0a" + name(HOST)),
                                      record("example.org", MX, b"\0\x14\2mx\xc0\x0c")]),
    "null-mx": message("example.org", MX, [record("example.org", MX, b"\0\0\0")]),
    "tlsa": message(OWNER, TLSA, [record(OWNER, TLSA, b"\3\1\1" + bytes(32)), rrsig(OWNER, TLSA, 5)]),
    "tlsa-short": message(OWNER, TLSA, [record(OWNER, TLSA, b"\3\1")]),
    "txt": message("_mta-sts.example.org", TXT, [record("_mta-sts.example.org", TXT, b"\x08v=STSv1;\5id=1;")]),
    "cname": message(HOST, A, [record(HOST, CNAME, name("b.example.org")), rrsig(HOST, CNAME),
                               record("b.example.org", CNAME, name("c.example.org")),
                               record("c.example.org", A, bytes(4))]),
    "cname-loop": message(HOST, A, [record(HOST, CNAME, name("b.example.org")),
                                    record("b.example.org", CNAME, name(HOST))]),
    "dname": message("mx.old.org", A, [record("old.org", DNAME, name("new.org")), rrsig("old.org", DNAME, 2),
                                       record("mx.old.org", CNAME, name("mx.new.org")),
                                       record("mx.new.org", A, bytes(4))]),
    "wildcard": message(HOST, A, [record(HOST, A, bytes(4)), rrsig(HOST, A, 2)], DENIAL),
    "no-data": message(HOST, TLSA, [], DENIAL, [EDNS]),
    "nx-domain": message(HOST, A, [], DENIAL, flags=0x8183),
    "servfail": message(HOST, A, flags=0x8182),
    "ns": message("example.org", NS, [record("example.org", NS, name("ns.example.org"))]),
    "soa": message("example.org", SOA, [record("example.org", SOA, SOA_RDATA)]),
    "pointer-loop": message("example.org", MX, [record("example.org", MX, b"\0\x0a\xc0\x2b")]),
    "truncated": message(HOST, A, flags=0x8380),
}
ANSWERS = {f"{key}-{verdict}": prefix + wire for key, wire in MESSAGES.items()
           for verdict, prefix in (("secure", b"\1\0"), ("insecure", b"\0\0"))}
ANSWERS["bogus"] = b"\x80\0" + MESSAGES["a"]

NAMES = {"plain": "Example.ORG.", "u-label": "bücher.example", "sharp-s": "faß.de", "a-label": "xn--bcher-kva.example",
         "ideographic-dot": "例え。テスト", "tlsa-owner": OWNER, "escape": "a\\.b\\032c.example", "address": "192.0.2.1",
         "root": ".", "wildcard": "*.example.org", "long-label": "a" * 64, "arabic": "مثال.إختبار", "bad-punycode": "xn--99999.org"}

DIGEST = "0123456789abcdef" * 4
TEXTS = {"numbers": f"3 1 1 {DIGEST}", "names": f"DANE-EE SPKI SHA2-256 {DIGEST}", "generic": f"\\# 35 030101{DIGEST}",
         "parentheses": f"2 0 1 (\n {DIGEST[:32]} ; half\n {DIGEST[32:]} )", "over": "259 257 257 aabb",
         "odd": "3 1 1 aab", "unassigned": "4 2 3 00", "private": "PrivCert PrivSel PrivMatch ff"}

RDATA = {"sha2-256": b"\3\1\1" + bytes(32), "sha2-512": b"\2\0\2" + bytes(64), "short": b"\3\1", "empty-data": b"\3\1\1",
         "full": b"\3\0\0\x30\x82" + bytes(100)}

# The first octet chooses how a conversation is cut into pieces.
EHLO = b"250-mx.example.org greets you\r\n250-SIZE 10240000\r\n250-STARTTLS\r\n250 AUTH PLAIN\tLOGIN\r\n"
CONVERSATIONS = {"greeting": b"\x01220 mx.example.org ESMTP Postfix\r\n", "ehlo": b"\x05" + EHLO,
                 "session": b"\x13220-a\r\n220 b\r\n" + EHLO + b"220 2.0.0 Ready\r\n454 4.7.0 not now\r\n221\r\n",
                 "line-feeds": b"\x07220-a\n220 b\n250\n", "injection": b"\x00220 go ahead\r\n250 injected\r\n",
                 "codes-differ": b"\x02250-a\r\n251 b\r\n", "no-code": b"\x03SSH-2.0-OpenSSH_9.2\r\n",
                 "alert": b"\x04\x15\3\1\0\2\2\x28", "hello": b"\x04\x16\3\3\0\x50\1", "unfinished": b"\x05250-a\r\n25",
                 "long-line": b"\x20250 " + b"x" * 2100, "many-lines": b"\x30" + b"250-\r\n" * 120}

# The first octet is the cap.
SHOWN = {"plain": b"\x40220 mx.example.org ESMTP", "controls": b"\x40a\0\t\r\n\x1b[2J\x7f", "latin-1": b"\x40gr\xfc\xdfe",
         "utf-8": "\x08grüße 例え".encode(), "reordering": "\x40\u202egro.elpmaxe \u2066x\u2069\ufeff".encode(),
         "c1": "\x40\u0085\u009b31m".encode(), "overlong": b"\x40\xc0\xaf\xe0\x80\xaf\xed\xa0\x80\xf4\x90\x80\x80",
         "backslash": b"\x10C:\\x41", "nothing-left": b"\x00abc"}

# The first octet chooses: policy, STS record, TLSRPT record, media type.
POLICY = b"version: STSv1\nmode: enforce\nmx: mx1.example.org\nmx: *.example.net\nmax_age: 604800\n"
PUBLISHED = {"policy": b"\0" + POLICY, "policy-crlf": b"\0" + POLICY.replace(b"\n", b"\r\n"),
             "policy-none": b"\0version: STSv1\nmode: none\nmax_age: 86400", "policy-twice": b"\0" + POLICY + b"mode: none\nx: y\n",
             "policy-bad-mx": b"\0version: STSv1\nmode: testing\nmx: a*.example.org.\nmax_age: 99999999999\n",
             "sts": b"\1v=STSv1; id=20260101T000000;", "sts-extension": b"\1v=STSv1 ;id=a; x_1=y ; id=b",
             "sts-bad": b"\1v=STSv1; id=", "tlsrpt": b"\2v=TLSRPTv1; rua=mailto:tls@example.org,https://example.org/r",
             "tlsrpt-bad": b"\2v=TLSRPTv1;rua=ftp://example.org", "type": b"\3text/plain; charset=utf-8", "identity": b"\3identity"}

REPORT = json.dumps({
    "organization-name": "Example", "date-range": {"start-datetime": "2026-01-01T00:00:00Z", "end-datetime": "2026-01-01T23:59:59Z"},
    "contact-info": "tls@example.org", "report-id": "1@example.org",
    "policies": [{"policy": {"policy-type": "tlsa", "policy-string": ["3 1 1 " + DIGEST], "policy-domain": "example.net",
                             "mx-host": ["mx.example.net"]},
                  "summary": {"total-successful-session-count": 5326, "total-failure-session-count": 3},
                  "failure-details": [{"result-type": "validation-failure", "sending-mta-ip": "192.0.2.1",
                                       "receiving-mx-hostname": "mx.example.net", "receiving-mx-helo": "mx", "receiving-ip": "2001:db8::1",
                                       "failed-session-count": 3, "additional-information": "x", "failure-reason-code": "y"}]}]}).encode()
PACKED = gzip.compress(REPORT, mtime=0)
HEAD = (b"From: a@example.org\r\nSubject: =?utf-8?q?Report_Domain?=\r\nMIME-Version: 1.0\r\n"
        b"Content-Type: multipart/report; report-type=\"tlsrpt\";\r\n\tboundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nx\r\n")
MAIL = (HEAD + b"--b\r\nContent-Type: application/tlsrpt+gzip\r\nContent-Transfer-Encoding: base64\r\n\r\n" +
        base64.encodebytes(PACKED) + b"\r\n--b--\r\n")
PRINTED = (HEAD + b"--b\r\nContent-Type: application/tlsrpt+json\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" +
           REPORT.replace(b"=", b"=3D") + b"\r\n--b--\r\n")
REPORTS = {"json": REPORT, "gzip": PACKED, "mail": MAIL, "mail-printed": PRINTED, "empty": b"{}",
           "mbox": b"From a Thu Jan  1 00:00:00 2026\n" + MAIL + b"\nFrom b Thu Jan  1 00:00:00 2026\nSubject: x\n\n>From c\n"}


def field(octets):
    return struct.pack(">I", len(octets)) + octets


def validator_request(at=b"\0"):
    anchor = b". IN DS 20326 8 2 " + b"e0" * 32
    return (field(OWNER.encode()) + struct.pack(">H", TLSA) + struct.pack(">I", 1) + field(b"192.0.2.53@853") + field(b"dns.example") +
            field(bytes(32)) + field(b"/ca.pem") + struct.pack(">I", 1) + field(anchor) + at + struct.pack(">I", 9700))


def validator_reply(packet, status, flags=b"\0\0\0", trouble=b""):
    return field(packet) + struct.pack(">H", status) + flags + field(trouble)


REPLIES = {f"{key}-{status}": validator_reply(wire, status) for key, wire in MESSAGES.items() for status in (400, 403)}
REPLIES |= {"request": validator_request(), "request-at": validator_request(b"\1" + bytes(8)),
            "bogus-dates": validator_reply(MESSAGES["a"], 401, b"\1\0\0"), "bogus-algorithm": validator_reply(MESSAGES["a"], 401, b"\0\1\0"),
            "indeterminate": validator_reply(MESSAGES["a"], 402), "none": validator_reply(b"", 0, trouble=b"no resolver answered in time"),
            "no-library": validator_reply(b"", 0, b"\0\0\1", b"install it")}


def write(target, seeds):
    folder = CORPUS / target
    folder.mkdir(parents=True, exist_ok=True)
    for key, seed in seeds.items():
        (folder / key).write_bytes(seed if isinstance(seed, bytes) else seed.encode())


write("dns_answer", ANSWERS)
write("validator_reply", REPLIES)
write("domain_name", NAMES)
write("tlsa_text", TEXTS)
write("tlsa_rdata", RDATA)
write("smtp_reply", CONVERSATIONS)
write("printable", SHOWN)
write("policy_text", PUBLISHED)
write("tls_report", REPORTS)
