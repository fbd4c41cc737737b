"""What each command prints and exits with when all goes well, and what the exit codes of contract 6 mean on the real binary."""
import json
import unittest

import binary
from binary import CERTS, digest


class Match(binary.Case):
    def match(self, *words):
        return self.run_danelaw("match", "--chain", str(CERTS / "leaf.pem"), *words)

    def test_authenticated_is_0(self):
        done = self.match("--tlsa", f"3 1 1 {digest('leaf')}")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertEqual(done.stdout, f"authenticated\n  record 1 at depth 0\n  3 1 1 {digest('leaf')}\n    matched\n")

    def test_mismatch_is_2(self):
        done = self.match("--tlsa", f"3 1 1 {digest('root')}", "--json")
        self.assertEqual(done.returncode, 2)
        value = json.loads(done.stdout)
        self.assertEqual((value["outcome"], value["matched"]), ("mismatch", None))

    def test_no_usable_record_is_1(self):
        done = self.match("--tlsa", f"1 1 1 {digest('leaf')}", "--tlsa", "3 1 1 ab")
        self.assertEqual(done.returncode, 1)
        self.assertTrue(done.stdout.startswith("unusable\n"))

    def test_records_come_from_a_zone_file_too(self):
        zone = self.write("tlsa.zone", f"_25._tcp.mx.example.org. 300 IN TLSA (3 1 1 ; the key\n  {digest('leaf')[:32]}\n  {digest('leaf')[32:]} )\n")
        self.assertEqual(self.match("--tlsa-file", zone).returncode, 0)

    def test_a_trust_anchor_needs_a_name_and_the_time(self):
        chain = self.write("chain.pem", "".join((CERTS / f"{name}.pem").read_text() for name in ("leaf", "intermediate", "root")))
        record = f"2 0 1 {digest('root', 'certificate')}"
        words = ["match", "--chain", chain, "--tlsa", record]
        self.assertEqual(self.run_danelaw(*words, "--name", "mx.example.org").returncode, 0)
        self.assertEqual(self.run_danelaw(*words, "--name", "mx.example.net").returncode, 2)
        self.assertEqual(self.run_danelaw(*words, "--name", "mx.example.org", "--at", "2050-01-01T00:00:00Z").returncode, 2)
        self.assert_refused(self.run_danelaw(*words), "match: a DANE-TA(2) record is matched with names, --name was expected")


class Lint(binary.Case):
    def test_valid_is_0(self):
        done = self.run_danelaw("lint", "tlsa", f"3 1 1 {digest('leaf')}", f"DANE-TA Cert SHA2-256 {digest('root', 'certificate')}")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertEqual(done.stdout, "valid\n  DANE-EE(3) SPKI(1) SHA2-256(1) usable\n  DANE-TA(2) Cert(0) SHA2-256(1) usable\n")

    def test_warned_of_is_1(self):
        done = self.run_danelaw("lint", "tlsa", f"1 1 1 {digest('leaf')}", "--json")
        value = json.loads(done.stdout)
        self.assertEqual((done.returncode, value["valid"]), (1, True))
        self.assertEqual([finding["code"] for finding in value["findings"]], ["tlsa.pkix_usage", "tlsa.all_unusable"])

    def test_invalid_is_2_and_names_the_record(self):
        done = self.run_danelaw("lint", "tlsa", f"3 1 1 {digest('leaf')}", "3 1 1 abcd")
        self.assertEqual(done.returncode, 2)
        self.assertIn("record 2: association data has 2 octets, SHA2-256(1) needs 32", done.stdout.replace("\n  ", " "))


class Explain(binary.Case):
    def test_a_code_is_0(self):
        done = self.run_danelaw("explain", "mx.null")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertEqual(done.stdout, "mx.null (info, RFC 7505 §3)\n"
                                      "  The domain says with a null MX that it takes no mail; there is nothing to\n"
                                      "  protect.\n"
                                      "  -> Nothing. If the domain sends no mail either, publish the SPF record v=spf1\n"
                                      "     -all.\n")

    def test_the_list_names_each_code_that_can_be_explained(self):
        codes = [line.split()[0] for line in self.run_danelaw("explain").stdout.splitlines()]
        self.assertGreater(len(codes), 60)
        self.assertEqual(len(codes), len(set(codes)))
        done = self.run_danelaw("explain", "--json", *codes)
        self.assertEqual([json.loads(line)["code"] for line in done.stdout.splitlines()], codes)

    def test_a_code_may_be_in_capitals(self):
        self.assertEqual(self.run_danelaw("explain", "MX.Null").stdout, self.run_danelaw("explain", "mx.null").stdout)

    def test_an_unknown_code_is_3_with_a_suggestion(self):
        self.assert_refused(self.run_danelaw("explain", "mx.nul"), '"mx.nul" is not the code of a finding, did you mean mx.null?')


