"""Where options come from: the command line before --config, before the user's file, before the system's."""
import unittest

import binary

LITERAL = ["--dns-only", "[127.0.0.1]"]


class Configuration(binary.Case):
    def is_json(self, *words, **environment):
        done = self.run_danelaw("check", *words, *LITERAL, environment=environment)
        self.assertEqual(done.stderr, "")
        return done.stdout.startswith("{")

    def test_the_file_of_a_resolver_takes_the_place_of_weaker_settings(self):
        unbound = self.write("unbound.conf", "server:\n")
        named = self.write("mine.conf", f"resolver-config = {unbound}\n")
        self.write(".config/danelaw/danelaw.conf", "resolver = 192.0.2.1\ntrust-anchor = /nonexistent\n")
        self.assertTrue(self.is_json("--json", "--resolver-config", unbound))
        self.assertTrue(self.is_json("--json", "--config", named))
        done = self.run_danelaw("check", "--config", named, "--resolver", "192.0.2.1", *LITERAL)
        self.assert_refused(done, "--resolver: without effect beside --resolver-config, whose file has to say all of the resolver")

    def test_the_users_file_is_read_where_xdg_says(self):
        self.assertFalse(self.is_json())
        self.write(".config/danelaw/danelaw.conf", "json = yes\n")
        self.assertTrue(self.is_json())
        self.write("elsewhere/danelaw/danelaw.conf", "json = no\n")
        self.assertFalse(self.is_json(XDG_CONFIG_HOME=str(self.folder / "elsewhere")))
        self.assertTrue(self.is_json(XDG_CONFIG_HOME="elsewhere"))  # a relative path there is invalid: ignored
        self.assertTrue(self.is_json(XDG_CONFIG_HOME=""))
        self.assertFalse(self.is_json(HOME=""))

    def test_what_is_said_nearer_wins(self):
        self.write(".config/danelaw/danelaw.conf", "json = no\n")
        named = self.write("named.conf", "json = yes\n")
        self.assertTrue(self.is_json("--config", named))
        self.write(".config/danelaw/danelaw.conf", "json = yes\n")
        self.assertTrue(self.is_json("--json"))

    def test_a_family_that_was_chosen_is_not_joined_by_another(self):
        named = self.write("named.conf", "ipv6 = yes\n")
        done = self.run_danelaw("check", "--config", named, "-4", "--source-address", "127.0.0.1", *LITERAL)
        self.assertEqual(done.stderr, "")
        done = self.run_danelaw("check", "--config", named, "--source-address", "127.0.0.1", *LITERAL)
        self.assert_refused(done, '--source-address: "127.0.0.1" is of the other family than -6')

    def test_both_families_at_once_are_none_and_refused(self):
        """Neither would be connected to, and a domain without endpoints would look like one without DANE."""
        named = self.write("named.conf", "ipv4 = yes\nipv6 = yes\n")
        for words in ((), ("-4",)):
            done = self.run_danelaw("check", *words, "--config", named, *LITERAL)
            self.assert_refused(done, f"{named}: ipv4 and ipv6: both are given, at most one was expected")
        self.assertFalse(self.is_json("--config", self.write("named.conf", "ipv4 = yes\nipv6 = no\n")))

    def test_an_address_of_the_other_family_is_refused_and_the_rest_goes_on(self):
        done = self.run_danelaw("check", "--json", "--dns-only", "-4", "[IPv6:::1]", "a@[127.0.0.1]")
        self.assertEqual((done.returncode, done.stderr), (3, 'danelaw: "[IPv6:::1]" is an IPv6 address, which -4 leaves out\n'))
        self.assertEqual(done.stdout.count("\n"), 1)
        self.assert_refused(self.run_danelaw("check", "--dns-only", "-6", "[127.0.0.1]"), '"[127.0.0.1]" is an IPv4 address, which -6 leaves out')
        self.assert_refused(self.run_danelaw("probe", "-4", "[::1]:1"), "[::1]:1: an IPv6 address, which -4 leaves out")

    def test_comments_blank_lines_and_spaces_are_allowed(self):
        self.assertTrue(self.is_json("--config", self.write("a.conf", "# a comment\n\n   json=YES\r\n\ttimeout  =  5\n")))
        self.assertTrue(self.is_json("--config", self.write("b.conf", "json = on")))

    def test_faults_are_told_with_file_and_line(self):
        for text, sentence in (("json\n", 'line 1: "json" has no =, name = value was expected'),
                               ("\n#\njson = maybe\n", 'line 3: json: "maybe" is neither yes nor no'),
                               ("frob = 1\n", 'line 1: "frob" is not the name of an option'),
                               ("help = yes\n", 'line 1: "help" is not the name of an option'),
                               ("config = x\n", 'line 1: "config" is not the name of an option'),
                               ("timeout =\n", "line 1: timeout: the value is missing"),
                               ("timeout = 1\ntimeout = 2\n", "line 2: timeout: given twice, once was expected")):
            with self.subTest(text=text):
                path = self.write("faulty.conf", text)
                self.assert_refused(self.run_danelaw("check", "--config", path, *LITERAL), f"{path}: {sentence}")
        user = self.write(".config/danelaw/danelaw.conf", "json\n")
        self.assert_refused(self.run_danelaw("explain", "mx.null"), f'{user}: line 1: "json" has no =, name = value was expected')

    def test_a_value_is_checked_wherever_it_comes_from(self):
        path = self.write("named.conf", "timeout = soon\n")
        self.assert_refused(self.run_danelaw("check", "--config", path, *LITERAL), '--timeout: "soon" is not a number of seconds')

    def test_files_that_cannot_be_read_are_told(self):
        self.assert_refused(self.run_danelaw("check", "--config", "none", *LITERAL), "--config: none: No such file or directory")
        self.assert_refused(self.run_danelaw("check", "--config", ".", *LITERAL), "--config: .: Is a directory")
        (self.folder / ".config/danelaw/danelaw.conf").mkdir(parents=True)
        self.assert_refused(self.run_danelaw("explain"), f"{self.folder}/.config/danelaw/danelaw.conf: Is a directory")

    def test_options_of_other_commands_in_a_file_do_not_disturb(self):
        self.assertTrue(self.is_json("--config", self.write("all.conf", "json = yes\nsni = mx.example.org\nprofile = any\n")))


if __name__ == "__main__":
    unittest.main()
