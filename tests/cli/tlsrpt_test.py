"""danelaw tlsrpt, lint tlsrpt-record and lint tlsrpt-report: the real binary on files made here."""
import base64
import gzip
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "support"))
import schemas

BINARY = sys.argv.pop(1)


def report(day, organization="Sender", successful=100, failures=(), domain="example.org"):
    """Failures are (result-type, host, sessions)."""
    return {"organization-name": organization, "contact-info": "tls@sender.example", "report-id": f"{day}-{organization}-{domain}",
            "date-range": {"start-datetime": f"{day}T00:00:00Z", "end-datetime": f"{day}T23:59:59Z"},
            "policies": [{"policy": {"policy-type": "tlsa", "policy-domain": domain},
                          "summary": {"total-successful-session-count": successful,
                                      "total-failure-session-count": sum(sessions for _, _, sessions in failures)},
                          "failure-details": [{"result-type": kind, "receiving-mx-hostname": host, "failed-session-count": sessions}
                                              for kind, host, sessions in failures]}]}


def mail(value):
    body = base64.encodebytes(gzip.compress(json.dumps(value).encode())).decode()
    return ("From: tls@sender.example\nContent-Type: multipart/report; report-type=\"tlsrpt\"; boundary=\"b\"\n\n--b\n"
            "Content-Type: text/plain\n\nA report.\n--b\nContent-Type: application/tlsrpt+gzip\n"
            f"Content-Transfer-Encoding: base64\n\n{body}\n--b--\n")


class Case(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def write(self, name, content):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else
                         (content if isinstance(content, str) else json.dumps(content)).encode())
        return str(path)

    def run_danelaw(self, *words, text=None):
        environment = {**os.environ, "XDG_CONFIG_HOME": str(self.folder / "none"), "NO_COLOR": "1"}
        done = subprocess.run([BINARY, *words], capture_output=True, input=text, env=environment, timeout=60, check=False)
        return done.returncode, done.stdout.decode(), done.stderr.decode()

    def digest(self, *words, text=None):
        code, output, errors = self.run_danelaw("tlsrpt", "--json", "--at", "2026-02-01T00:00:00Z", *words, text=text)
        value = json.loads(output)
        self.check_schema(output)
        self.assertEqual(code, value["exit_code"])
        return code, value, errors

    def check_schema(self, line):
        self.assertEqual(schemas.faults(line), [])


