#include "cli/network.hpp"

#include "cli/upstream.hpp"

#include <danelaw/net/getdns_resolver.hpp>
#include <danelaw/scan/second_opinion.hpp>

#include <fmt/format.h>

namespace danelaw::cli {
namespace {

constexpr std::chrono::milliseconds forwarder_memory{5500};  // unbound keeps a SERVFAIL for 5 s, BIND for 1 s

/// For commands with nothing but addresses: says so if it is asked all the same.
class AbsentResolver final : public Resolver {
public:
    boost::asio::awaitable<Lookup> lookup(DomainName name, RecordType type, Deadline /*deadline*/) override {
        LookupFailure why;
        why.detail = "the DNS is not asked: only addresses were given";
        co_return failed_lookup(name, type, ValidationState::indeterminate, why);
    }
};

/// With --resolver-tls libunbound, which cannot do it, asks the name servers; nobody asks in the clear then.
ResolverSetup make_both_resolvers(boost::asio::io_context& io, ResolverOptions options, GetdnsOptions getdns) {
    if (!getdns.tls_name.empty() || !getdns.tls_pin.empty()) options.forwarder.clear();
    auto setup = make_unbound_resolver(io, options);
    if (setup.anchors.empty()) {
        throw UsageError("--backend both: --resolver-config gives no trust anchor that getdns could use, too");
    }
    getdns.anchors = setup.anchors;
    getdns.anchor_records = setup.anchor_records;
    auto second = make_getdns_resolver(io, getdns).resolver;
    setup.resolver = make_two_resolvers(std::move(setup.resolver), std::move(second), setup.anchors.front());
    return setup;
}

ResolverSetup make_resolver(boost::asio::io_context& io, const Settings& settings, bool wanted) {
    const ResolverOptions options = resolver_options(settings);
    const auto getdns = getdns_options(settings);
    if (!wanted) return ResolverSetup{std::make_unique<AbsentResolver>(), {}, {}, false};
    if (!getdns) return make_unbound_resolver(io, options);
    if (backend_setting(settings) == Backend::both) return make_both_resolvers(io, options, *getdns);
    if (const auto missing = getdns_missing()) throw SetupError(fmt::format("--backend getdns: {}", *missing));
    return make_getdns_resolver(io, *getdns);
}

}  // namespace

Network::Network(const Settings& settings, bool with_resolver)
    : clock_(time_setting(settings)),
      options_(scan_options(settings)),
      resolver_(make_resolver(io_, settings, with_resolver)),
      connector_(make_tcp_connector(io_, source_address(settings))),
      context_{*resolver_.resolver, *connector_, clock_, options_,
               TrustFacts{resolver_.anchors, resolver_.anchor_records, {}, {}}} {
    if (resolver_.may_forward) options_.retry_pause = forwarder_memory;
    if (!settings.flag("all-nameservers")) return;
    options_.private_name_servers = has_private_upstream(settings);
    name_servers_ = make_name_servers(io_, source_address(settings));
    context_.name_servers = name_servers_.get();
}

}  // namespace danelaw::cli
