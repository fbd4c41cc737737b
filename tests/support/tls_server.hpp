#pragma once

#include <danelaw/base/c_ptr.hpp>

#include <gnutls/gnutls.h>

#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace danelaw::test {

/// A TLS server without a socket, by GnuTLS: fed with what the client sent, drained of what it is to be sent.
class TlsServer {
public:
    struct Settings {
        /// Names in testdata/certs; the first of each has its key there, the others follow it in the chain.
        std::vector<std::vector<std::string>> chains = {{"leaf", "intermediate"}};
        std::string priority = "NORMAL:%COMPAT";
    };

    explicit TlsServer(const Settings& settings);
    TlsServer(const TlsServer&) = delete;
    TlsServer& operator=(const TlsServer&) = delete;

    void feed(std::string_view octets) { input_ += octets; }
    std::string take_output() { return std::exchange(output_, {}); }
    /// Goes on with the handshake; whether it is done.
    bool handshake();
    [[nodiscard]] bool failed() const { return failed_; }
    /// What the client said, decrypted, since the last call.
    std::string read();
    void write(std::string_view text);
    void close_notify() { gnutls_bye(session_.get(), GNUTLS_SHUT_WR); }
    void alert(gnutls_alert_level_t level, gnutls_alert_description_t what) {
        gnutls_alert_send(session_.get(), level, what);
    }
    /// The name that the client asked for.
    [[nodiscard]] std::string server_name() const;

private:
    static ssize_t push(gnutls_transport_ptr_t self, const void* data, size_t size);
    static ssize_t pull(gnutls_transport_ptr_t self, void* data, size_t size);
    static int pull_timeout(gnutls_transport_ptr_t self, unsigned milliseconds);

    CPtr<std::remove_pointer_t<gnutls_certificate_credentials_t>, gnutls_certificate_free_credentials> credentials_;
    CPtr<std::remove_pointer_t<gnutls_session_t>, gnutls_deinit> session_;
    std::string input_;
    std::string output_;
    bool failed_ = false;
};

}  // namespace danelaw::test
