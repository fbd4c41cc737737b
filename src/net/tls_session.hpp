#pragma once

#include <danelaw/base/bytes.hpp>
#include <danelaw/base/c_ptr.hpp>
#include <danelaw/io/byte_stream.hpp>

#include <gnutls/gnutls.h>

#include <sys/types.h>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace danelaw {

/// A GnuTLS client session without a socket: fed with what the peer sent, drained of what it is to be sent. Verifies
/// nothing: the chain is captured, whatever its faults are, and judged elsewhere.
class TlsSession {
public:
    /// Throws SetupError where GnuTLS refuses our own settings.
    explicit TlsSession(const TlsRequest& request);
    TlsSession(const TlsSession&) = delete;
    TlsSession& operator=(const TlsSession&) = delete;

    enum class Progress { done, wants_input, failed };

    /// Goes on with the handshake as far as the input allows.
    Progress handshake();
    /// Decrypts into `data`; done with empty `data` is the end of the stream.
    Progress read(Bytes& data);
    Progress write(std::string_view text);

    void feed(ByteView octets);
    void end_of_input() { input_ended_ = true; }
    [[nodiscard]] std::string take_output();

    /// What the handshake showed; `status` and `detail` are the caller's where it ended for another reason than TLS.
    [[nodiscard]] TlsResult result() const;

private:
    struct Credentials {
        Credentials();
        CPtr<std::remove_pointer_t<gnutls_certificate_credentials_t>, gnutls_certificate_free_credentials> handle;
    };

    static ssize_t push(gnutls_transport_ptr_t self, const void* data, size_t size);
    static ssize_t pull(gnutls_transport_ptr_t self, void* data, size_t size);
    static int pull_timeout(gnutls_transport_ptr_t self, unsigned milliseconds);
    static int see_message(gnutls_session_t session, unsigned type, unsigned when, unsigned incoming,
                           const gnutls_datum_t* message);
    Progress progress_of(int code);
    void see_certificates(ByteView message);
    void see_key_exchange(ByteView message);
    [[nodiscard]] TlsParameters parameters() const;

    Credentials credentials_;
    CPtr<std::remove_pointer_t<gnutls_session_t>, gnutls_deinit> session_;
    std::string sni_;
    Bytes input_;
    std::size_t input_taken_ = 0;
    std::size_t fed_ = 0;
    std::string output_;
    std::vector<Bytes> chain_;               ///< as presented, within the caps
    std::size_t certificates_left_out_ = 0;  ///< beyond them
    std::string plaintext_;                  ///< what came first, where that was no TLS record
    bool input_ended_ = false;
    bool established_ = false;
    int error_ = 0;          ///< GnuTLS's code of the failure
    std::string own_fault_;  ///< a limit of ours that was passed
};

}  // namespace danelaw
