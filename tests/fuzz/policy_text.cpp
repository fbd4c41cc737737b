// What a domain publishes about MTA-STS and TLS-RPT: a policy file and two kinds of TXT record. The first octet
// chooses.

#include "output_checks.hpp"
#include "property.hpp"

#include <danelaw/base/limits.hpp>
#include <danelaw/mtasts/policy.hpp>
#include <danelaw/mtasts/record.hpp>
#include <danelaw/tlsrpt/record.hpp>

using namespace danelaw;

namespace {

void check_shown(const std::string& text) {
    must_hold(is_utf8(text) && acts_on_nothing(text), "what is told can be shown");
}

void check_policy(std::string_view text) {
    const auto policy = parse_policy(text);
    if (!policy) return check_shown(policy.error().detail);
    must_hold(policy->mode == PolicyMode::none || !policy->mx.empty(), "a policy names hosts");
    must_hold(policy->max_age <= policy->stated_max_age, "max_age is only ever cut");
    must_hold(policy->max_age.count() >= 0 && policy->max_age.count() <= 31557600, "max_age is within its range");
    must_hold(text.size() <= limits::policy_octets, "the size is capped");
    for (const auto& pattern : policy->mx) {
        const auto again = parse_mx_pattern(pattern.text());
        must_hold(again && *again == pattern, "a pattern is read back as the same");
        const auto host =
            DomainName::from_presentation(pattern.wildcard ? "mx." + pattern.domain.text() : pattern.domain.text());
        must_hold(!host || matching_pattern(*policy, *host), "a host of the policy matches");
    }
    for (const auto& key : policy->unknown_keys) check_shown(key);
}

void check_sts_record(std::string_view text) {
    const auto record = parse_sts_record(text);
    const std::vector<std::string> rrset{std::string(text)};
    const auto set = read_sts_records(rrset);
    must_hold(set.record.has_value() == (is_sts_record(text) && record), "one record counts where it is valid");
    must_hold(set.meant + set.ignored == 1, "a record is meant or ignored");
    if (!record) return check_shown(record.error().detail);
    must_hold(!record->id.empty() && record->id.size() <= 32, "the id has 1 to 32 characters");
    for (const auto& field : record->unknown_fields) check_shown(field);
}

void check_tlsrpt_record(std::string_view text) {
    const auto record = read_tlsrpt_record(text);
    if (!record) return check_shown(record.error().detail);
    must_hold(!record->rua.empty(), "a record names a place");
    for (const auto& uri : record->rua) check_shown(uri.text + uri.unfit.value_or(""));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
    switch (data[0] % 4) {
        case 0:
            check_policy(text);
            break;
        case 1:
            check_sts_record(text);
            break;
        case 2:
            check_tlsrpt_record(text);
            break;
        default:
            must_hold(!is_plain_text(text) || text.size() >= std::string_view("text/plain").size(), "a type is named");
            (void)is_identity(text);
    }
    return 0;
}
