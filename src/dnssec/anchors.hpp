#pragma once

#include <danelaw/dns/signed_records.hpp>

#include <span>
#include <string>
#include <vector>

namespace danelaw {

/// A trust anchor as a DS: that of the key where a DNSKEY was given.
struct Anchor {
    DomainName owner;
    Ds ds;
};

/// Reads DS and DNSKEY records in presentation form; other lines are passed over.
[[nodiscard]] std::vector<Anchor> read_anchors(std::span<const std::string> records);

}  // namespace danelaw
