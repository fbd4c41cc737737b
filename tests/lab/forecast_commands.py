"""The forecast: what ends by itself, and what fails first. Registered beside the tests of commands.py."""
import compare
from commands import needs, objects

DOMAIN = "d21-match.lab"


def check(runner, *words):
    code, output, errors = runner.run(["check", *words])
    return code, objects(output)[0], errors


@needs("RFC 6781 §4.4.2", "d21-match", "d71-signature-ends-soon")
def x_forecast(runner):
    """Every signature on the way is there, those of parents marked; the domain's own first failure is named."""
    seen = compare.Differences()
    _, report, errors = check(runner, DOMAIN)
    seen.same("stderr", "", errors)
    ends = {one["what"]: one for one in report["forecast"]["all"]}
    signatures = [f"signature of {what}" for what in (
        ". DNSKEY", "lab DNSKEY", "lab DS", f"{DOMAIN} DNSKEY", f"{DOMAIN} DS", f"{DOMAIN} MX", f"mx.{DOMAIN} A", f"_25._tcp.mx.{DOMAIN} TLSA")]
    seen.same("signatures that are missing", [], [what for what in signatures if what not in ends])
    parents = sorted(what for what, one in ends.items() if one["by_parent"])
    seen.same("kept up by parents", sorted(signatures[:3] + signatures[4:5]), parents)
    seen.same("order", sorted(one["at"] for one in report["forecast"]["all"]), [one["at"] for one in report["forecast"]["all"]])
    first = next(one for one in report["forecast"]["all"] if one["loss"] == "mail" and not one["by_parent"])
    seen.same("first to fail", first, report["forecast"]["first_to_fail"])
    _, late, _ = check(runner, "d71-signature-ends-soon.lab")
    seen.same("is sooner where signatures end soon", True, late["forecast"]["first_to_fail"]["at"] < first["at"])
    return seen.lines


@needs("contract 6", DOMAIN.removesuffix(".lab"))
def x_forecast_limits(runner):
    seen = compare.Differences()
    for words, expected in ((["--warn-days", "0"], (0, None)), (["--warn-days", "3650"], (1, "warning")),
                            (["--warn-days", "3650", "--critical-days", "3650"], (2, "critical"))):
        code, report, _ = check(runner, *words, DOMAIN)
        found = [finding["severity"] for finding in report["findings"] if finding["code"] == "expiry.soon"]
        seen.same(" ".join(words), expected, (code, found[0] if found else None))
    code, output, errors = runner.run(["check", "--warn-days", "soon", DOMAIN])
    seen.same("no number", (3, "", True), (code, output, '--warn-days: "soon" is not a number of days' in errors))
    return seen.lines
