"""--help and --version: what they list is what is built, and the examples run."""
import re
import shutil
import unittest

import binary
from binary import BINARY, CERTS, digest

OPTION = re.compile(r"^  (?:-(\w), |    )--([\w-]+)(?: (\S.*?))?(?:  +|$)")
# A value for each placeholder that is no file; files are made by the test.
VALUES = {"SECONDS": "5", "NUMBER": "2525", "ADDRESS": "127.0.0.1", "NAME": "mx.example.org", "TIME": "2026-01-01T00:00:00Z",
          "ADDR[@PORT]": "127.0.0.1@1", "smtp|any": "smtp"}



def help_code(command):
    return 3 if command == "monitor" else 0  # the plugins' own convention


class Help(binary.Case):
    def commands(self):
        text = self.run_danelaw("--help").stdout
        return re.findall(r"^  ([a-z]+) {2,}", text, flags=re.MULTILINE)

    def options(self, command):
        lines = self.run_danelaw(command, "--help").stdout.splitlines()
        return [match.groups() for match in map(OPTION.match, lines) if match]

    def test_every_command_is_listed_and_has_help(self):
        commands = self.commands()
        for expected in ("check", "match", "lookup", "probe", "judge", "explain", "lint"):
            self.assertIn(expected, commands)
        for command in commands:
            done = self.run_danelaw(command, "--help")
            self.assertEqual((done.returncode, done.stderr), (help_code(command), ""))
            self.assertTrue(done.stdout.startswith(f"usage: danelaw {command} "), done.stdout)
            for part in ("\nexit code: ", "\nexamples:\n", "\ncommon options:\n"):
                self.assertIn(part, done.stdout)
            self.assertEqual(self.run_danelaw(command, "-h").stdout, done.stdout)

    def test_a_word_that_is_no_command_is_refused(self):
        for word in ("help", "Check", "checks", "domain"):
            self.assertNotIn(word, self.commands())
            done = self.run_danelaw(word, "--help")
            self.assertEqual((done.returncode, done.stdout), (3, ""))

    def test_every_option_that_is_listed_is_taken_and_no_other(self):
        listed = {command: {name for _, name, _ in self.options(command)} for command in self.commands()}
        everything = set().union(*listed.values())
        for command, own in listed.items():
            for name in sorted(everything):
                # The value is missing or superfluous, or the rest of the line is: anything but an option that is not there.
                done = self.run_danelaw(command, f"--{name}=", "--help")
                errors = done.stdout if command == "monitor" else done.stderr
                known = "no such option" not in errors and "unknown option" not in errors
                if name in own:
                    self.assertTrue(known, f"{command} --{name}: {errors}")
                elif known:
                    self.assertIn(name, COMMON, f"{command} --{name} is taken, but not listed")

    def test_every_option_is_taken_with_a_value_such_as_it_shows(self):
        file = self.write("file", "")
        for command in self.commands():
            for letter, name, value in self.options(command):
                self.assertNotIn(" ", re.sub('"[^"]*"', "", value or ""), f"{command} --{name}: its value runs into what it is for")
                words = [f"--{name}"] if value is None else [f"--{name}", VALUES.get(value, file)]
                done = self.run_danelaw(command, *words, "--help")
                self.assertEqual((done.returncode, done.stderr), (help_code(command), ""), f"{command} {words}")
                if letter:
                    done = self.run_danelaw(command, f"-{letter}", *words[1:], "--help")
                    self.assertEqual((done.returncode, done.stderr), (help_code(command), ""), f"{command} -{letter}")

    def test_version(self):
        done = self.run_danelaw("--version")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertRegex(done.stdout, r"\Adanelaw \d+\.\d+\.\d+\nlibunbound \d[\d.]*, GnuTLS \d[\d.]*, Boost \d[\d.]*\n\Z")
        self.assertEqual(self.run_danelaw("-V").stdout, done.stdout)


# Every command takes these, so that a script or a file can share them (contract 5); help lists them where they matter.
COMMON = {"timeout", "connect-timeout", "port", "ipv4", "ipv6", "source-address", "ehlo", "ca-file", "trust-anchor", "root-hints",
          "resolver", "resolver-tls", "backend", "resolver-config", "at", "config", "json", "verbose", "no-color", "help"}

# What the commands of the examples exit with here, where the DNS knows nothing and is not signed.
EXAMPLE_CODES = {"check": {2, 3}, "lookup": {0}, "probe": {3}, "match": {0}, "judge": {0, 2, 3}, "explain": {0}, "lint": {0, 1}}


class Examples(binary.Case):
    def setUp(self):
        super().setUp()
        dns = binary.Dns({})
        self.addCleanup(dns.close)
        resolver = self.resolver(dns)
        self.write(".config/danelaw/danelaw.conf", f"resolver = {resolver[1]}\ntrust-anchor = {resolver[3]}\n")
        self.write("domains.txt", "example.org\n")
        self.write("tlsa.zone", f"_25._tcp.mx1.example.org. IN TLSA 3 1 1 {digest('leaf')}\n")
        shutil.copy(CERTS / "leaf.pem", self.folder / "chain.pem")
        (self.folder / "bin").mkdir()
        (self.folder / "bin" / "danelaw").symlink_to(BINARY)

    def test_they_run(self):
        text = self.run_danelaw("--help").stdout
        for command in re.findall(r"^  ([a-z]+) {2,}", text, flags=re.MULTILINE):
            shown = self.run_danelaw(command, "--help").stdout
            examples = re.findall(r"^  (danelaw .*)$", shown[shown.index("examples:"):], flags=re.MULTILINE)
            if command == "monitor":
                continue  # shown under its other name
            self.assertTrue(examples, command)
            for example in examples:
                if command not in EXAMPLE_CODES or "sts-" in example or "tlsrpt" in example:
                    continue  # they have tests, and files, of their own
                with self.subTest(example=example):
                    done = self.run_shell(f'PATH="{self.folder}/bin:$PATH"; {example}', DIGEST=digest("leaf"),
                                          CA_DIGEST=digest("root", "certificate"))
                    self.assertIn(done.returncode, EXAMPLE_CODES[example.split()[1]], done.stderr + done.stdout)
                    for wrong in ("option", "expected", "command"):
                        self.assertNotIn(wrong, done.stderr)


if __name__ == "__main__":
    unittest.main()
