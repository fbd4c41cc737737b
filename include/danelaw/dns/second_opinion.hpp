#pragma once

#include <danelaw/dns/lookup.hpp>

#include <string>

namespace danelaw {

/// The lookup that two validators give together: libunbound's, with what getdns said. What only getdns calls bogus is
/// bogus, for a wrong "secure" is worse than a wrong "bogus"; else libunbound's answer stays as it is. getdns counts
/// for nothing where it gave no answer, where it does not know an algorithm (it says bogus then, RFC 4035 §5.2 says
/// insecure), or where `distrust` (printable) says why it cannot be relied on.
[[nodiscard]] Lookup with_second_opinion(Lookup first, const Lookup& second, const std::string& distrust);

enum class OpinionDifference {
    none,     ///< or there is no second opinion that counts
    bogus,    ///< one says bogus, and the other has an answer
    state,    ///< one says secure and the other insecure, or one has no answer
    records,  ///< the same state, but other records
};
/// How the two differ; TTLs and the order of records are no difference.
[[nodiscard]] OpinionDifference difference_of(const Lookup& lookup);

/// `none`, `bogus`, `state` or `records`.
[[nodiscard]] std::string to_text(OpinionDifference difference);

/// What libunbound said: `secure`, `bogus`, ..; also where it was overruled.
[[nodiscard]] ValidationState first_state(const Lookup& lookup);

/// What each said, with its reason: `libunbound: secure, records; getdns: bogus (WHY)`. Printable.
[[nodiscard]] std::string opinions_text(const Lookup& lookup);

}  // namespace danelaw
