#include "support/tls_server.hpp"

#include "support/certificates.hpp"

#include <gnutls/abstract.h>
#include <algorithm>
#include <array>
#include <stdexcept>

namespace danelaw::test {

namespace {

void require(int code) {
    if (code < 0) throw std::runtime_error(gnutls_strerror(code));
}

gnutls_datum_t datum(const Bytes& octets) {
    return {const_cast<unsigned char*>(octets.data()), static_cast<unsigned>(octets.size())};
}

/// One certificate with its key, and what is sent behind it: as it is, where other ways to load a chain sort it.
void add_chain(gnutls_certificate_credentials_t credentials, const std::vector<std::string>& names) {
    std::vector<gnutls_pcert_st> certificates(names.size());
    for (std::size_t i = 0; i < names.size(); ++i) {
        const auto der = certificate(names[i]).der;
        const auto octets = datum(der);
        require(gnutls_pcert_import_x509_raw(&certificates[i], &octets, GNUTLS_X509_FMT_DER, 0));
    }
    const auto pem = certificate_file(names.at(0) + ".key");
    const Bytes key_octets(pem.begin(), pem.end());
    const auto key_datum = datum(key_octets);
    gnutls_privkey_t key = nullptr;
    require(gnutls_privkey_init(&key));
    require(gnutls_privkey_import_x509_raw(key, &key_datum, GNUTLS_X509_FMT_PEM, nullptr, 0));
    require(gnutls_certificate_set_key(credentials, nullptr, 0, certificates.data(),
                                       static_cast<int>(certificates.size()), key));
}

}  // namespace

TlsServer::TlsServer(const Settings& settings) {
    gnutls_certificate_credentials_t credentials = nullptr;
    require(gnutls_certificate_allocate_credentials(&credentials));
    credentials_.reset(credentials);
    for (const auto& names : settings.chains) add_chain(credentials, names);
    require(gnutls_certificate_set_known_dh_params(credentials, GNUTLS_SEC_PARAM_MEDIUM));
    gnutls_session_t session = nullptr;
    require(gnutls_init(&session, GNUTLS_SERVER | GNUTLS_NONBLOCK | GNUTLS_NO_SIGNAL));
    session_.reset(session);
    require(gnutls_priority_set_direct(session, (settings.priority + ":%DEBUG_ALLOW_KEY_USAGE_VIOLATIONS").c_str(),
                                       nullptr));
    require(gnutls_credentials_set(session, GNUTLS_CRD_CERTIFICATE, credentials));
    gnutls_handshake_set_timeout(session, 0);
    gnutls_transport_set_ptr(session, this);
    gnutls_transport_set_push_function(session, &TlsServer::push);
    gnutls_transport_set_pull_function(session, &TlsServer::pull);
    gnutls_transport_set_pull_timeout_function(session, &TlsServer::pull_timeout);
}

bool TlsServer::handshake() {
    for (;;) {
        const int code = gnutls_handshake(session_.get());
        if (code == GNUTLS_E_SUCCESS) return true;
        if (code == GNUTLS_E_AGAIN && !input_.empty()) continue;
        if (code != GNUTLS_E_AGAIN && gnutls_error_is_fatal(code) != 0) {
            failed_ = true;
            gnutls_alert_send_appropriate(session_.get(), code);
        }
        return false;
    }
}

std::string TlsServer::read() {
    std::string text;
    std::array<char, 4096> piece{};
    for (;;) {
        const auto size = gnutls_record_recv(session_.get(), piece.data(), piece.size());
        if (size <= 0) return text;
        text.append(piece.data(), static_cast<std::size_t>(size));
    }
}

void TlsServer::write(std::string_view text) {
    require(static_cast<int>(gnutls_record_send(session_.get(), text.data(), text.size())));
}

std::string TlsServer::server_name() const {
    std::array<char, 256> name{};
    std::size_t size = name.size();
    unsigned type = 0;
    if (gnutls_server_name_get(session_.get(), name.data(), &size, &type, 0) < 0) return {};
    return {name.data(), size};
}

ssize_t TlsServer::push(gnutls_transport_ptr_t self, const void* data, size_t size) {
    static_cast<TlsServer*>(self)->output_.append(static_cast<const char*>(data), size);
    return static_cast<ssize_t>(size);
}

ssize_t TlsServer::pull(gnutls_transport_ptr_t self, void* data, size_t size) {
    auto& server = *static_cast<TlsServer*>(self);
    if (server.input_.empty()) {
        gnutls_transport_set_errno(server.session_.get(), EAGAIN);
        return -1;
    }
    const auto taken = std::min(size, server.input_.size());
    std::copy_n(server.input_.begin(), taken, static_cast<char*>(data));
    server.input_.erase(0, taken);
    return static_cast<ssize_t>(taken);
}

int TlsServer::pull_timeout(gnutls_transport_ptr_t self, unsigned) {
    return static_cast<TlsServer*>(self)->input_.empty() ? 0 : 1;
}

}  // namespace danelaw::test
