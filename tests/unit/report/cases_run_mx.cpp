// Findings about this run, and about the domain, its MX records and the lookups.
#include "finding_cases.hpp"

#include <danelaw/dns/second_opinion.hpp>

namespace danelaw::test {

namespace {

using State = ValidationState;

Domain with_mx(Lookup mx) {
    Domain domain;
    domain.mx(std::move(mx));
    return domain;
}

/// The MX lookup failed, and the root was asked for.
Domain failed_under(Lookup root) {
    return changed(with_mx(failed("example.org", RecordType::mx)),
                   [&](DomainFacts& facts) { facts.trust.anchor_lookups = {std::move(root)}; });
}

Domain anchored_at(const std::string& owner) {
    return changed(Domain({plain_host().insecure()}).mx(State::insecure),
                   [&](DomainFacts& facts) { facts.trust.anchors = {name(owner)}; });
}

Host not_probed(NotProbedReason reason) {
    return protected_host().with([&](HostFacts& facts) {
        facts.endpoints.front().not_probed = NotProbed{reason, "not a public address (loopback, RFC 1122)"};
    });
}

/// As -6 leaves a host that has IPv4 addresses only.
Host not_asked_for() {
    return protected_host().with([](HostFacts& facts) {
        facts.lookups.aaaa = answer(facts.lookups.name.text(), RecordType::aaaa, {});
        facts.endpoints.clear();
    });
}

Host without_address(const std::string& host) {
    return Host(host).with([](HostFacts& facts) { facts.lookups.tlsa.clear(); });
}

Host aliased_host(const std::string& host) {
    return protected_host(host).with(
        [](HostFacts& facts) { facts.lookups.a = aliased(*facts.lookups.a, {"box.example.net"}); });
}

Domain without_mx(Host host) {
    return changed(Domain({std::move(host)}), [](DomainFacts& facts) {
        facts.kind = DestinationKind::host;
        facts.mx.reset();
    });
}

Domain without_preference(const std::vector<std::string>& records) { return Domain().mx(records); }

Host with_a(Lookup a) {
    return Host("mx1.example.org").with([&](HostFacts& facts) {
        facts.lookups.a = std::move(a);
        facts.lookups.tlsa.clear();
    });
}

/// An alias whose target is not signed, and what asking for the alias itself gave.
Host with_cname(Lookup cname) {
    return plain_host("mx1.example.org").insecure().with([&](HostFacts& facts) {
        facts.lookups.a = aliased(*facts.lookups.a, {"box.example.net"});
        facts.lookups.cname = std::move(cname);
    });
}

Host with_tlsa(Lookup tlsa) {
    return plain_host("mx1.example.org").with([&](HostFacts& facts) { facts.lookups.tlsa = {std::move(tlsa)}; });
}

/// The domain's MX lookup, on which there is another opinion.
Domain with_opinion(Lookup first, const Lookup& second) {
    return with_mx(with_second_opinion(std::move(first), second, ""));
}

}  // namespace

std::vector<FindingCase> opinion_cases() {
    const auto mx = [](const char* record, State state) {
        return answer("example.org", RecordType::mx, {record}, state);
    };
    const auto secure = mx("10 mx1.example.org", State::secure);
    const auto insecure = mx("10 mx1.example.org", State::insecure);
    const auto other = mx("10 mx2.example.org", State::secure);
    const auto is_bogus = bogus("example.org", RecordType::mx, "no key");
    return {
        {"opinion.bogus", with_opinion(secure, is_bogus), with_opinion(is_bogus, is_bogus),
         "example.org MX: two validators differ (libunbound: secure; getdns: bogus (no key)), the same was expected, "
         "it "
         "counts as bogus"},
        {"opinion.state", with_opinion(secure, insecure), with_opinion(insecure, insecure),
         "example.org MX: two validators differ (libunbound: secure, records; getdns: insecure, records), the same "
         "state was expected"},
        {"opinion.records", with_opinion(secure, other), with_opinion(secure, secure),
         "example.org MX: two validators differ (libunbound: secure, records; getdns: secure, records; only libunbound "
         "has 10 mx1.example.org.; only getdns has 10 mx2.example.org.), the same records were expected"},
        {"opinion.none", with_opinion(secure, failed("example.org", RecordType::mx, "getdns: no reply")),
         with_opinion(secure, secure),
         "example.org: no second opinion on 1 of 1 lookups (example.org MX: getdns: no reply), one on each was "
         "expected"},
    };
}

std::vector<FindingCase> run_cases() {
    const auto dns_only = [](DomainFacts& facts) { facts.dns_only = true; };
    return {
        {"resolver.cannot_validate", failed_under(bogus(".", RecordType::dnskey, "key is missing")),
         failed_under(answer(".", RecordType::dnskey, {})),
         "example.org: nothing can be validated from this machine, the DNSKEY lookup of the trust anchor . is bogus: "
         "key "
         "is missing"},
        {"resolver.no_trust_anchor", anchored_at("net"), anchored_at("org"),
         "example.org: no trust anchor in use lies at or above it (net), that of the root was expected"},
        {"check.deadline", with_mx(cut_lookup("example.org", RecordType::mx)),
         with_mx(failed("example.org", RecordType::mx)),
         "example.org: --timeout ran out before everything was seen, it cut the MX lookup of example.org"},
        {"check.left_out", changed(Domain({protected_host()}), [](DomainFacts& f) { f.mx_records_left_out = 3; }),
         Domain({protected_host()}), "example.org: 3 MX records were not looked at, at most 100 are"},
        {"check.dns_only", changed(Domain({protected_host()}), dns_only), Domain({protected_host()}),
         "example.org: no server was connected to (--dns-only)"},
        {"check.private_address", Domain({not_probed(NotProbedReason::private_address)}),
         Domain({not_probed(NotProbedReason::dns_only)}),
         "mx1.example.org[192.0.2.1]:25: not a public address (loopback, RFC 1122)"},
        {"check.other_family", Domain({not_asked_for()}), Domain({protected_host()}),
         "mx1.example.org: it has IPv4 addresses only, which -6 leaves out"},
    };
}

std::vector<FindingCase> mx_cases() {
    return {
        {"mx.domain_does_not_exist", with_mx(nx_domain("example.org", RecordType::mx)),
         with_mx(answer("example.org", RecordType::mx, {})), "example.org: the domain does not exist (NXDOMAIN)"},
        {"mx.no_host_has_address", Domain({without_address("mx1.example.org")}),
         Domain({without_address("mx1.example.org"), protected_host("mx2.example.org")}),
         "example.org: no mail host has an address, A or AAAA records were expected"},
        {"mx.null", without_preference({"0 ."}), without_preference({"0 .", "10 mx1.example.org"}),
         "example.org: null MX, the domain takes no mail"},
        {"mx.null_preference", without_preference({"10 ."}), without_preference({"0 ."}),
         "example.org: the null MX has preference 10, 0 was expected"},
        {"mx.null_with_others", without_preference({"0 .", "10 mx1.example.org"}), without_preference({"0 ."}),
         "example.org: a null MX is one of 2 MX records, it was expected alone"},
        {"mx.implicit", Domain({protected_host("example.org")}).implicit_mx(), Domain({protected_host("example.org")}),
         "example.org: no MX record, the domain is its own host"},
        {"mx.insecure", Domain({protected_host()}).mx(State::insecure), Domain({plain_host()}).mx(State::insecure),
         "example.org: the MX records are not signed, unlike the TLSA records of its hosts"},
        {"mx.host_is_alias", Domain({aliased_host("mx1.example.org")}), without_mx(aliased_host("mx1.example.org")),
         "mx1.example.org: an alias of box.example.net, the canonical name was expected in the MX record"},
        {"mx.host_is_address",
         Domain({plain_host("192.0.2.2").with([](HostFacts& facts) { facts.exchange_is_address = true; })}),
         Domain({plain_host("mx2.example.org")}),
         "example.org: an MX record names the address 192.0.2.2, the name of a host was expected"},
        {"mx.host_name_invalid", Domain({plain_host("-mx.example.org")}), Domain({plain_host("mx_1.example.org")}),
         "-mx.example.org: no name of a host, labels of letters, digits and inner hyphens were expected"},
        {"mx.host_without_address", Domain({without_address("mx1.example.org")}),
         without_mx(without_address("mx1.example.org")),
         "mx1.example.org: neither A nor AAAA records, an MX host was expected to have addresses"},
        {"mx.duplicate", without_preference({"10 mx1.example.org", "20 mx1.example.org", "30 mx1.example.org"}),
         without_preference({"10 mx1.example.org", "20 mx2.example.org"}),
         "example.org: mx1.example.org stands in 3 MX records, one was expected"},
    };
}

std::vector<FindingCase> lookup_cases() {
    const auto mx_failed = with_mx(failed("example.org", RecordType::mx, "SERVFAIL"));
    const auto mx_bogus = with_mx(bogus("example.org", RecordType::mx, "no DS"));
    const Domain a_failed({with_a(failed("mx1.example.org", RecordType::a, "SERVFAIL"))});
    const Domain a_bogus({with_a(bogus("mx1.example.org", RecordType::a, "no DS"))});
    const Domain cname_failed({with_cname(failed("mx1.example.org", RecordType::cname, "SERVFAIL"))});
    const Domain cname_bogus({with_cname(bogus("mx1.example.org", RecordType::cname, "no DS"))});
    const Domain tlsa_failed({with_tlsa(failed("_25._tcp.mx1.example.org", RecordType::tlsa, "SERVFAIL"))});
    const Domain tlsa_bogus({with_tlsa(bogus("_25._tcp.mx1.example.org", RecordType::tlsa, "no DS"))});
    const std::string failed_so = " lookup failed (SERVFAIL), an answer was expected";
    const std::string bogus_so = " lookup is bogus (no DS), a chain of valid signatures was expected";
    const auto flapped = [](std::vector<Lookup> first_tries) {
        return changed(Domain({protected_host()}),
                       [&](DomainFacts& facts) { facts.flapping = std::move(first_tries); });
    };
    return {
        {"lookup.flapping", flapped({failed("example.org", RecordType::mx, "SERVFAIL")}), flapped({}),
         "example.org MX: the first of two lookups failed (SERVFAIL), the same answer each time was expected"},
        {"mx.lookup_failed", mx_failed, mx_bogus, "example.org: the MX" + failed_so},
        {"mx.lookup_bogus", mx_bogus, mx_failed, "example.org: the MX" + bogus_so},
        {"address.lookup_failed", a_failed, a_bogus, "mx1.example.org: the A" + failed_so},
        {"address.lookup_bogus", a_bogus, a_failed, "mx1.example.org: the A" + bogus_so},
        {"cname.lookup_failed", cname_failed, cname_bogus, "mx1.example.org: the CNAME" + failed_so},
        {"cname.lookup_bogus", cname_bogus, cname_failed, "mx1.example.org: the CNAME" + bogus_so},
        {"tlsa.lookup_failed", tlsa_failed, tlsa_bogus, "_25._tcp.mx1.example.org: the TLSA" + failed_so},
        {"tlsa.lookup_bogus", tlsa_bogus, tlsa_failed, "_25._tcp.mx1.example.org: the TLSA" + bogus_so},
    };
}

}  // namespace danelaw::test
