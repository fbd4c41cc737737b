#include "cli/check_failures.hpp"

#include "cli/check_network.hpp"
#include "cli/in_order.hpp"

#include <danelaw/base/limits.hpp>
#include <danelaw/base/text.hpp>
#include <danelaw/scan/gather.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace danelaw::cli {
namespace {

constexpr std::size_t domains_at_once = 8;  // as check

class FailureCheck {
public:
    FailureCheck(const Settings& settings, const std::vector<DigestFailure>& failures)
        : network_(settings, true), failures_(failures) {
        FailureNow beyond;
        beyond.text = fmt::format("not checked, no more than {} domains are", limits::digest_domains_checked);
        now_.resize(failures.size(), beyond);
        for (const auto& failure : failures) {
            const bool known = std::find(domains_.begin(), domains_.end(), failure.domain) != domains_.end();
            if (!known && domains_.size() < limits::digest_domains_checked) domains_.push_back(failure.domain);
        }
    }

    std::vector<FailureNow> run() {
        // Domains go by their number: what a report calls a domain may be any text.
        std::vector<std::string> numbers;
        for (std::size_t i = 0; i < domains_.size(); ++i) numbers.push_back(std::to_string(i));
        Job job;
        job.work = [this](const Item& item) { return check_one(domains_[std::stoul(item.text)]); };
        job.failed = [this](const Item& item, const std::string& what) {
            tell(domains_[std::stoul(item.text)], "internal error: " + printable(what));
            return ItemResult();
        };
        job.deliver = [](const ItemResult&) {};
        job.at_once = domains_at_once;
        run_items(network_.io(), numbers, std::move(job));
        return std::move(now_);
    }

private:
    boost::asio::awaitable<ItemResult> check_one(std::string domain) {
        ItemResult nothing;
        const auto name = DomainName::from_user(domain);
        if (!name || name->is_root()) {
            tell(domain, domain.empty() ? "the reports do not say which domain" : "the domain is no domain name");
            co_return nothing;
        }
        Destination destination;
        destination.asked = domain;
        destination.domain = *name;
        DomainFacts facts = co_await gather(network_.context(), std::move(destination));
        const Report report = judge(std::move(facts));
        for (std::size_t i = 0; i < failures_.size(); ++i) {
            if (failures_[i].domain == domain) now_[i] = failure_now(failures_[i], report);
        }
        co_return nothing;
    }

    void tell(const std::string& domain, const std::string& why) {
        for (std::size_t i = 0; i < failures_.size(); ++i) {
            if (failures_[i].domain == domain) now_[i].text = why;
        }
    }

    CheckNetwork network_;
    const std::vector<DigestFailure>& failures_;
    std::vector<std::string> domains_;
    std::vector<FailureNow> now_;
};

}  // namespace

std::vector<FailureNow> check_failures(const Settings& settings, const std::vector<DigestFailure>& failures) {
    if (failures.empty()) return {};
    return FailureCheck(settings, failures).run();
}

}  // namespace danelaw::cli
