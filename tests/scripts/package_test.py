"""Whether scripts/package --install purges nobody's own packages: it begins only where dpkg knows of neither of ours."""
import os
import pathlib
import subprocess
import tempfile
import unittest

SCRIPT = pathlib.Path(__file__).resolve().parents[2] / "scripts" / "package"
# Stand-ins for what the script asks of the machine: it is root, all that it needs is there, and git ends it before it builds.
STAND_INS = {
    "id": "echo 0",
    "git": "echo the build begins >&2; exit 1",
    "dpkg-query": """
found=1
for word; do
    case $word in
        danelaw|danelaw-monitoring) grep "^$word " "$STATES" && found=0 ;;
        -*|*Status*) ;;
        *) echo "$word installed" ;;
    esac
done
exit $found""",
}


class Install(unittest.TestCase):
    def complaint(self, *states):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            for tool, text in STAND_INS.items():
                (folder / tool).write_text(f"#!/bin/sh\n{text}\n")
                (folder / tool).chmod(0o755)
            (folder / "states").write_text("".join(f"{state}\n" for state in states))
            environment = {**os.environ, "PATH": f"{folder}:{os.environ['PATH']}", "STATES": str(folder / "states"), "TMPDIR": name}
            done = subprocess.run([str(SCRIPT), "--install", str(folder / "target")], capture_output=True, text=True, timeout=60,
                                  check=False, stdin=subprocess.DEVNULL, env=environment)
        self.assertNotEqual(done.returncode, 0)
        self.assertEqual(done.stdout, "")
        return done.stderr

    def test_what_dpkg_knows_of_is_not_purged(self):
        for states in (["danelaw installed"], ["danelaw-monitoring installed"], ["danelaw config-files"],
                       ["danelaw not-installed", "danelaw-monitoring config-files"], ["danelaw half-configured"]):
            with self.subTest(states=states):
                complaint = self.complaint(*states)
                self.assertIn(f"--install: {states[-1]}: it would be purged", complaint)
                self.assertNotIn("the build begins", complaint)

    def test_what_was_never_there_or_is_gone_is_no_reason(self):
        for states in ([], ["danelaw not-installed"], ["danelaw not-installed", "danelaw-monitoring not-installed"]):
            with self.subTest(states=states):
                complaint = self.complaint(*states)
                self.assertIn("the build begins", complaint)
                self.assertNotIn("--install", complaint)


if __name__ == "__main__":
    unittest.main()
