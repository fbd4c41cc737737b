"""--all-nameservers: in what the name servers of a zone differ. Registered beside the tests of commands.py."""
import compare
from commands import needs, objects
from runner import schemas

TOP = "r47-name-servers.lab"
# The zone below r47-name-servers, and the findings about its name servers.
ZONES = {
    "alike": [], "unsigned": [], "nsec3": [],
    "dead": ["warning nameserver.unreachable"],
    "stale": ["notice nameserver.old_serial"],
    "dropped": ["critical nameserver.tlsa_missing", "notice nameserver.records_differ"],  # the name is gone, too
    "changed": ["critical nameserver.tlsa_differs"],
    "expired": ["warning nameserver.bogus_answer", "warning nameserver.unsigned_denial"],
    "soon": ["warning nameserver.signature_ends_first"],
    "servfail": ["warning nameserver.fails_for_type"],
    "silent": ["warning nameserver.fails_for_type"],
    "garbage": ["warning nameserver.fails_for_type"],
    "cut": ["warning nameserver.fails_for_type"],
    "bare": ["warning nameserver.fails_for_type"],
    "refused": ["warning nameserver.lame"],
    "stripped": ["warning nameserver.bogus_answer"],
    "denial": ["warning nameserver.unsigned_denial"],
    "address": ["notice nameserver.records_differ"],
    "exchange": ["warning nameserver.records_differ"],
}


def about_servers(report):
    return [f"{finding['severity']} {finding['code']}" for finding in report["findings"] if finding["code"].startswith("nameserver.")]


@needs("RFC 7672 §2.1.1 (R47)", "r47-name-servers")
def x_name_servers_compared(runner):
    """Each zone has one server that is wrong in one way; whichever of them the resolver asks, both are looked at."""
    seen = compare.Differences()
    facts = runner.lab.work / "name-servers.json"
    _, output, errors = runner.run(["check", "--all-nameservers", "--save-facts", str(facts), *[f"{name}.{TOP}" for name in ZONES]])
    seen.same("stderr", "", errors)
    seen.same("faults by the schema", [], [fault for line in output.splitlines() for fault in schemas.faults(line)])
    for (name, expected), report in zip(ZONES.items(), objects(output), strict=True):
        seen.same(name, expected, about_servers(report))
        seen.same(f"zone of {name}", [f"{name}.{TOP}"], [zone["zone"] for zone in report["name_servers"]])
    _, again, _ = runner.run(["judge", "--json", str(facts)])
    seen.same("judged again", output, again)
    return seen.lines


@needs("R47", "r47-name-servers")
def x_name_servers_of_a_lookup(runner):
    seen = compare.Differences()
    name = f"_25._tcp.mx.changed.{TOP}"
    code, output, errors = runner.run(["lookup", "--all-nameservers", name, "TLSA"])
    seen.same("exit code and stderr", (0, ""), (code, errors))
    seen.same("faults by the schema", [], schemas.faults(output))
    found = objects(output)[0]
    seen.same("findings", ["nameserver.tlsa_differs"], [finding["code"] for finding in found["findings"]])
    servers = found["name_servers"][0]["servers"]
    answers = [[answer for answer in server["answers"] if answer["type"] == "TLSA"][0] for server in servers]
    seen.same("states", {"secure"}, {answer["state"] for answer in answers})
    seen.same("records", 2, len({tuple(answer["records"]) for answer in answers}))
    code, output, _ = runner.run_plainly(["lookup", "--all-nameservers", "--trust-anchor", str(runner.lab.trust_anchor), "--root-hints",
                                          str(runner.lab.root_hints), name, "TLSA"])
    seen.same("text names each server", True, all(server["address"] in output for server in servers))
    return seen.lines
