"""A check against posttls-finger, which asks the lab's validating resolver: that is warm after the first round."""
from timing import Command, against, alone


def measure(runs):
    alone(Command("start (--version)", ["danelaw", "--version"]), runs)
    print()
    one, slow, many = "bench-one-host.lab", "bench-slow-host.lab", "bench-ten-hosts.lab"
    peer = Command("posttls-finger -c -l dane", ["posttls-finger", "-c", "-l", "dane", "-o", "smtp_dns_support_level=dnssec",
                                                 "-o", "inet_protocols=all", one])
    against("one domain, 1 MX, 1 address, nothing cached, against a peer with a warm validating resolver",
            Command("danelaw check", ["danelaw", "check", one]), peer, runs)
    against("the same with one session, as the peer has",
            Command("danelaw check --single-probe", ["danelaw", "check", "--single-probe", one]), peer, runs)
    against("10 MX with 2 addresses each, 50 ms before each reply, against one such address",
            Command("danelaw check, 20 addresses", ["danelaw", "check", many]),
            Command("danelaw check, 1 address", ["danelaw", "check", slow]), runs)
