#pragma once

#include <danelaw/base/result.hpp>
#include <danelaw/base/time.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace danelaw {

/// What of libunbound's configuration a user may choose; the rest is fixed.
struct UnboundSettings {
    std::string root_hints_file;  ///< empty: the hints built into libunbound
    std::string forwarder;        ///< `ADDR@PORT` as `forwarder_from_text` gives it; empty: full recursion
    std::optional<Timestamp> at;  ///< the clock for signatures; empty: the system's
};

/// The text of an unbound.conf(5) for one process that asks tens of questions, or some thousands in `lookup -`.
/// Trust anchors are not in it. The texts in `settings` hold no quote and no line break.
[[nodiscard]] std::string unbound_config_text(const UnboundSettings& settings);

/// Reads `ADDR`, `ADDR@PORT`, `[IPV6]` or `[IPV6]@PORT` and gives `ADDR@PORT` (53 by default).
/// Errors: no address, port not 1 to 65535.
[[nodiscard]] Result<std::string> forwarder_from_text(std::string_view text);

/// The value of val-override-date for a moment. libunbound reads 32 bits, compares them in serial arithmetic as RRSIG
/// dates are (RFC 4034 §3.1.5), and takes 0 for "the system's clock" and -1 for "no date is checked": these two
/// seconds are moved by one.
[[nodiscard]] std::int32_t val_override_date(Timestamp at);

}  // namespace danelaw
