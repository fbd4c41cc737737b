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

}  // namespace danelaw
