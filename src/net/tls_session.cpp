#include "net/tls_session.hpp"

#include <danelaw/base/limits.hpp>
#include <danelaw/base/text.hpp>
#include <danelaw/pki/certificate.hpp>

#include <fmt/format.h>
#include <gnutls/x509.h>
#include <algorithm>
#include <cerrno>
#include <optional>

namespace danelaw {

namespace {

// %COMPAT: a leaf whose keyUsage forbids its use in TLS would end the handshake, and we want to report it instead.
// X25519 first saves a key share. NORMAL speaks TLS 1.0 to 1.3: what is old is reported, not hidden.
constexpr std::string_view common_priority =
    "NORMAL:%COMPAT:-GROUP-ALL:+GROUP-X25519:+GROUP-SECP256R1:+GROUP-SECP384R1:+GROUP-SECP521R1";

// The key exchange tells the key family up to TLS 1.2, the signature algorithms from TLS 1.2 on.
constexpr std::string_view rsa_priority =
    ":-KX-ALL:+ECDHE-RSA:+DHE-RSA:+RSA:-SIGN-ALL:+SIGN-RSA-PSS-RSAE-SHA256:+SIGN-RSA-PSS-RSAE-SHA384:+SIGN-RSA-PSS-"
    "RSAE-SHA512"
    ":+SIGN-RSA-PSS-SHA256:+SIGN-RSA-PSS-SHA384:+SIGN-RSA-PSS-SHA512:+SIGN-RSA-SHA256:+SIGN-RSA-SHA384:+SIGN-RSA-"
    "SHA512:+SIGN-RSA-SHA1";
// RSA-SHA256 stands for the signatures of CAs only: no key exchange here lets an RSA key sign up to TLS 1.2, and
// TLS 1.3 forbids it.
constexpr std::string_view ecdsa_priority =
    ":-KX-ALL:+ECDHE-ECDSA:-SIGN-ALL:+SIGN-ECDSA-SECP256R1-SHA256:+SIGN-ECDSA-SECP384R1-SHA384:+SIGN-ECDSA-SECP521R1-"
    "SHA512"
    ":+SIGN-ECDSA-SHA256:+SIGN-ECDSA-SHA384:+SIGN-ECDSA-SHA512:+SIGN-EDDSA-ED25519:+SIGN-EDDSA-ED448:+SIGN-RSA-SHA256:+"
    "SIGN-RSA-SHA384";

std::string priority_for(KeyOffer keys) {
    std::string priority(common_priority);
    switch (keys) {
        case KeyOffer::all:
            break;
        case KeyOffer::rsa_only:
            priority += rsa_priority;
            break;
        case KeyOffer::ecdsa_only:
            priority += ecdsa_priority;
            break;
    }
    return priority;
}

void require(int code, const char* what) {
    if (code < 0) throw SetupError(fmt::format("GnuTLS: {}: {}", what, gnutls_strerror(code)));
}

/// A TLS record of the handshake or an alert; anything else was said in clear.
bool is_tls_record(std::uint8_t first_octet) { return first_octet == 0x16 || first_octet == 0x15; }

/// RFC 5280 §4.2.1.3: where the extension is there, TLS with ephemeral keys needs digitalSignature.
bool forbids_signing(ByteView leaf) {
    gnutls_x509_crt_t made = nullptr;
    if (gnutls_x509_crt_init(&made) < 0) return false;
    const CPtr<std::remove_pointer_t<gnutls_x509_crt_t>, gnutls_x509_crt_deinit> crt(made);
    const gnutls_datum_t datum{const_cast<unsigned char*>(leaf.data()), static_cast<unsigned>(leaf.size())};
    unsigned usage = 0;
    return gnutls_x509_crt_import(crt.get(), &datum, GNUTLS_X509_FMT_DER) >= 0 &&
           gnutls_x509_crt_get_key_usage(crt.get(), &usage, nullptr) >= 0 &&
           (usage & GNUTLS_KEY_DIGITAL_SIGNATURE) == 0;
}

/// Takes a field with a length of so many octets before it; nothing where the message ends within it.
std::optional<ByteView> take_field(ByteView& message, std::size_t length_octets) {
    if (message.size() < length_octets) return std::nullopt;
    std::size_t length = 0;
    for (std::size_t i = 0; i < length_octets; ++i) length = length << 8U | message[i];
    message = message.subspan(length_octets);
    if (message.size() < length) return std::nullopt;
    const auto field = message.first(length);
    message = message.subspan(length);
    return field;
}

/// The certificates of a Certificate message: RFC 8446 §4.4.2 with a context before and extensions behind each, RFC
/// 5246 §7.4.2 without. What does not parse is left to GnuTLS, which refuses it.
std::vector<ByteView> certificates_in(ByteView message, bool is_tls13) {
    std::vector<ByteView> certificates;
    if (is_tls13 && !take_field(message, 1)) return certificates;
    auto list = take_field(message, 3);
    while (list && !list->empty()) {
        const auto certificate = take_field(*list, 3);
        if (!certificate || (is_tls13 && !take_field(*list, 2))) break;
        certificates.push_back(*certificate);
    }
    return certificates;
}

std::string text_or_empty(const char* name) { return name == nullptr ? "" : name; }

}  // namespace

TlsSession::Credentials::Credentials() {
    gnutls_certificate_credentials_t made = nullptr;
    require(gnutls_certificate_allocate_credentials(&made), "credentials");
    handle.reset(made);
}

TlsSession::TlsSession(const TlsRequest& request) : sni_(request.sni) {
    gnutls_session_t made = nullptr;
    require(gnutls_init(&made, GNUTLS_CLIENT | GNUTLS_NONBLOCK | GNUTLS_NO_SIGNAL | GNUTLS_KEY_SHARE_TOP), "session");
    session_.reset(made);
    require(gnutls_priority_set_direct(made, priority_for(request.keys).c_str(), nullptr), "priorities");
    require(gnutls_credentials_set(made, GNUTLS_CRD_CERTIFICATE, credentials_.handle.get()), "credentials");
    if (!sni_.empty()) require(gnutls_server_name_set(made, GNUTLS_NAME_DNS, sni_.data(), sni_.size()), "server name");
    gnutls_handshake_set_max_packet_length(made, limits::handshake_message_octets);
    gnutls_handshake_set_timeout(made, 0);  // deadlines are the stream's
    gnutls_session_set_ptr(made, this);
    gnutls_handshake_set_hook_function(made, GNUTLS_HANDSHAKE_ANY, GNUTLS_HOOK_POST, &TlsSession::see_message);
    gnutls_transport_set_ptr(made, this);
    gnutls_transport_set_push_function(made, &TlsSession::push);
    gnutls_transport_set_pull_function(made, &TlsSession::pull);
    gnutls_transport_set_pull_timeout_function(made, &TlsSession::pull_timeout);
}

ssize_t TlsSession::push(gnutls_transport_ptr_t self, const void* data, size_t size) {
    static_cast<TlsSession*>(self)->output_.append(static_cast<const char*>(data), size);
    return static_cast<ssize_t>(size);
}

ssize_t TlsSession::pull(gnutls_transport_ptr_t self, void* data, size_t size) {
    auto& session = *static_cast<TlsSession*>(self);
    const auto have = std::min(size, session.input_.size() - session.input_taken_);
    if (have == 0 && !session.input_ended_) {
        gnutls_transport_set_errno(session.session_.get(), EAGAIN);
        return -1;
    }
    std::copy_n(session.input_.begin() + static_cast<std::ptrdiff_t>(session.input_taken_), have,
                static_cast<std::uint8_t*>(data));
    session.input_taken_ += have;
    return static_cast<ssize_t>(have);
}

int TlsSession::pull_timeout(gnutls_transport_ptr_t self, unsigned) {
    const auto& session = *static_cast<TlsSession*>(self);
    return session.input_taken_ < session.input_.size() || session.input_ended_ ? 1 : 0;
}

void TlsSession::feed(ByteView octets) {
    if (octets.empty()) return;
    if (fed_ == 0 && !is_tls_record(octets.front()))
        plaintext_.assign(as_text(octets.first(std::min(octets.size(), limits::shown_octets))));
    fed_ += octets.size();
    if (!established_ && fed_ > limits::handshake_octets) {
        own_fault_ =
            fmt::format("the server sent more than {} octets before the handshake ended", limits::handshake_octets);
    }
    input_.erase(input_.begin(), input_.begin() + static_cast<std::ptrdiff_t>(input_taken_));
    input_taken_ = 0;
    input_.insert(input_.end(), octets.begin(), octets.end());
}

std::string TlsSession::take_output() { return std::exchange(output_, {}); }

TlsSession::Progress TlsSession::progress_of(int code) {
    if (code >= 0) return Progress::done;
    if (code == GNUTLS_E_AGAIN || code == GNUTLS_E_INTERRUPTED) return Progress::wants_input;
    error_ = code;
    return Progress::failed;
}

TlsSession::Progress TlsSession::handshake() {
    for (;;) {
        if (!plaintext_.empty() || !own_fault_.empty()) return Progress::failed;
        const int code = gnutls_handshake(session_.get());
        // A warning, or a ticket: not fatal, and what is buffered must be read before more is waited for.
        const bool go_on = code == GNUTLS_E_WARNING_ALERT_RECEIVED || code == GNUTLS_E_GOT_APPLICATION_DATA ||
                           (code == GNUTLS_E_AGAIN && input_taken_ < input_.size());
        if (go_on) continue;
        const auto progress = progress_of(code);
        established_ = progress == Progress::done;
        return progress;
    }
}

TlsSession::Progress TlsSession::read(Bytes& data) {
    data.resize(std::size_t{16} * 1024);
    for (;;) {
        const auto code = gnutls_record_recv(session_.get(), data.data(), data.size());
        const bool go_on = code == GNUTLS_E_WARNING_ALERT_RECEIVED || code == GNUTLS_E_REHANDSHAKE ||
                           (code == GNUTLS_E_AGAIN && input_taken_ < input_.size());
        if (go_on) continue;
        data.resize(code > 0 ? static_cast<std::size_t>(code) : 0);
        if (code == GNUTLS_E_PREMATURE_TERMINATION) return Progress::done;  // no close_notify: many servers do that
        return progress_of(static_cast<int>(code));
    }
}

TlsSession::Progress TlsSession::write(std::string_view text) {
    return progress_of(static_cast<int>(gnutls_record_send(session_.get(), text.data(), text.size())));
}

/// Sees each message before GnuTLS acts on it. A key that is long enough keeps GnuTLS busy for hours in one call, which
/// no deadline ends.
int TlsSession::see_message(gnutls_session_t session, unsigned type, unsigned /*when*/, unsigned incoming,
                            const gnutls_datum_t* message) {
    auto& self = *static_cast<TlsSession*>(gnutls_session_get_ptr(session));
    const ByteView octets(message->data, message->size);
    if (incoming != 0 && type == GNUTLS_HANDSHAKE_CERTIFICATE_PKT) self.see_certificates(octets);
    if (incoming != 0 && type == GNUTLS_HANDSHAKE_SERVER_KEY_EXCHANGE) self.see_key_exchange(octets);
    return self.own_fault_.empty() ? 0 : GNUTLS_E_UNWANTED_ALGORITHM;
}

void TlsSession::see_certificates(ByteView message) {
    const auto certificates = certificates_in(message, gnutls_protocol_get_version(session_.get()) == GNUTLS_TLS1_3);
    chain_.clear();
    std::size_t octets = 0;
    for (const auto& certificate : certificates) {
        octets += certificate.size();
        if (chain_.size() == limits::chain_certificates || octets > limits::chain_octets) break;
        chain_.emplace_back(certificate.begin(), certificate.end());
    }
    certificates_left_out_ = certificates.size() - chain_.size();
    if (chain_.empty()) return;
    if (const auto costly = costly_key(read_certificate(chain_.front()).spki))
        own_fault_ = "the server's certificate has " + *costly;
}

/// RFC 5246 §7.4.3: the prime comes first, where the server chose it.
void TlsSession::see_key_exchange(ByteView message) {
    if (gnutls_kx_get(session_.get()) != GNUTLS_KX_DHE_RSA) return;
    const auto prime = take_field(message, 2);
    if (prime && prime->size() * 8 > limits::dh_prime_bits) {
        own_fault_ = fmt::format("the server chose a Diffie-Hellman prime of {} bits, at most {} are used",
                                 prime->size() * 8, limits::dh_prime_bits);
    }
}

TlsParameters TlsSession::parameters() const {
    auto* const session = session_.get();
    TlsParameters parameters;
    parameters.version = text_or_empty(gnutls_protocol_get_name(gnutls_protocol_get_version(session)));
    parameters.cipher = text_or_empty(gnutls_cipher_get_name(gnutls_cipher_get(session)));
    parameters.group = text_or_empty(gnutls_group_get_name(gnutls_group_get(session)));
    const int signature = gnutls_sign_algorithm_get(session);
    if (signature > 0)
        parameters.signature = text_or_empty(gnutls_sign_get_name(static_cast<gnutls_sign_algorithm_t>(signature)));
    parameters.sni = sni_;
    return parameters;
}

TlsResult TlsSession::result() const {
    TlsResult result;
    result.answered = fed_ > 0;
    result.plaintext = plaintext_;
    result.chain = chain_;
    if (established_) {
        result.parameters = parameters();
        if (certificates_left_out_ > 0) {
            result.detail = fmt::format("the server presented {} certificates, the first {} were looked at",
                                        chain_.size() + certificates_left_out_, chain_.size());
        }
        result.key_usage_violation = !result.chain.empty() && gnutls_kx_get(session_.get()) != GNUTLS_KX_RSA &&
                                     forbids_signing(result.chain.front());
        return result;
    }
    result.status = IoStatus::failed;
    result.detail = own_fault_.empty() ? text_or_empty(gnutls_strerror(error_)) : own_fault_;
    if (error_ == GNUTLS_E_FATAL_ALERT_RECEIVED) {
        const auto alert = gnutls_alert_get(session_.get());
        result.alert = static_cast<int>(alert);
        result.detail = fmt::format("the server sent the alert {} ({})", static_cast<int>(alert),
                                    text_or_empty(gnutls_alert_get_name(alert)));
    } else if (error_ == GNUTLS_E_PREMATURE_TERMINATION) {
        result.status = IoStatus::closed;
        result.detail = "the server closed the connection";
    } else if (error_ == GNUTLS_E_KEY_USAGE_VIOLATION) {
        result.key_usage_violation = true;
    }
    return result;
}

}  // namespace danelaw
