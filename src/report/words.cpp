#include <danelaw/report/report.hpp>

namespace danelaw {

std::string to_text(Severity severity) {
    switch (severity) {
        case Severity::info:
            return "info";
        case Severity::notice:
            return "notice";
        case Severity::warning:
            return "warning";
        case Severity::unknown:
            return "unknown";
        case Severity::critical:
            return "critical";
    }
    return {};
}

std::string to_text(Verdict verdict) {
    switch (verdict) {
        case Verdict::pass:
            return "pass";
        case Verdict::partial:
            return "partial";
        case Verdict::fail:
            return "fail";
        case Verdict::none:
            return "none";
        case Verdict::unknown:
            return "unknown";
    }
    return {};
}

std::string to_text(Outcome outcome) {
    switch (outcome) {
        case Outcome::authenticated:
            return "authenticated";
        case Outcome::encrypted:
            return "encrypted";
        case Outcome::cleartext:
            return "cleartext";
        case Outcome::mismatch:
            return "mismatch";
        case Outcome::tls_failed:
            return "tls_failed";
        case Outcome::unreachable:
            return "unreachable";
        case Outcome::not_probed:
            return "not_probed";
    }
    return {};
}

std::string to_text(StsOutcome outcome) {
    switch (outcome) {
        case StsOutcome::complies:
            return "complies";
        case StsOutcome::no_starttls:
            return "no_starttls";
        case StsOutcome::handshake_failed:
            return "handshake_failed";
        case StsOutcome::old_tls:
            return "old_tls";
        case StsOutcome::invalid_certificate:
            return "invalid_certificate";
        case StsOutcome::unreachable:
            return "unreachable";
        case StsOutcome::not_seen:
            return "not_seen";
    }
    return {};
}

std::string to_text(Require require) {
    switch (require) {
        case Require::any:
            return "any";
        case Require::both:
            return "both";
        case Require::dane:
            return "dane";
        case Require::mta_sts:
            return "mta-sts";
    }
    return {};
}

std::optional<Require> require_from_text(std::string_view text) {
    for (const auto require : {Require::any, Require::both, Require::dane, Require::mta_sts}) {
        if (to_text(require) == text) return require;
    }
    return std::nullopt;
}

}  // namespace danelaw
