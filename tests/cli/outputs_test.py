"""Outputs that are closed, full, gone or a terminal."""
import json
import os
import pty
import signal
import subprocess
import unittest

import binary
from binary import BINARY, digest

LITERAL = ["--dns-only", "[127.0.0.1]"]  # needs neither DNS nor a connection


class Outputs(binary.Case):
    def test_a_closed_output_is_an_error(self):
        for redirection in (">&-", "<&- >&-"):
            done = self.run_shell(f'exec "$0" explain {redirection}')
            self.assertEqual((done.returncode, done.stderr), (3, "danelaw: standard output: Bad file descriptor\n"))

    def test_a_full_output_is_an_error(self):
        for words in (["explain"], ["--help"], ["--version"], ["check", "--help"], ["check", *LITERAL], ["lint", "tlsa", f"3 1 1 {digest('leaf')}"]):
            with self.subTest(words=words):
                done = self.run_shell('exec "$0" "$@" >/dev/full', *words)
                self.assertEqual((done.returncode, done.stderr), (3, "danelaw: standard output: No space left on device\n"))

    def test_no_file_of_ours_becomes_standard_output(self):
        """The first file that is opened gets the first free descriptor, which was standard output."""
        done = self.run_shell('exec "$0" check --save-facts facts.json "$@" >&-', *LITERAL)
        self.assertEqual((done.returncode, done.stderr), (3, "danelaw: standard output: Bad file descriptor\n"))
        facts = (self.folder / "facts.json").read_text()
        self.assertEqual(facts.count("\n"), 1)
        self.assertEqual(json.loads(facts)["schema"], "danelaw.facts/1")

    def test_facts_are_saved_although_the_report_cannot_be_written(self):
        self.run_shell('exec "$0" check --save-facts facts.json "$@" >/dev/full', *LITERAL)
        self.assertEqual(json.loads((self.folder / "facts.json").read_text())["schema"], "danelaw.facts/1")

    def test_facts_that_cannot_be_saved_are_an_error_before_anything_is_checked(self):
        for path, why in (("nowhere/facts.json", "No such file or directory"), (".", "Is a directory")):
            self.assert_refused(self.run_danelaw("check", "--save-facts", path, *LITERAL), f"--save-facts: {path}: {why}")

    def test_facts_that_find_no_room_take_no_report_with_them(self):
        done = self.run_danelaw("check", "--json", "--save-facts", "/dev/full", *LITERAL, "[127.0.0.2]")
        self.assertEqual((done.returncode, done.stderr), (3, "danelaw: --save-facts: /dev/full: No space left on device\n"))
        self.assertEqual([json.loads(line)["domain"] for line in done.stdout.splitlines()], ["[127.0.0.1]", "[127.0.0.2]"])

    def test_a_file_that_may_not_grow_is_an_error(self):
        """Beyond ulimit -f the kernel sends a signal that ends the program without a word."""
        done = self.run_shell('ulimit -f 1; exec "$0" check --json --output reports "$@"', *LITERAL, "[127.0.0.2]", "[127.0.0.3]")
        self.assertEqual(done.returncode, 3)
        self.assertRegex(done.stderr, r"^danelaw: --output: reports\.\d+\.tmp: File too large\n$")
        self.assertEqual(list(self.folder.iterdir()), [])

    def test_an_empty_list_is_no_list_that_is_well(self):
        """What makes the list has failed; `make-list | danelaw check -` must not be green then."""
        for given in ("", "\n# nothing\n \n"):
            for command in ("check", "lookup"):
                done = self.run_danelaw(command, "-", given=given)
                self.assert_refused(done, "standard input: it is empty, a name a line was expected")
        self.write("x.prom", "old\n")
        done = self.run_danelaw("check", "--format", "prometheus", "--output", "x.prom", "-")
        self.assertEqual((done.returncode, (self.folder / "x.prom").read_text()), (3, "old\n"))

    def test_a_list_that_cannot_be_read_to_its_end_keeps_what_was_found(self):
        for where in ([], ["--output", "reports"]):
            done = self.run_danelaw("check", "--json", "--dns-only", *where, "-", "[127.0.0.3]", given="[127.0.0.1]\n[127.0.0.2]\n" + "a" * 3000000)
            reports = (self.folder / "reports").read_text() if where else done.stdout
            self.assertEqual([json.loads(line)["domain"] for line in reports.splitlines()], ["[127.0.0.1]", "[127.0.0.2]", "[127.0.0.3]"])
            self.assertEqual((done.returncode, done.stderr), (3, "danelaw: standard input: a line is too long to be a list of names\n"))

    def test_who_is_killed_leaves_nothing_behind(self):
        for signal_name in ("SIGTERM", "SIGKILL"):
            facts = self.folder / "facts"
            facts.unlink(missing_ok=True)
            running = subprocess.Popen([BINARY, "check", "--dns-only", "--output", "x.prom", "--save-facts", "facts", "-"],
                                       stdin=subprocess.PIPE, cwd=self.folder, env=self.environment())
            running.stdin.write(b"[127.0.0.1]\n")
            running.stdin.flush()
            while running.poll() is None and not (facts.exists() and facts.read_text().endswith("\n")):
                pass
            running.send_signal(getattr(signal, signal_name))
            running.communicate(timeout=60)
            self.assertEqual([path.name for path in self.folder.iterdir()], ["facts"], signal_name)

    def test_one_file_for_two_outputs_is_refused(self):
        for first, second in (("save-facts", "output"), ("save-facts", "state"), ("state", "output")):
            done = self.run_danelaw("check", f"--{second}", "x", f"--{first}", "x", *LITERAL)
            self.assert_refused(done, f"--{first} and --{second}: both name x, a file for each was expected")
        self.assertEqual(list(self.folder.iterdir()), [])

    def test_errors_nobody_can_see_are_still_an_exit_code(self):
        for redirection in ("2>&-", "2>/dev/full", ">&- 2>&-"):
            self.assertEqual(self.run_shell(f'exec "$0" frobnicate {redirection}').returncode, 3, redirection)

    def test_a_reader_that_has_read_enough_ends_it_quietly(self):
        done = self.run_shell('"$0" explain | head -n 1; "$0" explain --json | true')
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertEqual(done.stdout.count("\n"), 1)

    def test_standard_input_that_is_closed_is_told(self):
        done = self.run_shell('exec "$0" judge - <&-')
        self.assertEqual((done.returncode, done.stderr), (3, "danelaw: standard input: Bad file descriptor\n"))
        done = self.run_shell('exec "$0" check --dns-only - <&-')
        self.assertEqual((done.returncode, done.stderr), (3, "danelaw: standard input: Bad file descriptor\n"))


