#include "cli/command.hpp"
#include "cli/option_table.hpp"

#include <algorithm>

namespace danelaw::cli {
namespace {

constexpr CommandHelp check_help = {
    "Finds the mail hosts of each DOMAIN, validates every DNS answer itself (DNSSEC), talks SMTP and STARTTLS with\n"
    "each address, matches the certificates with the TLSA records (DANE), fetches the MTA-STS policy and holds the "
    "hosts\n"
    "against it, and says what each kind of sender makes of it, what is wrong and what to do.\n"
    "DOMAIN may be user@domain, a name with non-ASCII letters, or an address literal such as [192.0.2.1];\n"
    "- reads one DOMAIN a line from standard input, where blank lines and # comments are passed over.",
    "the worst of all domains: 0 protected, 1 in part or not at all, 3 unknown, 2 mail fails",
    "  danelaw check example.org\n"
    "  danelaw check --json --timeout 30 - < domains.txt\n"
    "  danelaw check --format prometheus --output danelaw.prom - < domains.txt\n"
    "  danelaw check --no-mx mx1.example.org\n"
    "  danelaw check --require both example.org\n"
    "  danelaw check --cached-policy mta-sts.txt.old example.org"};

constexpr CommandHelp match_help = {
    "Matches a certificate chain with TLSA records as a sender does, offline.",
    "0 authenticated, 2 mismatch, 1 no usable record",
    "  danelaw match --chain chain.pem --tlsa \"3 1 1 $DIGEST\"\n"
    "  danelaw match --chain chain.pem --tlsa-file tlsa.zone --name mx1.example.org --at 2026-01-02T03:04:05Z"};

constexpr CommandHelp lookup_help = {
    "Resolves and validates: records, DNSSEC state, aliases, TTL, signature dates, and why an answer is bogus.\n"
    "A record type after a NAME is its TYPE, else it is A; - reads NAME [TYPE] lines from standard input and answers\n"
    "each at once. With --trace the chain of trust follows: what vouches for what from the trust anchor to the\n"
    "answer, which link breaks, and what is weak in it.",
    "the worst of all: 0 answered, 1 answered, but two validators differ (--backend both), 3 failed, 2 bogus",
    "  danelaw lookup _25._tcp.mx1.example.org TLSA\n"
    "  danelaw lookup example.org MX mx1.example.org A mx1.example.org AAAA\n"
    "  danelaw lookup --trace example.org MX\n"
    "  danelaw lookup --backend both example.org MX\n"
    "  danelaw lookup --dot example.org MX | dot -Tsvg > chain.svg"};

constexpr CommandHelp probe_help = {
    "Makes one SMTP session with each address of each HOST and shows what was said, how STARTTLS went, the TLS\n"
    "parameters and the certificates. HOST is a name or an address; an IPv6 address with a PORT is [ADDRESS]:PORT.",
    "0 TLS with each address, 1 without TLS or some not reached, 3 none reached",
    "  danelaw probe -v mx1.example.org\n"
    "  danelaw probe --tls-on-connect --sni mx1.example.org [2001:db8::1]:465"};

constexpr CommandHelp judge_help = {
    "Judges saved facts again, offline: the same report as that of the check that saved them. - reads them from\n"
    "standard input.",
    "as check",
    "  danelaw check --save-facts facts.json example.org\n"
    "  danelaw judge facts.json"};

constexpr CommandHelp explain_help = {
    "Says what a finding means, which clause it stands on and what to do; without CODE, lists them all.",
    "0, or 3 where there is no such CODE", "  danelaw explain tlsa.mismatch"};

constexpr CommandHelp lint_help = {
    "Checks what is about to be published, offline:\n"
    "  tlsa \"U S M HEX\"...            TLSA records of one RRset (RFC 6698)\n"
    "  sts-record TXT...               the TXT records at _mta-sts.DOMAIN, one argument a record (RFC 8461)\n"
    "  sts-policy FILE [--mx HOST]...  a policy file, and whether it allows these MX hosts (RFC 8461)\n"
    "  tlsrpt-record TXT...            the TXT records at _smtp._tls.DOMAIN, one argument a record (RFC 8460)\n"
    "  tlsrpt-report FILE              a TLS report: JSON, gzip, or the mail it came in (RFC 8460)",
    "0 valid, 1 valid with warnings, 2 invalid",
    "  danelaw lint tlsa \"3 1 1 $DIGEST\" \"2 1 1 $CA_DIGEST\"\n"
    "  danelaw lint sts-policy mta-sts.txt --mx mx1.example.org --mx mx2.example.org\n"
    "  danelaw lint tlsrpt-record \"v=TLSRPTv1; rua=mailto:tls-reports@example.org\""};

constexpr CommandHelp tlsrpt_help = {
    "Puts many TLS reports (RFC 8460) into one digest: sessions and how many of them failed, by day, result type, MX\n"
    "host, sender and domain, and what is new on the last day. Each argument is a report (JSON or gzip), the mail it\n"
    "came in, an mbox, or a folder of these, such as a Maildir; - reads one of them from standard input. A report "
    "that\n"
    "comes twice counts once. What cannot be read is named on standard error and passed over. With --check\n"
    "each domain that fails is checked now; that does not change the exit code.",
    "0 no failures; 1 failures, or a report that cannot be read; 2 on the last day half of a domain's sessions "
    "failed,\n"
    "or a failure that was not there before hits one session in a hundred; 3 no report was found, or an argument "
    "cannot\n"
    "be read",
    "  danelaw tlsrpt --check ~/Maildir/.TLS-reports\n"
    "  danelaw tlsrpt --json reports/*.json.gz"};

constexpr CommandHelp monitor_help = {
    "The plugin for Nagios, Icinga, Naemon and their kin, also as check_danelaw: one line that says what works and\n"
    "what is wrong, performance data, then the findings. -v shows the lesser ones, too, -vv the whole report, -vvv "
    "the\n"
    "dialogues. With --no-mx DOMAIN is itself the mail host. -t SECONDS:STATE says with which state a check ends that\n"
    "nothing is known of when its time is up (default UNKNOWN). -w and -c alert by the days until the first signature\n"
    "or certificate that mail depends on ends: -w 7: warns where there are fewer than seven.",
    "0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN (also for -h and -V): as check",
    "  check_danelaw -H example.org\n"
    "  check_danelaw -H example.org -w 5: -c 48h:\n"
    "  check_danelaw -H example.org -t 30:CRITICAL --retries 1\n"
    "  check_danelaw -H mx1.example.org --no-mx -4"};

constexpr CommandHelp doctor_help = {
    "Looks at this machine: is it fit to judge domains? Trust anchor and clock, against the keys and signatures of "
    "the\n"
    "root; UDP and TCP port 53 by IPv4 and IPv6; something on the way that strips DNSSEC; TCP port 25 outward, where "
    "a\n"
    "mail server to try is named; versions of libraries with known holes; the limit of open files. Where check says\n"
    "unknown, this may say why.",
    "the worst of what was found: 0 fit, 1 with warnings, 3 not known, 2 not fit",
    "  danelaw doctor\n"
    "  danelaw doctor --canary mx1.example.org"};

constexpr Command table[] = {
#ifdef DANELAW_PROBES
    {"check", in_check, "[OPTION]... DOMAIN...|-", "whether mail to a domain is protected, by DANE and MTA-STS",
     check_help, run_check},
#endif
    {"match", in_match, "--chain FILE --tlsa \"U S M HEX\"... [--name NAME]...",
     "match a certificate chain with TLSA records, offline", match_help, run_match},
#ifdef DANELAW_PROBES
    {"lookup", in_lookup, "[OPTION]... NAME [TYPE] [NAME [TYPE]]...|-", "resolve and validate DNS names", lookup_help,
     run_lookup},
    {"probe", in_probe, "[OPTION]... HOST[:PORT]...", "one SMTP session with each address of a host", probe_help,
     run_probe},
    {"monitor", in_monitor, "-H DOMAIN [OPTION]...", "check a domain as a monitoring plugin", monitor_help,
     run_monitor},
    {"doctor", in_doctor, "[OPTION]...", "whether this machine is fit to judge", doctor_help, run_doctor},
#endif
    {"judge", in_judge, "[OPTION]... FACTS.json...", "judge saved facts again, offline", judge_help, run_judge},
    {"explain", in_explain, "[CODE]...", "what a finding means and what to do", explain_help, run_explain},
    {"lint", in_lint, "KIND ARGUMENT...", "check what is about to be published", lint_help, run_lint},
#ifdef DANELAW_PROBES
    {"tlsrpt", in_tlsrpt, "[OPTION]... FILE|FOLDER|-...", "a digest of the TLS reports that senders sent", tlsrpt_help,
     run_tlsrpt},
#endif
};

}  // namespace

std::span<const Command> commands() { return table; }

const Command* find_command(std::string_view name) {
    const auto* found =
        std::find_if(std::begin(table), std::end(table), [&](const Command& c) { return c.name == name; });
    return found == std::end(table) ? nullptr : found;
}

}  // namespace danelaw::cli
