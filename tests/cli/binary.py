"""What the tests of the real binary share: running it, and servers on loopback ports that the kernel gave."""
import contextlib
import os
import pathlib
import socket
import socketserver
import ssl
import struct
import subprocess
import sys
import tempfile
import threading
import unittest

BINARY = sys.argv.pop(1)
SOURCE = pathlib.Path(__file__).resolve().parents[2]
CERTS = SOURCE / "testdata" / "certs"


def digest(name, selected="key"):
    """What openssl says of a certificate of testdata/certs: hexadecimal SHA2-256."""
    for line in (CERTS / "digests.txt").read_text().splitlines():
        words = line.split()
        if words[:3] == [name, selected, "sha256"]:
            return words[3]
    raise KeyError(f"{name} {selected}")


class Case(unittest.TestCase):
    """Each test has a folder of its own, which is also HOME, and no configuration but what it writes."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def environment(self, **more):
        kept = {name: value for name, value in os.environ.items() if name not in ("XDG_CONFIG_HOME", "NO_COLOR", "TERM")}
        return {**kept, "HOME": str(self.folder), **more}

    def run_danelaw(self, *words, given="", environment=None, **options):
        """`given` is standard input."""
        return subprocess.run([BINARY, *words], input=given, capture_output=True, text=True, timeout=120, check=False,
                              cwd=self.folder, env=self.environment(**(environment or {})), **options)

    def run_shell(self, script, *words, **environment):
        """`script` finds the binary as $0 and the words as $1 and on."""
        return subprocess.run(["sh", "-c", script, BINARY, *words], capture_output=True, text=True, timeout=120, check=False,
                              cwd=self.folder, env=self.environment(**environment), stdin=subprocess.DEVNULL)

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return str(path)

    def assert_refused(self, done, sentence):
        """Exactly this sentence on standard error, exit 3, and nothing on standard output."""
        self.assertEqual(done.stderr, f"danelaw: {sentence}\n")
        self.assertEqual(done.stdout, "")
        self.assertEqual(done.returncode, 3)

    def resolver(self, dns):
        """Options that ask `dns`. Its answers are insecure: the one trust anchor lies elsewhere."""
        anchor = self.write("anchor", f"anchored.example. IN DS 1 13 2 {'a' * 64}\n")
        return ["--resolver", f"127.0.0.1@{dns.port}", "--trust-anchor", anchor]


def encode_name(name):
    labels = [label.encode() for label in name.rstrip(".").split(".") if label]
    return b"".join(bytes([len(label)]) + label for label in labels) + b"\0"


TYPES = {"A": 1, "CNAME": 5, "MX": 15, "TXT": 16, "AAAA": 28, "TLSA": 52}


def encode_rdata(kind, text):
    if kind == "A":
        return socket.inet_aton(text)
    if kind == "MX":
        preference, exchange = text.split()
        return struct.pack("!H", int(preference)) + encode_name(exchange)
    if kind == "TLSA":
        usage, selector, matching, data = text.split()
        return bytes([int(usage), int(selector), int(matching)]) + bytes.fromhex(data)
    if kind == "TXT":
        return bytes([len(text)]) + text.encode()
    return encode_name(text)


class Dns:
    """Answers for `records` ("NAME TYPE": [text, ...]); other types of these names are NODATA, other names do not exist; names
    below servfail.example fail. Nothing is signed."""

    def __init__(self, records):
        self.records = {tuple(key.split()): texts for key, texts in records.items()}
        self.names = {name for name, _ in self.records}
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.asked = []
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                query, peer = self.socket.recvfrom(4096)
            except OSError:
                return
            self.socket.sendto(self.answer(query), peer)

    def answer(self, query):
        labels, at = [], 12
        while query[at]:
            labels.append(query[at + 1:at + 1 + query[at]].decode("latin-1").lower())
            at += 1 + query[at]
        name, kind = ".".join(labels), struct.unpack("!H", query[at + 1:at + 3])[0]
        self.asked.append(name)
        question = query[12:at + 5]
        answers = []
        for (owner, type_name), texts in self.records.items():
            if owner == name and TYPES[type_name] == kind:
                answers += [encode_rdata(type_name, text) for text in texts]
        code = 2 if name.endswith("servfail.example") else 0 if name in self.names else 3
        head = query[:2] + struct.pack("!HHHHH", 0x8180 | code, 1, len(answers), 0, 0)
        return head + question + b"".join(b"\xc0\x0c" + struct.pack("!HHIH", kind, 1, 300, len(data)) + data for data in answers)

    def close(self):
        self.socket.close()


class MailServer(socketserver.ThreadingTCPServer):
    """An SMTP server on 127.0.0.1: `kind` is tls (STARTTLS with testdata/certs/leaf), plain (without STARTTLS) or busy (554)."""
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, kind):
        super().__init__(("127.0.0.1", 0), MailHandler)
        self.kind = kind
        self.port = self.server_address[1]
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(CERTS / "leaf.pem", CERTS / "leaf.key")
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def handle_error(self, request, client_address):
        pass  # the client may leave at any time

    def close(self):
        self.shutdown()
        self.server_close()


class MailHandler(socketserver.BaseRequestHandler):
    def handle(self):
        with contextlib.ExitStack() as connections:
            self.talk(self.request, connections)

    def talk(self, connection, connections):
        connection.settimeout(30)
        if self.server.kind == "busy":
            connection.sendall(b"554 no service\r\n")
            return
        connection.sendall(b"220 mail.example.org ESMTP\r\n")
        while line := self.read_line(connection):
            word = line.split()[0].upper()
            if word == b"EHLO":
                offer = b"250-STARTTLS\r\n" if self.server.kind == "tls" else b""
                connection.sendall(b"250-mail.example.org\r\n" + offer + b"250 SIZE\r\n")
            elif word == b"STARTTLS":
                connection.sendall(b"220 go ahead\r\n")
                connection = connections.enter_context(self.server.context.wrap_socket(connection, server_side=True))
            elif word == b"QUIT":
                connection.sendall(b"221 bye\r\n")
                return
            else:
                connection.sendall(b"502 no\r\n")

    @staticmethod
    def read_line(connection):
        line = b""
        while not line.endswith(b"\n"):
            octet = connection.recv(1)
            if not octet:
                return b""
            line += octet
        return line
