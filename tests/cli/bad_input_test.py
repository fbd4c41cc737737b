"""What a user may get wrong: one sentence that names the place and what was expected, exit 3, and nothing on standard output."""
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

BINARY = sys.argv.pop(1)
DIGEST = "a" * 64
CERTS = pathlib.Path(__file__).resolve().parents[2] / "testdata" / "certs"

# Words of the command line, and what the sentence must hold. FILE is a file with the text of the third column.
REFUSED = [
    ("", "a command was expected", None),
    ("chekc example.org", "did you mean check?", None),
    ("--json check", "the command comes first", None),
    ("check", "no domain, DOMAIN or - was expected", None),
    ("check --timeot 3 example.org", "did you mean --timeout?", None),
    ("check --chain FILE example.org", "this command has no such option", ""),
    ("check --timeout", "the value is missing, SECONDS was expected", None),
    ("check --timeout 10x example.org", "\"10x\" is not a number of seconds", None),
    ("check --timeout 0 example.org", "out of range, 1 to 86400 seconds", None),
    ("check --json= example.org", "--json: a value is given, none was expected", None),
    ("check --chain= example.org", "this command has no such option", None),
    ("check --json=yes example.org", "a value is given, none was expected", None),
    ("check --port 65536 example.org", "1 to 65535 was expected", None),
    ("check --at noon example.org", "2026-01-02T03:04:05Z or seconds since 1970 was expected", None),
    ("check -4 -6 example.org", "at most one was expected", None),
    ("check --ehlo a..b example.org", "--ehlo", None),
    ("check --source-address here example.org", "is not an IP address", None),
    ("check - -", "given twice", None),
    ("check --trust-anchor FILE example.org", "there is no DS and no DNSKEY record in it", ""),
    ("check --trust-anchor FILE example.org", "no DNS record, DS or DNSKEY was expected", "what is this\n"),
    ("check --trust-anchor /nowhere/file example.org", "cannot be read", None),
    ("check --root-hints /nowhere/file example.org", "root hints /nowhere/file: cannot be read", None),
    ("check --resolver 192.0.2 example.org", "is not ADDRESS or ADDRESS@PORT", None),
    ("check --backend bind example.org", "--backend: \"bind\" is not unbound, getdns or both", None),
    ("check --backend getdns --resolver-config FILE example.org", "--resolver-config: getdns asks a resolver", ""),
    ("lookup --backend getdns --root-hints FILE example.org", "--root-hints: getdns asks a resolver", ""),
    ("lookup --resolver 192.0.2.1 --resolver-tls dns.example example.org", "--backend getdns was expected", None),
    ("lookup --backend getdns --resolver-tls dns.example example.org", "the resolver is missing, --resolver was expected", None),
    ("lookup --backend getdns --resolver 192.0.2.1 --resolver-tls a_b..c example.org", "neither a host name nor a pin", None),
    ("lookup --backend getdns --resolver 192.0.2.1 --resolver-tls pin-sha256:AAAA example.org", "the base64 of 32 octets was expected", None),
    ("check --resolver-config FILE --resolver 192.0.2.1 example.org", "--resolver: without effect beside --resolver-config", ""),
    ("lookup --resolver-config FILE --root-hints FILE example.org", "--root-hints: without effect beside --resolver-config", ""),
    ("check --resolver-config FILE --trust-anchor FILE example.org", "--trust-anchor: without effect beside", ""),
    ("check --resolver-config FILE example.org", "line 1", "no such option\n"),
    ("check --resolver-config /dev/zero example.org", "a file of unbound.conf lines was expected", None),
    ("check --config FILE example.org", "line 2: \"port\" has no =", "timeout = 3\nport\n"),
    ("check --config FILE example.org", "\"colour\" is not the name of an option", "colour = no\n"),
    ("check --config FILE example.org", "neither yes nor no", "json = perhaps\n"),
    ("lookup", "NAME [TYPE] or - was expected", None),
    ("probe", "HOST[:PORT] was expected", None),
    ("probe mx.example.org:0", "1 to 65535 was expected", None),
    ("match", "--tlsa or --tlsa-file was expected", None),
    (f"match --tlsa 3_1_1_{DIGEST}", "--chain", None),
    (f"match --chain FILE --tlsa 3_1_1_{DIGEST}", "expected PEM with a BEGIN CERTIFICATE line", "nothing\n"),
    (f"match --chain FILE --tlsa 3_1_1_{DIGEST}", "certificate",
     "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"),
    (f"match --chain /nowhere/file --tlsa 3_1_1_{DIGEST}", "No such file", None),
    (f"match --chain {CERTS}/leaf.pem --tlsa-file FILE", "FILE: line 2: a record of _25._tcp.b among those of _25._tcp.a, the records of one owner were",
     f"_25._tcp.a. IN TLSA 3 1 1 {DIGEST}\n_25._tcp.b. IN TLSA 3 1 1 {DIGEST}\n"),
    (f"match --chain {CERTS}/leaf.pem --tlsa-file FILE", "line 1: TLSA usage", "_25._tcp.a. IN A 192.0.2.1\n"),
    (f"match --chain {CERTS}/leaf.pem --tlsa-file FILE", "line 1: \"(\" without \")\"", "_25._tcp.a. IN TLSA ( 3 1 1\n"),
    ("lint", "the kind is missing", None),
    ("lint dkim", "is not a kind that can be checked", None),
    ("lint tlsa", "no record", None),
    ("lint sts-record", "no TXT record, \"v=STSv1; id=...\" was expected", None),
    ("lint sts-policy", "no file, FILE was expected", None),
    ("judge /nowhere/file", "No such file", None),
    ("judge FILE", "", "{\"schema\":\"danelaw.facts/1\"}\n"),
    ("judge FILE", "", "[" * 200 + "\n"),
    ("explain no.such", "danelaw explain lists them all", None),
]