class Metrics(binary.Case):
    def test_a_line_that_is_no_domain_is_watched_as_unknown(self):
        """Else a slip of the pen in the list of domains would be a domain that nobody watches."""
        anchor = self.write("anchor", f". IN DS 1 13 2 {'a' * 64}\n")
        done = self.run_danelaw("check", "--format", "prometheus", "--output", "x.prom", "--dns-only", "--trust-anchor", anchor, "-",
                                given='exa mple..org\n[127.0.0.1]\na"b..c\\\n')
        self.assertEqual((done.returncode, done.stdout, done.stderr.count("\n")), (3, "", 2))
        lines = (self.folder / "x.prom").read_text().splitlines()
        for label in ("exa mple..org", r'a\"b..c\\x5c'):
            of_it = [line for line in lines if f'domain="{label}"' in line]
            self.assertEqual(of_it, [f'danelaw_verdict{{domain="{label}",verdict="{verdict}"}} {value}'
                                     for verdict, value in (("fail", 0), ("none", 0), ("partial", 0), ("pass", 0), ("unknown", 1))] +
                             [f'danelaw_exit_code{{domain="{label}"}} 3'])
        self.assertTrue(any(line.startswith('danelaw_last_check_timestamp_seconds{domain="[127.0.0.1]"}') for line in lines))

    def test_a_list_with_nothing_but_slips_has_metrics_too(self):
        done = self.run_danelaw("check", "--format", "prometheus", "exa mple..org")
        self.assertEqual((done.returncode, 'danelaw_exit_code{domain="exa mple..org"} 3\n' in done.stdout), (3, True))


class Colour(binary.Case):
    def on_terminal(self, *words, **environment):
        reader, writer = pty.openpty()
        done = subprocess.run([BINARY, *words], stdin=subprocess.DEVNULL, stdout=writer, stderr=subprocess.PIPE, check=False,
                              timeout=60, env=self.environment(**environment))
        os.close(writer)
        shown = b""
        while True:
            try:
                piece = os.read(reader, 65536)
            except OSError:  # Linux says EIO at the end
                break
            if not piece:
                break
            shown += piece
        os.close(reader)
        self.assertEqual(done.stderr, b"")
        return shown

    def test_only_a_terminal_that_can_gets_colour(self):
        words = ["lint", "tlsa", f"3 1 1 {digest('leaf')}"]
        self.assertIn(b"\x1b[32mvalid\x1b[0m", self.on_terminal(*words, TERM="xterm"))
        for environment in ({"TERM": "dumb"}, {}, {"TERM": "xterm", "NO_COLOR": "1"}):
            self.assertNotIn(b"\x1b", self.on_terminal(*words, **environment))
        self.assertNotIn(b"\x1b", self.on_terminal(*words, "--no-color", TERM="xterm"))
        self.assertNotIn(b"\x1b", self.on_terminal("check", *LITERAL, "--json", TERM="xterm"))
        self.assertIn(b"\x1b", self.on_terminal(*words, TERM="xterm", NO_COLOR=""))  # no-color.org: not empty
        self.assertNotIn("\x1b", self.run_danelaw(*words, environment={"TERM": "xterm"}).stdout)


if __name__ == "__main__":
    unittest.main()
