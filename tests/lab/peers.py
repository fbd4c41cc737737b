#!/usr/bin/env python3
"""scripts/lab run -- /usr/bin/python3 tests/lab/peers.py: what other monitoring sees of the lab's failures. Prints a table.

The peers: check_ssl_cert (with --dane, or by the CAs for domains that have MTA-STS alone) and check_smtp (packages
monitoring-plugins-contrib and monitoring-plugins-basic), and the SMTP module of blackbox_exporter (prometheus-blackbox-exporter).
They ask the lab's validating resolver by /etc/resolv.conf, and check the mail host, as none of them follows MX records; where a
domain has several hosts, the best one."""
import os
import pathlib
import re
import subprocess
import time
import urllib.request

PLUGINS = pathlib.Path("/usr/lib/nagios/plugins")
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


def state_of(command, limit=20):
    try:
        done = subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=limit, check=False)
    except subprocess.TimeoutExpired:
        return "killed after 20 s"
    return STATES.get(done.returncode, f"exit {done.returncode}")


def blackbox(host):
    try:
        with urllib.request.urlopen(f"http://127.0.0.99:9115/probe?module=smtp&target={host}:25", timeout=20) as answer:
            return "ok" if re.search(r"^probe_success 1$", answer.read().decode(), re.M) else "failed"
    except OSError as error:
        return f"no answer: {error}"


def best_host(domain):
    text = subprocess.run(["dig", "+short", "+cd", domain, "MX"], capture_output=True, text=True, check=False).stdout
    records = sorted((int(line.split()[0]), line.split()[1].rstrip(".")) for line in text.splitlines() if len(line.split()) == 2)
    return records[0][1] if records else domain


def ca_file():
    text = (pathlib.Path(os.environ["XDG_CONFIG_HOME"]) / "danelaw/danelaw.conf").read_text()
    return re.search("^ca-file = (.*)$", text, re.M)[1]


def main():
    folder = pathlib.Path(os.environ["DANELAW_LAB"]) / "peers"
    folder.mkdir()
    (folder / "resolv.conf").write_text("nameserver 127.53.0.53\n")
    (folder / "blackbox.yml").write_text(BLACKBOX)
    # The mount namespace is the lab's own: outside of it nothing changes.
    subprocess.run(["mount", "--bind", folder / "resolv.conf", "/etc/resolv.conf"], check=True)
    exporter = subprocess.Popen(["prometheus-blackbox-exporter", f"--config.file={folder / 'blackbox.yml'}", "--web.listen-address=127.0.0.99:9115"],
                                stderr=subprocess.DEVNULL)
    time.sleep(2)
    print("| domain | check_danelaw | check_ssl_cert | check_smtp -S | blackbox_exporter |\n|---|---|---|---|---|")
    for name in DOMAINS:
        domain = f"{name}.lab"
        host = best_host(domain)
        # Where there is no DANE its operator would have it check the certificate by the CAs.
        trust = ["--rootcert", ca_file()] if name.startswith("s") else ["--dane", "--selfsigned"]
        cells = [state_of(["danelaw", "monitor", "-H", domain, "-t", "15"]),
                 state_of([PLUGINS / "check_ssl_cert", "-H", host, "-p", "25", "--protocol", "smtp", *trust, "--ignore-maximum-validity",
                           "--ignore-ocsp", "--ignore-sct", "-w", "5", "-c", "1", "-t", "15"]),
                 state_of([PLUGINS / "check_smtp", "-H", host, "-S", "-t", "10"]), blackbox(host)]
        print(f"| {name} | " + " | ".join(cells) + " |", flush=True)
    exporter.terminate()


if __name__ == "__main__":
    main()
