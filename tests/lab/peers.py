"""What other monitoring sees of the lab's failures: the table in README.md, held by a test; `scripts/lab test --update-golden m-peers` writes it
anew.

The peers: check_ssl_cert (with --dane, or by the CAs for domains that have MTA-STS alone) and check_smtp (packages
monitoring-plugins-contrib and monitoring-plugins-basic), and the SMTP module of blackbox_exporter (prometheus-blackbox-exporter).
They ask the lab's validating resolver by /etc/resolv.conf, and check the mail host, as none of them follows MX records; where a
domain has several hosts, the best one."""
import concurrent.futures
import contextlib
import pathlib
import re
import shutil
import subprocess
import time
import urllib.error
import urllib.request

import compare
import world
from commands import needs
from plugin import plugin

README = pathlib.Path(__file__).parent / "README.md"
PLUGINS = pathlib.Path("/usr/lib/nagios/plugins")
EXPORTER = "127.0.0.99:9115"
EXPORTER_PROGRAM = shutil.which("prometheus-blackbox-exporter") or world.CACHE / "blackbox/usr/bin/prometheus-blackbox-exporter"
BLACKBOX = """modules:
  smtp:
    prober: tcp
    timeout: 8s
    tcp:
      query_response:
        - expect: "^220"
        - send: "EHLO monitor.lab"
        - expect: "^250[- ]STARTTLS"
        - send: "STARTTLS"
        - expect: "^220"
        - starttls: true
        - send: "EHLO monitor.lab"
        - expect: "^250"
      tls_config: {insecure_skip_verify: true}
"""
STATES = {0: "ok", 1: "WARNING", 2: "CRITICAL", 3: "UNKNOWN"}
DOMAINS = ("d21-match", "d21-mismatch", "d21-one-host-mismatches", "d22-no-starttls", "d06-unsigned-domain", "d28-weak-backup", "d30-insecure-mx",
           "d04-tlsa-signature-corrupt", "d24-tlsa-servfail", "d22-all-unusable", "d67-two-keys-only-rsa-published", "d07-mx-bogus",
           "d71-signature-ends-soon", "r3207-starttls-454", "c2-refused", "c2-one-address-mismatches",
           "s00-enforce", "s15-refused", "s18-not-in-policy", "s20-expired", "s20-wrong-name")


HEAD = "| domain | check_danelaw | check_ssl_cert | check_smtp -S | blackbox_exporter |\n|---|---|---|---|---|\n"
TOGETHER = 4  # check_ssl_cert is a shell script that starts hundreds of programs


def state_of(command, limit=120):
    try:
        done = subprocess.run([str(word) for word in command], capture_output=True, timeout=limit, check=False)
    except subprocess.TimeoutExpired:
        return f"killed after {limit} s"
    return STATES.get(done.returncode, f"exit {done.returncode}")


def blackbox(host):
    with urllib.request.urlopen(f"http://{EXPORTER}/probe?module=smtp&target={host}:25", timeout=60) as answer:
        return "ok" if re.search(r"^probe_success 1$", answer.read().decode(), re.M) else "failed"


@contextlib.contextmanager
def exporter(folder):
    folder.mkdir(exist_ok=True)
    (folder / "blackbox.yml").write_text(BLACKBOX)
    process = subprocess.Popen([EXPORTER_PROGRAM, f"--config.file={folder / 'blackbox.yml'}", f"--web.listen-address={EXPORTER}"],
                               stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 60
        while True:
            with contextlib.suppress(urllib.error.URLError):
                urllib.request.urlopen(f"http://{EXPORTER}/-/healthy", timeout=60).close()
                break
            if process.poll() is not None or time.monotonic() > deadline:
                raise OSError("blackbox_exporter does not answer")
            time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait()


def best_host(domain):
    text = subprocess.run(["dig", "+short", "+cd", domain, "MX"], capture_output=True, text=True, check=False).stdout
    records = sorted((int(line.split()[0]), line.split()[1].rstrip(".")) for line in text.splitlines() if len(line.split()) == 2)
    return records[0][1] if records else domain


def row(runner, name):
    domain = f"{name}.lab"
    host = best_host(domain)
    # Where there is no DANE its operator would have it check the certificate by the CAs.
    trust = ["--rootcert", runner.lab.ca_file] if name.startswith("s") else ["--dane", "--selfsigned"]
    code, _, _ = plugin(runner, "-H", domain, "-t", "60")
    cells = [STATES[code],
             state_of([PLUGINS / "check_ssl_cert", "-H", host, "-p", "25", "--protocol", "smtp", *trust, "--ignore-maximum-validity",
                       "--ignore-ocsp", "--ignore-sct", "-w", "5", "-c", "1", "-t", "60"]),
             state_of([PLUGINS / "check_smtp", "-H", host, "-S", "-t", "60"]), blackbox(host)]
    return f"| {name} | " + " | ".join(cells) + " |"


@needs("what other monitoring sees", *DOMAINS, slow=True)
def m_peers(runner):
    for program in (PLUGINS / "check_ssl_cert", PLUGINS / "check_smtp", EXPORTER_PROGRAM):
        if not pathlib.Path(program).exists():
            raise compare.Skipped(f"there is no {program} (scripts/install-dependencies test)")
    with exporter(runner.lab.work / "peers"), concurrent.futures.ThreadPoolExecutor(TOGETHER) as pool:
        table = HEAD + "".join(f"{line}\n" for line in pool.map(lambda name: row(runner, name), DOMAINS))
    text = README.read_text()
    if runner.update_golden:
        README.write_text(re.sub(re.escape(HEAD) + r"(\|.*\n)+", table, text))
        return []
    return [f"README.md lacks the row {line}" for line in table.splitlines() if f"{line}\n" not in text]
