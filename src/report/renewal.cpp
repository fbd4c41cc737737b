#include "report/renewal.hpp"

#include <danelaw/base/text.hpp>

#include <fmt/format.h>

namespace danelaw {

bool is_renewal_late(const Certificate& certificate, Timestamp now) {
    constexpr std::chrono::days two_weeks{14};
    if (!certificate.not_after) return false;
    const auto rest = *certificate.not_after - now;
    if (rest > two_weeks) return false;
    return !certificate.not_before || rest * 3 <= *certificate.not_after - *certificate.not_before;
}

const Certificate* late_renewal(const CertificateChain& chain, std::span<const std::size_t> path, Timestamp now) {
    const Certificate* first = nullptr;
    for (const auto index : path) {
        const auto& one = chain.at(index);
        if (is_renewal_late(one, now) && (first == nullptr || *one.not_after < *first->not_after)) first = &one;
    }
    return first;
}

std::string expiry_text(const Certificate& certificate, Timestamp now) {
    const auto& end = certificate.not_after.value();
    return fmt::format("the certificate expires at {}, in {}", format_time(end), format_duration(end - now));
}

}  // namespace danelaw