class Network(binary.Case):
    """Commands that ask and connect, on loopback."""

    def setUp(self):
        super().setUp()
        self.dns = binary.Dns({"example.org MX": ["10 mx.example.org"], "mx.example.org A": ["127.0.0.1"],
                               "null.example MX": ["0 ."], "www.example.org CNAME": ["mx.example.org"]})
        self.addCleanup(self.dns.close)

    def mail_server(self, kind):
        server = binary.MailServer(kind)
        self.addCleanup(server.close)
        return server

    def test_lookup_answers_0_and_fails_3(self):
        done = self.run_danelaw("lookup", *self.resolver(self.dns), "example.org", "MX", "mx.example.org")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertEqual(done.stdout, "example.org MX: insecure, records\n  10 mx.example.org.\n  TTL 300 s\n"
                                      "mx.example.org A: insecure, records\n  127.0.0.1\n  TTL 300 s\n")
        failed = self.run_danelaw("lookup", *self.resolver(self.dns), "a.servfail.example")
        self.assertEqual(failed.returncode, 3)
        self.assertTrue(failed.stdout.startswith("a.servfail.example A: indeterminate, failed\n"))

    def test_lookup_of_what_does_not_validate_is_2(self):
        done = self.run_danelaw("lookup", "--json", *self.resolver(self.dns), "www.anchored.example")
        self.assertEqual((done.returncode, json.loads(done.stdout)["dnssec"]), (2, "bogus"))

    def test_lookup_answers_each_line_and_tells_of_those_that_are_none(self):
        lines = "# a comment\n\nexample.org MX\nexample..org\nnowhere.example\n"
        done = self.run_danelaw("lookup", "--json", *self.resolver(self.dns), "-", given=lines)
        self.assertEqual(done.returncode, 3)
        answers = [json.loads(line) for line in done.stdout.splitlines()]
        self.assertEqual([answer.get("presence") for answer in answers], ["records", None, "nx_domain"])
        self.assertTrue(done.stderr.startswith('danelaw: line 4: "example..org": '), done.stderr)
        self.assertEqual(done.stderr.count("\n"), 1)

    def test_probe_with_tls_is_0_without_1_and_unreached_3(self):
        for kind, code, outcome in (("tls", 0, "encrypted"), ("plain", 1, "cleartext"), ("busy", 3, "unreachable")):
            with self.subTest(kind=kind):
                server = self.mail_server(kind)
                done = self.run_danelaw("probe", "--json", "--allow-private", f"127.0.0.1:{server.port}")
                self.assertEqual((done.returncode, json.loads(done.stdout)["outcome"]), (code, outcome), done.stderr)

    def test_probe_shows_the_certificate_and_the_dialogue(self):
        server = self.mail_server("tls")
        done = self.run_danelaw("probe", "-v", "--allow-private", "--sni", "mx.example.org", "--ehlo", "probe.example",
                                f"127.0.0.1:{server.port}")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        for line in (f"  [127.0.0.1]:{server.port} encrypted TLS1.3, ECDSA-P256", "    certificate CN=leaf, ECDSA-P256, until 2044-01-01T00:00:00Z",
                     "    S: 220 mail.example.org ESMTP", "    C: EHLO probe.example", "    C: STARTTLS"):
            self.assertIn(f"{line}\n", done.stdout)

    def test_probe_goes_to_no_private_address_unasked(self):
        done = self.run_danelaw("probe", "127.0.0.1:25")
        self.assertEqual(done.returncode, 3)
        self.assertIn("not a public address (loopback, RFC 1122), --allow-private connects to it", done.stdout.replace("\n    ", " "))

    def test_check_of_several_domains_is_the_worst_in_their_order(self):
        server = self.mail_server("tls")
        done = self.run_danelaw("check", "--json", "--allow-private", "--port", str(server.port), *self.resolver(self.dns),
                                "null.example", "no..domain", "post@example.org", "-", given="[127.0.0.1]\n#\n\nnowhere.example\n")
        reports = [json.loads(line) for line in done.stdout.splitlines()]
        self.assertEqual([report["domain"] for report in reports], ["null.example", "example.org", "[127.0.0.1]", "nowhere.example"])
        self.assertEqual(done.returncode, 2)  # nowhere.example does not exist
        self.assertEqual(reports[3]["exit_code"], 2)
        self.assertEqual(done.stderr.count("\n"), 1, done.stderr)
        self.assertTrue(done.stderr.startswith('danelaw: "no..domain": '), done.stderr)
        self.assertEqual(reports[2]["hosts"][0]["endpoints"][0]["outcome"], "encrypted")

    def test_judge_gives_the_report_of_the_check_octet_by_octet(self):
        server = self.mail_server("tls")
        words = ["--allow-private", "--port", str(server.port), *self.resolver(self.dns), "example.org", "[127.0.0.1]"]
        checked = self.run_danelaw("check", "--json", "--save-facts", "facts.json", *words)
        judged = self.run_danelaw("judge", "--json", "facts.json")
        self.assertEqual(judged.stdout, checked.stdout)
        self.assertEqual(judged.returncode, checked.returncode)
        self.assertEqual(judged.stderr, "")
        again = self.run_danelaw("judge", "-v", "-", given=(self.folder / "facts.json").read_text())
        self.assertIn("    S: 220 mail.example.org ESMTP\n", again.stdout)

    def test_judge_goes_on_after_what_it_cannot_read(self):
        self.run_danelaw("check", "--dns-only", "--save-facts", "facts.json", *self.resolver(self.dns), "null.example")
        good = (self.folder / "facts.json").read_text()
        self.write("mixed.json", "{}\n" + good)
        done = self.run_danelaw("judge", "--json", "nosuch.json", "mixed.json", "facts.json")
        self.assertEqual(done.returncode, 3)
        self.assertEqual(done.stderr, "danelaw: nosuch.json: No such file or directory\n"
                                      "danelaw: mixed.json: line 1: schema: expected this key, it is missing\n")
        self.assertEqual(done.stdout.count('"domain":"null.example"'), 2)


if __name__ == "__main__":
    unittest.main()