class Digest(Case):
    def test_no_failures_are_0(self):
        code, value, errors = self.digest(self.write("a.json", report("2026-01-01")))
        self.assertEqual((code, errors), (0, ""))
        self.assertEqual(value["state"], "no_failures")
        self.assertEqual(value["sessions"], {"successful": 100, "failed": 0, "success_rate": 1.0})

    def test_failures_are_1(self):
        code, value, _ = self.digest(self.write("a.json", report("2026-01-01", failures=[("certificate-expired", "mx.example.org", 3)])))
        self.assertEqual(code, 1)
        failure = value["failures"][0]
        self.assertEqual((failure["result_type"], failure["mx_host"], failure["sessions"], failure["new"]),
                         ("certificate-expired", "mx.example.org", 3, None))
        self.assertEqual(failure["senders"], [{"organization": "Sender", "sessions": 3}])

    def test_half_of_the_last_day_failing_is_2(self):
        code, value, _ = self.digest(self.write("a.json", report("2026-01-01", successful=5, failures=[("x", "", 5)])))
        self.assertEqual((code, len(value["alarms"])), (2, 1))

    def test_a_new_failure_is_2_and_marked(self):
        paths = [self.write("a.json", report("2026-01-01")),
                 self.write("b.json", report("2026-01-02", failures=[("dnssec-invalid", "mx.example.org", 2)]))]
        code, value, _ = self.digest(*paths)
        self.assertEqual((code, value["failures"][0]["new"]), (2, True))
        _, text, _ = self.run_danelaw("tlsrpt", "--at", "2026-02-01T00:00:00Z", *paths)
        self.assertIn("NEW example.org: dnssec-invalid at mx.example.org", text)
        self.assertIn("202 sessions, 2 failed: 99.0 % successful", text)

    def test_a_folder_is_read_whatever_its_files_are(self):
        box = self.folder / "box"
        self.write("box/cur/1", mail(report("2026-01-01", "A")))
        self.write("box/new/2", mail(report("2026-01-02", "B")))
        self.write("box/deeper/3.json.gz", gzip.compress(json.dumps(report("2026-01-03", "C")).encode()))
        self.write("box/cur/4", "Subject: lunch\n\nAt noon?\n")
        self.write("box/tmp/5", mail(report("2026-01-09", "D")))
        self.write("box/.hidden/6", mail(report("2026-01-09", "E")))
        os.symlink(box, box / "loop")
        code, value, errors = self.digest(str(box))
        self.assertEqual((code, value["reports"], value["without_report"]), (0, 3, 1))
        self.assertEqual((value["first_day"], value["last_day"]), ("2026-01-01", "2026-01-03"))
        self.assertEqual(errors, f"danelaw: {box}: 1 without a TLS report passed over\n")

    def test_an_mbox_and_standard_input_are_read(self):
        mbox = "".join(f"From x Thu Jan  1 00:00:00 2026\n{mail(report(day))}\n" for day in ("2026-01-01", "2026-01-02"))
        self.assertEqual(self.digest(self.write("mbox", mbox))[1]["reports"], 2)
        self.assertEqual(self.digest("-", text=mbox.encode())[1]["reports"], 2)

    def test_duplicates_count_once(self):
        path = self.write("a.json", report("2026-01-01"))
        _, value, _ = self.digest(path, path, self.write("a.eml", mail(report("2026-01-01"))))
        self.assertEqual((value["reports"], value["duplicates"], value["sessions"]["successful"]), (1, 2, 100))

    def test_a_broken_report_is_named_in_one_sentence_and_the_rest_counts(self):
        broken = self.write("broken.json", "{\"organization-name\": 1}")
        code, value, errors = self.digest(broken, self.write("a.json", report("2026-01-01")))
        self.assertEqual((code, value["reports"]), (1, 1))
        self.assertEqual(errors, f"danelaw: {broken}: organization-name: 1 stands there, expected a text\n")
        self.assertEqual(value["unreadable"], [{"source": broken, "reason": "organization-name: 1 stands there, expected a text"}])

    def test_a_report_of_tomorrow_is_passed_over(self):
        code, value, errors = self.digest(self.write("a.json", report("2026-02-02")), self.write("b.json", report("2026-01-31")))
        self.assertEqual((code, value["last_day"]), (1, "2026-01-31"))
        self.assertIn("which is not yet", errors)

    def test_a_bomb_is_one_sentence(self):
        code, value, errors = self.digest(self.write("a.json.gz", gzip.compress(b" " * (50 << 20))))
        self.assertEqual((code, value["reports"]), (3, 0))
        self.assertIn("more than 33554432 octets unpacked", errors)

    def test_nothing_to_read_is_3(self):
        missing = str(self.folder / "missing")
        code, value, errors = self.digest(missing)
        self.assertEqual((code, value["unreadable"][0]["source"]), (3, missing))
        self.assertEqual(errors, f"danelaw: {missing}: No such file or directory\n")
        self.assertEqual(self.digest(self.write("empty/x", "Subject: y\n\nz\n"))[0], 3)
        self.assertEqual(self.run_danelaw("tlsrpt")[0], 3)

    def test_names_from_reports_cannot_reach_the_terminal(self):
        path = self.write("a.json", report("2026-01-01", "Evil\x1b[2J", failures=[("x\ny", "\x1b]0;mx\x07", 1)]))
        _, text, _ = self.run_danelaw("tlsrpt", path)
        self.assertNotIn("\x1b", text)
        self.assertIn("Evil\\x1b[2J", text)


class Lint(Case):
    def lint(self, *words):
        code, output, _ = self.run_danelaw("lint", *words, "--json")
        self.check_schema(output)
        return code, json.loads(output)

    def test_a_record(self):
        code, value = self.lint("tlsrpt-record", "v=TLSRPTv1; rua=mailto:a@example.org,https://example.org/r")
        self.assertEqual((code, value["kind"], value["value"]),
                         (0, "tlsrpt-record", {"rua": ["mailto:a@example.org", "https://example.org/r"]}))
        self.assertEqual(self.lint("tlsrpt-record", "v=TLSRPTv1; rua=mailto:a@example.org,ftp://x")[0], 1)
        self.assertEqual(self.lint("tlsrpt-record", "v=TLSRPTv1")[0], 2)
        self.assertEqual(self.lint("tlsrpt-record", *["v=TLSRPTv1; rua=mailto:a@example.org"] * 2)[0], 2)

    def test_a_report(self):
        code, value = self.lint("tlsrpt-report", self.write("a", mail(report("2026-01-01", failures=[("tlsa-invalid", "mx", 4)]))))
        self.assertEqual((code, value["valid"]), (0, True))
        policy = value["value"]["policies"][0]
        self.assertEqual((policy["type"], policy["domain"], policy["successes"], policy["failures"], policy["result_types"]),
                         ("tlsa", "example.org", 100, 4, ["tlsa-invalid"]))
        self.assertEqual(value["value"]["period"], {"start": "2026-01-01T00:00:00Z", "end": "2026-01-01T23:59:59Z"})
        code, value = self.lint("tlsrpt-report", self.write("b", report("2026-01-01", failures=[("new-word", "mx", 4)])))
        self.assertEqual((code, value["valid"], value["findings"][0]["code"]), (1, True, "tlsrpt.report_deviates"))
        code, value = self.lint("tlsrpt-report", self.write("c", "Subject: x\n\ny"))
        self.assertEqual((code, value["valid"], value["value"]), (2, False, None))
        self.assertEqual(self.run_danelaw("lint", "tlsrpt-report", str(self.folder / "missing"))[0], 3)


if __name__ == "__main__":
    unittest.main()
