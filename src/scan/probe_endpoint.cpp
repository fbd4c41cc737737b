#include "scan/probe_endpoint.hpp"

#include <danelaw/dane/match.hpp>
#include <danelaw/scan/probe.hpp>

#include "scan/run_all.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <exception>

namespace danelaw {

namespace asio = boost::asio;

namespace {

/// The other family of signature algorithms than that of the presented leaf.
KeyOffer other_keys(const CertificateChain& chain) {
    return chain.front().key.starts_with("RSA") ? KeyOffer::ecdsa_only : KeyOffer::rsa_only;
}

CertificateChain read_chain(const std::vector<Bytes>& ders) {
    CertificateChain chain;
    for (const auto& der : ders) chain.push_back(read_certificate(der));
    return chain;
}

bool matches(const DomainScan& scan, const HostFacts& host, const HostDecision& decision,
             const CertificateChain& chain) {
    const auto records = tlsa_records(host.lookups.tlsa.at(decision.tlsa_lookup.value()));
    const auto names =
        reference_identifiers(next_hop_resolution(scan.facts), host.lookups.name, decision.tlsa_base_domain.value());
    MatchInput input;
    input.reference_identifiers = names;
    input.now = scan.facts.checked_at;
    return match_chain(records, chain, input).outcome == MatchOutcome::authenticated;
}

/// One session, once a slot is free.
asio::awaitable<SmtpSession> probe_in_slot(DomainScan& scan, ProbeTarget target) {
    const auto address = target.address;
    const bool acquired = co_await scan.slots.acquire(address);
    if (!acquired) {
        SmtpSession session;
        session.result = SmtpResult::timeout;
        session.cut_by_deadline = true;
        session.detail = "no connection was made before --timeout";
        co_return session;
    }
    auto session = co_await probe_address(scan.context, std::move(target), scan.deadline);
    scan.slots.release(address);
    co_return session;
}

/// Two sessions side by side. The second begins once the server has greeted the first, so that one that takes a single
/// connection of a client takes the first, and waits before STARTTLS until the first shows what to ask for.
class TwoSessions {
public:
    TwoSessions(DomainScan& scan, const HostFacts& host, EndpointFacts& endpoint, ProbeTarget target,
                const asio::any_io_executor& executor)
        : scan_(scan),
          host_(host),
          endpoint_(endpoint),
          target_(std::move(target)),
          advanced_(executor, asio::steady_timer::time_point::max()) {}

    asio::awaitable<void> run() {
        std::vector<Task> tasks;
        tasks.emplace_back([this] { return first(); });
        tasks.emplace_back([this] { return second(); });
        co_await run_all(std::move(tasks));
    }

private:
    enum class Progress { begun, greeted, encrypted, ended };  // of the first session

    void advance(Progress to) {
        progress_ = std::max(progress_, to);
        advanced_.cancel();
    }

    asio::awaitable<void> reached(Progress wanted) {
        while (progress_ < wanted) {
            boost::system::error_code cancelled;
            co_await advanced_.async_wait(asio::redirect_error(asio::use_awaitable, cancelled));
        }
    }

    asio::awaitable<void> first() {
        std::exception_ptr error;
        try {
            auto target = target_;
            target.greeted = [this] { advance(Progress::greeted); };
            target.encrypted = [this](const SmtpSession& session) { decide(session); };
            auto session = co_await probe_in_slot(scan_, std::move(target));
            endpoint_.session = std::move(session);
        } catch (...) {
            error = std::current_exception();
        }
        advance(Progress::ended);  // however it ended: the second must not wait for more
        if (error) std::rethrow_exception(error);
    }

    void decide(const SmtpSession& session) {
        const auto decision = decide_host(host_.lookups, UsageProfile::smtp);
        const auto chain = read_chain(session.chain);
        if (!chain.empty() && matches(scan_, host_, decision, chain)) other_keys_ = other_keys(chain);
        advance(Progress::encrypted);
    }

    asio::awaitable<void> second() {
        co_await reached(Progress::greeted);
        const bool is_over = progress_ == Progress::ended && !other_keys_;
        if (is_over) co_return;
        auto target = target_;
        target.choose_keys = [this] { return wait_for_keys(); };
        auto session = co_await probe_in_slot(scan_, std::move(target));
        if (session.stage < SmtpStage::tls) {  // perhaps as the server wants one connection at a time
            co_await reached(Progress::ended);
            if (!other_keys_) co_return;
            auto alone = target_;
            alone.tls.keys = *other_keys_;
            session = co_await probe_in_slot(scan_, std::move(alone));
        }
        endpoint_.other_key_probe = std::move(session);
    }

    asio::awaitable<std::optional<KeyOffer>> wait_for_keys() {
        co_await reached(Progress::encrypted);
        co_return other_keys_;
    }

    DomainScan& scan_;
    const HostFacts& host_;
    EndpointFacts& endpoint_;
    ProbeTarget target_;
    Progress progress_ = Progress::begun;
    asio::steady_timer advanced_;         // never expires: cancelled by each advance
    std::optional<KeyOffer> other_keys_;  ///< what the second session is to offer; nothing where it can change nothing
};

}  // namespace

asio::awaitable<void> probe_endpoint(DomainScan& scan, const HostFacts& host, EndpointFacts& endpoint) {
    const auto decision = decide_host(host.lookups, UsageProfile::smtp);
    const auto sni =
        host.exchange_is_address ? std::string() : server_name(decision.tlsa_base_domain.value_or(host.lookups.name));
    ProbeTarget target(endpoint.address, endpoint.port, TlsRequest(sni));
    if (decision.action != DaneAction::authenticate || scan.context.options.single_probe) {
        auto session = co_await probe_in_slot(scan, std::move(target));
        endpoint.session = std::move(session);
        co_return;
    }
    TwoSessions sessions(scan, host, endpoint, std::move(target), co_await asio::this_coro::executor);
    co_await sessions.run();
}

}  // namespace danelaw
