"""What else than `check` a hostile zone is asked by: lookup --trace and --all-nameservers. Registered beside the tests of commands.py."""
import compare
from commands import needs, objects
from runner import schemas

CPU_SECONDS, MIB = 20, 128
# The domain, what to ask for there, and the validator's state.
TLSA = "TLSA at mx"
QUESTIONS = {
    "hostile-tlsa-1000": (TLSA, "bogus"), "hostile-tlsa-500": (TLSA, "secure"), "hostile-forged-signatures-many-keys": (TLSA, "bogus"),
    "hostile-colliding-keys": ("MX", "bogus"), "hostile-colliding-keys-one-holds": ("MX", "secure"), "hostile-many-ds": ("MX", "secure"),
    "hostile-forged-signatures": ("MX", "bogus"), "hostile-mx-1000": ("MX", "secure"), "hostile-mx-4000": ("MX", "bogus"),
    "hostile-nsec3-iterations": ("TXT", "insecure"), "hostile-two-keys-one-tag": ("MX", "secure"), "hostile-cname-chain": ("MX", "secure"),
}


LONG = ("hostile-tlsa-1000", "hostile-mx-4000")  # well signed, but neither libunbound nor libldns can check it


def within_bounds(runner, seen, what, ended):
    seen.same(f"{what}: stderr", "", ended.errors)
    seen.same(f"{what}: faults by the schema", [], [fault for line in ended.output.splitlines() for fault in schemas.faults(line)])
    if ended.cpu_seconds > CPU_SECONDS or (ended.mib > MIB and not runner.sanitized):
        seen.lines.append(f"{what}: {ended.cpu_seconds:.1f} s of the processor and {ended.mib:.0f} MiB, expected at most {CPU_SECONDS} and {MIB}")


@needs("RFC 4035 §5.3, CVE-2023-50387 (D1)", *QUESTIONS)
def hostile_zones_traced(runner):
    """The chain that is shown says nothing better than the validator."""
    seen = compare.Differences()
    for name, (kind, state) in QUESTIONS.items():
        question = [f"_25._tcp.mx.{name}.lab", "TLSA"] if kind == TLSA else [f"{name}.lab", kind]
        ended = runner.finish(runner.command(["lookup", "--trace", *question]))
        within_bounds(runner, seen, name, ended)
        found = objects(ended.output)[0]
        seen.same(f"{name}: state", state, found["dnssec"])
        told = found["chain"]["state"] != "secure" or "dnssec.views_differ" in [finding["code"] for finding in found["findings"]]
        seen.same(f"{name}: not called whole where it is not", True, told or state == "secure")
        if state == "secure" or name in LONG:
            seen.same(f"{name}: RRsets whose right signatures are called wrong", [],
                      [rrset for rrset in found["chain"]["answer"] if rrset["state"] == "bogus"])
    return seen.lines


@needs("RFC 7672 §2.1.1 (R47), CVE-2023-50387 (D1)", *QUESTIONS)
def hostile_zones_compared(runner):
    """The name servers of hostile zones, each asked by itself."""
    seen = compare.Differences()
    for name in QUESTIONS:
        ended = runner.finish(runner.command(["check", "--all-nameservers", f"{name}.lab"]))
        within_bounds(runner, seen, name, ended)
        seen.same(f"{name}: a report", "danelaw.report/1", objects(ended.output)[0]["schema"])
    return seen.lines
