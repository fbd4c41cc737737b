"""The scripted SMTP server: does what no honest mail server would. A process of its own, told by a JSON file who says what.

A script is a list of steps, one a line of text:
    say TEXT            sends TEXT, CRLF; `|` in TEXT separates lines
    raw TEXT            sends TEXT as it is, with Python escapes (`\\r\\n`, `\\x15`), and nothing after it
    hear [WORD]         reads lines until one starts with WORD (or one line)
    head                reads lines up to an empty one (of an HTTP request)
    pace SECONDS        waits that long before each later `say`
    take                waits for octets and forgets them (a ClientHello)
    wait SECONDS        | drip SECONDS TEXT  (an octet at a time) | flood TEXT  (that line for ever)
    tls                 the handshake, with the server's chain
    serve               answers EHLO, HELO, NOOP, QUIT politely until the client goes
    close | reset | stall | abandon   (FIN, RST, silence with the connection open, TCP end without close_notify)
Shorthands: greet, offer (EHLO with STARTTLS), accept (220 to STARTTLS), begin (all three), rest (tls, serve).
"""
import json
import socket
import ssl
import struct
import sys
import threading
import time

SHORTHANDS = {
    "greet": ["say 220 mx.lab ESMTP scripted"],
    "offer": ["hear EHLO", "say 250-mx.lab|250-SIZE 1000|250 STARTTLS"],
    "accept": ["hear STARTTLS", "say 220 2.0.0 ready"],
    "begin": ["greet", "offer", "accept"],
    "rest": ["tls", "serve"],
}
DEFAULT = ["begin", "rest"]
PATIENCE = 120  # a client that stays longer is not ours


def expanded(steps):
    for step in steps:
        if step in SHORTHANDS:
            yield from expanded(SHORTHANDS[step])
        else:
            yield step


class Gone(Exception):
    """The client left, or the script ends the session."""


class Session:
    def __init__(self, connection, server):
        self.connection, self.server = connection, server
        self.buffer, self.pace = b"", 0
        connection.settimeout(PATIENCE)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def run(self):
        try:
            for step in expanded(self.server["script"] or DEFAULT):
                word, _, rest = step.partition(" ")
                getattr(self, f"do_{word}")(rest)
        except (Gone, OSError, ssl.SSLError):
            pass
        finally:
            self.connection.close()

    def send(self, octets):
        self.connection.sendall(octets)

    def line(self):
        while b"\n" not in self.buffer:
            octets = self.connection.recv(4096)
            if not octets:
                raise Gone
            self.buffer += octets
        line, _, self.buffer = self.buffer.partition(b"\n")
        text = line.decode("latin-1").strip()
        with open(self.server["heard"], "a", encoding="utf-8") as file:
            file.write(text + "\n")
        return text

    def do_pace(self, seconds):
        self.pace = float(seconds)

    def do_say(self, text):
        time.sleep(self.pace)
        self.do_raw(text.replace("|", "\\r\\n") + "\\r\\n")

    def do_raw(self, text):
        self.send(text.encode("latin-1").decode("unicode_escape").encode("latin-1"))

    def do_hear(self, word):
        while not self.line().upper().startswith(word):
            pass

    def do_head(self, _):
        while self.line():
            pass

    def do_take(self, _):
        if not self.connection.recv(4096):
            raise Gone

    def do_wait(self, seconds):
        time.sleep(float(seconds))

    def do_drip(self, rest):
        seconds, _, text = rest.partition(" ")
        for character in text:
            self.send(character.encode("latin-1"))
            time.sleep(float(seconds))

    def do_flood(self, text):
        while True:
            self.send((text + "\r\n").encode("latin-1") * 50)

    def do_tls(self, _):
        self.connection = self.server["context"].wrap_socket(self.connection, server_side=True)
        self.buffer = b""

    def do_serve(self, _):
        while True:
            word = self.line().upper().split(" ")[0]
            self.do_say("221 2.0.0 bye" if word == "QUIT" else "250 2.0.0 mx.lab")
            if word == "QUIT":
                raise Gone

    def do_close(self, _):
        raise Gone

    def do_abandon(self, _):
        """Ends TCP below TLS: the client never sees close_notify."""
        self.connection.shutdown(socket.SHUT_RDWR)
        raise Gone

    def do_reset(self, _):
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        raise Gone

    def do_stall(self, _):
        while self.connection.recv(4096):
            pass


def context_of(server):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    settings = server["settings"]
    if "ciphers" in settings:
        context.set_ciphers(settings["ciphers"])
    context.minimum_version = ssl.TLSVersion[settings.get("min", "TLSv1")]
    context.maximum_version = ssl.TLSVersion[settings.get("max", "TLSv1_3")]
    for file in server["chains"]:
        context.load_cert_chain(file)
    wanted = settings.get("only_sni")
    if wanted:
        context.sni_callback = lambda _, name, __: None if name == wanted else ssl.ALERT_DESCRIPTION_UNRECOGNIZED_NAME
    return context


def listen(address, port):
    listener = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((address, port))
    listener.listen(64)
    return listener


def accept_for_ever(listener, server):
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=Session(connection, server).run, daemon=True).start()


def fall_silent(address, port):
    """A full queue drops every SYN: the address that answers nothing, as behind a firewall."""
    listener = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET)
    listener.bind((address, port))
    listener.listen(0)
    fillers = []
    for _ in range(4):
        filler = socket.socket(listener.family)
        filler.setblocking(False)
        filler.connect_ex((address, port))
        fillers.append(filler)
    return [listener, *fillers]


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        told = json.load(file)
    kept = []
    for server in told["servers"]:
        if server["kind"] == "silent":
            kept += [fall_silent(address, server["port"]) for address in server["addresses"]]
            continue
        server["context"] = context_of(server) if server["chains"] else None
        for address in server["addresses"]:
            listener = listen(address, server["port"])
            threading.Thread(target=accept_for_ever, args=(listener, server), daemon=True).start()
    ready = listen(*told["ready"])  # says that all others listen
    while True:
        ready.accept()[0].close()


if __name__ == "__main__":
    main()