# Names that are none; the domains beside them are still looked at.
NO_DOMAINS = ["a..b", "user@", "x" * 64 + ".example", "192.0.2.1", "[192.0.2]", "[IPv6:192.0.2.1]", "[IPv6:::1%lo]", "example.org:25", "exa mple.org", "xn--a-\u00e9", "."]


class BadInput(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def run_danelaw(self, *words, **options):
        environment = {**os.environ, "XDG_CONFIG_HOME": str(self.folder / "none")}
        return subprocess.run([BINARY, *words], capture_output=options.pop("capture", True), env=environment, timeout=60,
                              check=False, stdin=subprocess.DEVNULL, **options)

    def assert_one_sentence(self, done, holds):
        errors = done.stderr.decode()
        self.assertEqual(done.returncode, 3, errors)
        self.assertEqual(done.stdout, b"")
        self.assertEqual(errors.count("\n"), 1, errors)
        self.assertTrue(errors.startswith("danelaw: "), errors)
        self.assertIn(holds, errors)

    def test_each_mistake_is_told_in_one_sentence(self):
        for number, (line, holds, text) in enumerate(REFUSED):
            with self.subTest(line=line):
                file = self.folder / f"file{number}"
                file.write_text(text or "")
                words = [str(file) if word == "FILE" else word.replace("_", " ") for word in line.split()]
                self.assert_one_sentence(self.run_danelaw(*words), holds.replace("FILE:", f"{file}:"))

    def test_what_is_no_domain_is_told_and_the_other_domains_are_checked(self):
        for name in NO_DOMAINS:
            with self.subTest(name=name):
                done = self.run_danelaw("check", "--json", "--dns-only", name, "[127.0.0.1]")
                self.assertEqual(done.returncode, 3)
                self.assertEqual(done.stdout.count(b'"schema":"danelaw.report/1"'), 1)
                self.assertEqual(done.stderr.count(b"\n"), 1, done.stderr)

    def test_remote_octets_in_a_word_do_not_reach_the_terminal(self):
        done = self.run_danelaw("check", "\x1b[2Jevil\n.example")
        self.assert_one_sentence(done, "\\x1b")

    def test_a_full_disk_is_an_error(self):
        with open("/dev/full", "wb") as full:
            done = self.run_danelaw("explain", capture=False, stdout=full, stderr=subprocess.PIPE)
        self.assertEqual(done.returncode, 3)
        self.assertEqual(done.stderr.count(b"\n"), 1, done.stderr)

    def test_a_closed_output_is_an_error(self):
        done = subprocess.run(["sh", "-c", 'exec "$1" explain >&-', "sh", BINARY], capture_output=True, timeout=60, check=False)
        self.assertEqual(done.returncode, 3)

    def test_help_of_every_command(self):
        for command in ("check", "match", "lookup", "probe", "judge", "explain", "lint", "tlsrpt"):
            done = self.run_danelaw(command, "--help")
            self.assertEqual(done.returncode, 0)
            self.assertIn(b"usage: danelaw " + command.encode(), done.stdout)
            self.assertIn(b"examples:", done.stdout)


if __name__ == "__main__":
    unittest.main()
