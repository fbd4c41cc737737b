#include <danelaw/base/limits.hpp>
#include <danelaw/tlsrpt/record.hpp>

#include "scan/gather_host.hpp"
#include "scan/run_all.hpp"

#include <algorithm>

namespace danelaw {

namespace asio = boost::asio;

namespace {

/// The domains that reports are mailed to, but for the domain itself, whose MX is looked up anyway.
std::vector<DomainName> mailbox_domains(const Lookup& record, const DomainName& domain) {
    std::vector<DomainName> domains;
    const auto records = read_tlsrpt_records(txt_records(record));
    if (!records.record) return domains;
    for (const auto& uri : records.record->rua) {
        if (!uri.mailbox || *uri.mailbox == domain || domains.size() >= limits::report_mailboxes) continue;
        if (std::find(domains.begin(), domains.end(), *uri.mailbox) == domains.end()) domains.push_back(*uri.mailbox);
    }
    return domains;
}

asio::awaitable<void> fill_mailbox(DomainScan& scan, DomainName domain, Lookup& slot) {
    auto lookup = co_await lookup_with_retry(scan, std::move(domain), RecordType::mx);
    slot = std::move(lookup);
}

}  // namespace

asio::awaitable<void> gather_tls_rpt(DomainScan& scan) {
    auto& facts = scan.facts.tls_rpt;
    const auto tls = scan.facts.domain.with_prefix("_tls");
    const auto owner = tls ? tls->with_prefix("_smtp") : tls;
    if (!owner) co_return;  // the name would be too long to exist: nobody can ask, so there is no record
    auto record = co_await lookup_with_retry(scan, *owner, RecordType::txt);
    facts.record = std::move(record);
    const auto domains = mailbox_domains(*facts.record, scan.facts.domain);
    facts.mailboxes.resize(domains.size());
    std::vector<Task> tasks;
    for (std::size_t i = 0; i < domains.size(); ++i) {
        tasks.emplace_back([&scan, &facts, &domains, i] { return fill_mailbox(scan, domains[i], facts.mailboxes[i]); });
    }
    co_await run_all(std::move(tasks));
}

}  // namespace danelaw
