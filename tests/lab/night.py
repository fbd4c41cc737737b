"""The text report as it is read at night: what is wrong stands in the first lines, in 80 columns, with what to type next."""
import compare
from commands import needs

# Domain -> verdict, what it means for mail, the finding that stands first, and words of what to do.
FIRST_LINES = {
    "d21-mismatch": ("fail", "senders that use DANE do not deliver: their mail waits, then is returned", "critical tlsa.mismatch", "Publish the record"),
    "d22-no-starttls": ("fail", "senders that use DANE do not deliver: their mail waits, then is returned", "critical session.no_starttls",
                        "danelaw probe -v mx.d22-no-starttls.lab"),
    "r3207-starttls-454": ("fail", "senders that use DANE do not deliver: their mail waits, then is returned", "critical session.starttls_refused", "server's log"),
    "d04-signature-expired": ("fail", "its mail hosts cannot be looked up: mail to it waits, then is returned", "critical mx.lookup_bogus",
                              "danelaw lookup --trace d04-signature-expired.lab MX"),
    "d88-expired-leaf": ("fail", "senders that use DANE do not deliver: their mail waits, then is returned", "critical certificate.expired", "Renew the certificate"),
    "d35-no-host-has-address": ("fail", "no mail host has an address: mail to it is returned", "critical mx.no_host_has_address", "Publish A or AAAA"),
    "c2-refused": ("unknown", "a mail host refuses every connection: mail waits, or takes another host", "critical session.host_refuses",
                   "Start the mail server"),
    "c2-no-route": ("unknown", "a mail host does not answer this machine: nothing is certain", "unknown session.host_silent", "danelaw probe mx.c2-no-route.lab"),
    "d30-insecure-mx": ("partial", "DANE authenticates every host; forged MX records lead mail past them", "warning mx.insecure", "Sign the domain's zone"),
    "d22-all-unusable": ("partial", "DANE makes senders encrypt, and authenticates no host", "warning tlsa.pkix_usage", "DANE-EE(3)"),
    "s15-refused": ("fail", "MTA-STS is broken: senders get no policy; those that hold one keep to it", "critical sts.policy_host_refuses", ""),
    "d71-signature-ends-soon": ("pass", "DANE protects mail to every host", "warning signature.expires_soon", "re-sign the zone"),
}


@needs("the text report at night", *FIRST_LINES)
def m_text_first_lines(runner):
    seen = compare.Differences()
    for name, (verdict, meaning, finding, advice) in FIRST_LINES.items():
        domain = f"{name}.lab"
        _, output, _ = runner.run_plainly(["check", "--root-hints", str(runner.lab.root_hints), "--trust-anchor", str(runner.lab.trust_anchor),
                                           "--ca-file", str(runner.lab.ca_file), "--allow-private", domain])
        lines = output.splitlines()
        seen.same(f"first lines of {name}", [f"{domain}: {verdict}", f"  {meaning}", ""], lines[:3])
        seen.same(f"first finding of {name}", finding, " ".join(lines[3].split()[:2]))
        todo = " ".join(output.split("  -> ", 1)[1].split("\n\n")[0].split())
        seen.same(f"what to do about {name} says {advice}", True, advice in todo)
        seen.same(f"lines of {name} beyond 80 columns", [], [line for line in lines if len(line) > 80 and " " in line.strip()])
    return seen.lines
