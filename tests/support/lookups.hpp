#pragma once

#include <danelaw/dns/lookup.hpp>

#include <string>
#include <vector>

namespace danelaw::test {

/// A name that the test knows to be valid.
inline DomainName name(const std::string& text) { return *DomainName::from_presentation(text); }

/// Wire rdata of A, AAAA, MX, TXT, CNAME and TLSA from presentation form; names are written out as the wire has them.
Bytes rdata(RecordType type, const std::string& text);

/// An answer with records; without records it is NODATA.
Lookup answer(const std::string& owner, RecordType type, const std::vector<std::string>& records,
              ValidationState state = ValidationState::secure);
/// The same, reached through a CNAME chain whose last name is `canonical`.
Lookup aliased(Lookup lookup, const std::vector<std::string>& chain);
Lookup nx_domain(const std::string& owner, RecordType type, ValidationState state = ValidationState::secure);
Lookup bogus(const std::string& owner, RecordType type, const std::string& why = "signature expired");
Lookup failed(const std::string& owner, RecordType type, const std::string& why = "no answer before the deadline");

}  // namespace danelaw::test
