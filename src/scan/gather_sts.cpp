#include <danelaw/base/limits.hpp>
#include <danelaw/dane/match.hpp>
#include <danelaw/mtasts/record.hpp>
#include <danelaw/report/sts.hpp>
#include <danelaw/scan/special_address.hpp>

#include "scan/gather_host.hpp"
#include "scan/run_all.hpp"

#include <algorithm>

namespace danelaw {

namespace asio = boost::asio;

namespace {

/// Both families in turn, so that one that does not work keeps nobody from the other.
std::vector<asio::ip::address> addresses_in_turn(const StsFacts& facts) {
    const auto v4 = facts.a ? addresses(*facts.a) : std::vector<asio::ip::address>();
    const auto v6 = facts.aaaa ? addresses(*facts.aaaa) : std::vector<asio::ip::address>();
    std::vector<asio::ip::address> all;
    for (std::size_t i = 0; i < std::max(v4.size(), v6.size()); ++i) {
        if (i < v4.size()) all.push_back(v4[i]);
        if (i < v6.size()) all.push_back(v6[i]);
    }
    return all;
}

std::optional<NotProbed> reason_not_to_ask(const ScanOptions& options, const asio::ip::address& address) {
    if (options.dns_only) return NotProbed{NotProbedReason::dns_only, "--dns-only"};
    if (options.allow_private) return std::nullopt;
    return private_address_guard(address);
}

asio::awaitable<PolicyExchange> fetch_from(DomainScan& scan, asio::ip::address address, std::string host) {
    const auto& options = scan.context.options;
    PolicyExchange exchange;
    const bool acquired = co_await scan.slots.acquire(address);
    if (!acquired) {
        exchange.result = FetchResult::timeout;
        exchange.cut_by_deadline = true;
        exchange.detail = "no connection was made before --timeout";
        co_return exchange;
    }
    PolicyRequest request(address, std::move(host));
    request.connect_timeout = options.connect_timeout;
    request.handshake_timeout = options.handshake_timeout;
    exchange = co_await scan.context.fetcher->fetch(std::move(request), scan.deadline);
    scan.slots.release(address);
    co_return exchange;
}

/// One address after the other, until one can be connected to: what it says counts, as for every sender.
asio::awaitable<void> gather_policy(DomainScan& scan, const DomainName& host) {
    auto& facts = scan.facts.sts;
    for (const auto& address : addresses_in_turn(facts)) {
        if (facts.attempts.size() >= limits::policy_addresses) co_return;
        PolicyAttempt attempt;
        attempt.address = address;
        attempt.not_probed = reason_not_to_ask(scan.context.options, address);
        if (!attempt.not_probed) {
            auto exchange = co_await fetch_from(scan, address, host.text());
            attempt.exchange = std::move(exchange);
        }
        const bool connected = !attempt.not_probed && attempt.exchange.stage != FetchStage::connect;
        facts.attempts.push_back(std::move(attempt));
        if (connected) co_return;
    }
}

}  // namespace

asio::awaitable<void> gather_sts(DomainScan& scan) {
    auto& facts = scan.facts.sts;
    const auto owner = sts_record_owner(scan.facts.domain);
    if (!owner) co_return;  // the name would be too long to exist: nobody can ask, so there is no record
    co_await fill_lookup(scan, facts.record, *owner, RecordType::txt);
    // Without exactly one valid record senders go no further (RFC 8461 §3.1).
    const auto records = read_sts_records(txt_records(*facts.record));
    const auto host = sts_policy_host(scan.facts.domain);
    if (!records.record || !host) co_return;
    std::vector<Task> tasks;
    if (scan.context.options.ipv4) {
        tasks.emplace_back([&scan, &facts, &host] { return fill_lookup(scan, facts.a, *host, RecordType::a); });
    }
    if (scan.context.options.ipv6) {
        tasks.emplace_back([&scan, &facts, &host] { return fill_lookup(scan, facts.aaaa, *host, RecordType::aaaa); });
    }
    co_await run_all(std::move(tasks));
    co_await gather_policy(scan, *host);
}

}  // namespace danelaw
