#pragma once

#include <danelaw/base/bytes.hpp>
#include <danelaw/dns/domain_name.hpp>
#include <danelaw/dns/lookup.hpp>

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

namespace danelaw::testing {

inline DomainName name(std::string_view text) {
    auto read = DomainName::from_presentation(text);
    if (!read) throw std::invalid_argument(read.error().detail);
    return *read;
}

inline void put_u16(Bytes& out, std::size_t value) {
    out.push_back(static_cast<std::uint8_t>(value >> 8U & 0xFFU));
    out.push_back(static_cast<std::uint8_t>(value & 0xFFU));
}

inline void put_u32(Bytes& out, std::uint32_t value) {
    put_u16(out, value >> 16U);
    put_u16(out, value & 0xFFFFU);
}

/// The wire form of a name of plain labels, case kept.
inline Bytes wire_name(std::string_view text) {
    Bytes out;
    while (!text.empty() && text != ".") {
        const auto dot = std::min(text.find('.'), text.size());
        out.push_back(static_cast<std::uint8_t>(dot));
        for (const char c : text.substr(0, dot)) out.push_back(static_cast<std::uint8_t>(c));
        text.remove_prefix(std::min(dot + 1, text.size()));
    }
    out.push_back(0);
    return out;
}

inline Bytes mx_rdata(std::uint16_t preference, std::string_view exchange) {
    Bytes out;
    put_u16(out, preference);
    const auto target = wire_name(exchange);
    out.insert(out.end(), target.begin(), target.end());
    return out;
}

inline Bytes soa_rdata(std::uint32_t minimum) {
    Bytes out = wire_name("ns.example.org");
    const auto mailbox = wire_name("hostmaster.example.org");
    out.insert(out.end(), mailbox.begin(), mailbox.end());
    for (const std::uint32_t number : {1U, 7200U, 3600U, 1209600U, minimum}) put_u32(out, number);
    return out;
}

/// What an RRSIG says that danelaw reads; the rest is made up.
struct SignatureSpec {
    std::uint16_t covered = 1;
    std::uint8_t labels = 3;
    std::uint32_t inception = 1000;
    std::uint32_t expires = 2000;
    std::string_view signer = "example.org";
};

inline Bytes rrsig_rdata(const SignatureSpec& spec) {
    Bytes out;
    put_u16(out, spec.covered);
    out.push_back(13);
    out.push_back(spec.labels);
    put_u32(out, 300);
    put_u32(out, spec.expires);
    put_u32(out, spec.inception);
    put_u16(out, 4711);
    const auto signer = wire_name(spec.signer);
    out.insert(out.end(), signer.begin(), signer.end());
    out.insert(out.end(), 64, 0xAB);
    return out;
}

/// Builds a DNS response, names without compression.
class Message {
public:
    Message(std::string_view question, std::uint16_t type, unsigned rcode = 0) : rcode_(rcode) {
        question_ = wire_name(question);
        put_u16(question_, type);
        put_u16(question_, 1);
    }

    Message& answer(std::string_view owner, std::uint16_t type, std::uint32_t ttl, const Bytes& rdata) {
        ++answers_;
        add(answer_, wire_name(owner), type, ttl, rdata);
        return *this;
    }
    Message& authority(std::string_view owner, std::uint16_t type, std::uint32_t ttl, const Bytes& rdata) {
        ++authorities_;
        add(authority_, wire_name(owner), type, ttl, rdata);
        return *this;
    }
    Message& additional(std::string_view owner, std::uint16_t type, std::uint32_t ttl, const Bytes& rdata) {
        ++additionals_;
        add(additional_, wire_name(owner), type, ttl, rdata);
        return *this;
    }
    Message& cname(std::string_view owner, std::string_view target, std::uint32_t ttl = 300) {
        return answer(owner, 5, ttl, wire_name(target));
    }
    Message& signed_by(std::string_view owner, const SignatureSpec& spec) {
        return answer(owner, 46, 300, rrsig_rdata(spec));
    }
    Message& flags(unsigned value) {
        flags_ = value;
        return *this;
    }

    [[nodiscard]] Bytes wire() const {
        Bytes out;
        put_u16(out, 0x1234);
        put_u16(out, flags_ | rcode_);
        put_u16(out, 1);
        put_u16(out, answers_);
        put_u16(out, authorities_);
        put_u16(out, additionals_);
        for (const auto* const part : {&question_, &answer_, &authority_, &additional_}) {
            out.insert(out.end(), part->begin(), part->end());
        }
        return out;
    }
    [[nodiscard]] RawAnswer secure() const { return {wire(), true, false, ""}; }
    [[nodiscard]] RawAnswer insecure() const { return {wire(), false, false, ""}; }
    [[nodiscard]] RawAnswer bogus(std::string why) const { return {wire(), false, true, std::move(why)}; }

private:
    static void add(Bytes& section, const Bytes& owner, std::uint16_t type, std::uint32_t ttl, const Bytes& rdata) {
        section.insert(section.end(), owner.begin(), owner.end());
        put_u16(section, type);
        put_u16(section, 1);
        put_u32(section, ttl);
        put_u16(section, rdata.size());
        section.insert(section.end(), rdata.begin(), rdata.end());
    }

    unsigned rcode_;
    unsigned flags_ = 0x8180;  // QR, RD, RA
    std::size_t answers_ = 0;
    std::size_t authorities_ = 0;
    std::size_t additionals_ = 0;
    Bytes question_;
    Bytes answer_;
    Bytes authority_;
    Bytes additional_;
};

}  // namespace danelaw::testing
