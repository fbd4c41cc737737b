#include <danelaw/smtp/session.hpp>

namespace danelaw {

std::string to_text(SmtpResult result) {
    switch (result) {
        case SmtpResult::tls_established:
            return "tls_established";
        case SmtpResult::no_starttls:
            return "no_starttls";
        case SmtpResult::refused_temporary:
            return "refused_temporary";
        case SmtpResult::refused_permanent:
            return "refused_permanent";
        case SmtpResult::starttls_refused_temporary:
            return "starttls_refused_temporary";
        case SmtpResult::starttls_refused_permanent:
            return "starttls_refused_permanent";
        case SmtpResult::starttls_protocol_error:
            return "starttls_protocol_error";
        case SmtpResult::injection_detected:
            return "injection_detected";
        case SmtpResult::tls_handshake_failed:
            return "tls_handshake_failed";
        case SmtpResult::protocol_error:
            return "protocol_error";
        case SmtpResult::connection_lost:
            return "connection_lost";
        case SmtpResult::timeout:
            return "timeout";
        case SmtpResult::connect_failed:
            return "connect_failed";
    }
    return {};
}

std::string to_text(SmtpStage stage) {
    switch (stage) {
        case SmtpStage::connect:
            return "connect";
        case SmtpStage::greeting:
            return "greeting";
        case SmtpStage::ehlo:
            return "ehlo";
        case SmtpStage::starttls:
            return "starttls";
        case SmtpStage::tls:
            return "tls";
    }
    return {};
}

std::string to_text(StartTlsOffer offer) {
    switch (offer) {
        case StartTlsOffer::offered:
            return "offered";
        case StartTlsOffer::not_offered:
            return "not_offered";
        case StartTlsOffer::refused:
            return "refused";
        case StartTlsOffer::not_reached:
            return "not_reached";
    }
    return {};
}

}  // namespace danelaw
