#pragma once

#include <danelaw/report/report.hpp>

#include "support/certificates.hpp"
#include "support/lookups.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace danelaw::test {

/// When the facts of these builders were gathered: 2026-01-01T00:00:00Z, as testdata/certs is judged.
inline constexpr Timestamp checked_at = judged_at;

/// Octets that stand for a certificate where nobody reads it: a record `3 0 1` with its digest matches it.
[[nodiscard]] Bytes stand_in_certificate(std::uint8_t which);
/// `3 0 1` with the digest of a certificate.
[[nodiscard]] std::string record_of(const Bytes& certificate);

[[nodiscard]] SmtpSession tls_session(std::vector<Bytes> chain);
/// With certificates of testdata/certs.
[[nodiscard]] SmtpSession tls_session(std::initializer_list<const char*> certificates);
/// A session that ended without TLS; `detail` is a sentence about it.
[[nodiscard]] SmtpSession ended_session(SmtpResult result, SmtpStage stage);
[[nodiscard]] SmtpSession refused_connection();
[[nodiscard]] SmtpSession silent_address();
/// A session that our own --timeout cut.
[[nodiscard]] SmtpSession cut(SmtpSession session);
/// A lookup that our own --timeout cut.
[[nodiscard]] Lookup cut_lookup(const std::string& owner, RecordType type);

/// One host (the root: an address literal): addresses are those of its endpoints, all secure; TLSA asked for and absent
/// unless given.
class Host {
public:
    explicit Host(const std::string& name, std::uint16_t preference = 10);

    /// One more address, and the session with it.
    Host& at(const std::string& address, SmtpSession session);
    /// The second handshake with the address that was added last.
    Host& other_key(SmtpSession session);
    Host& tlsa(const std::vector<std::string>& records, ValidationState state = ValidationState::secure);
    /// The addresses are not signed, so nobody asks for TLSA.
    Host& insecure();
    /// Anything else about the facts, done last.
    template <class Change>
    Host& with(Change change) {
        change(facts());
        return *this;
    }
    /// As built until now; changes through it are kept.
    [[nodiscard]] HostFacts& facts();

private:
    void refresh_addresses();

    HostFacts facts_;
    ValidationState addresses_ = ValidationState::secure;
};

/// A host that DANE protects wholly: one address, one chain, and the record that matches it.
[[nodiscard]] Host protected_host(const std::string& name = "mx1.example.org", std::uint16_t preference = 10);
/// A host with secure addresses and no TLSA records, which offers TLS.
[[nodiscard]] Host plain_host(const std::string& name = "mx2.example.org", std::uint16_t preference = 20);

/// The host of an address literal: no name, no lookups.
[[nodiscard]] Host literal_host(const std::string& address);

/// What builders of facts have in common.
template <class Builder>
class FactsBuilder {
public:
    template <class Change>
    Builder& with(Change change) {
        change(facts_);
        return static_cast<Builder&>(*this);
    }

    [[nodiscard]] const DomainFacts& facts() const { return facts_; }
    [[nodiscard]] Report judged() const { return judge(facts_); }

protected:
    DomainFacts facts_;
};

/// `example.org` with these hosts, its MX RRset secure, judged from a machine that trusts the root.
class Domain : public FactsBuilder<Domain> {
public:
    explicit Domain(std::vector<Host> hosts = {});

    /// The state of the MX RRset.
    Domain& mx(ValidationState state);
    /// Other records than the hosts would need.
    Domain& mx(const std::vector<std::string>& records, ValidationState state = ValidationState::secure);
    Domain& mx(Lookup lookup);
    /// No MX RRset: the domain is its own host.
    Domain& implicit_mx(ValidationState state = ValidationState::secure);
};

/// The codes of a report's findings, in its order, from this severity on.
[[nodiscard]] std::vector<std::string> codes(const Report& report, Severity least = Severity::info);
[[nodiscard]] bool has(const Report& report, std::string_view code);
/// The first finding with this code. Throws where there is none.
[[nodiscard]] const Finding& finding(const Report& report, std::string_view code);

}  // namespace danelaw::test
