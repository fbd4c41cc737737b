#pragma once

#include "net/trust_anchors.hpp"
#include "net/unbound_config.hpp"

#include <danelaw/base/c_ptr.hpp>

#include <unbound.h>

#include <string>
#include <vector>

namespace danelaw {

using UnboundContextPtr = CPtr<ub_ctx, ub_ctx_delete>;

/// A libunbound context that is ready to answer in a thread of its own.
struct UnboundSetup {
    UnboundContextPtr context;
    TrustAnchors anchors;
    bool may_forward = false;  ///< it asks another resolver, or it is not known that it does not
};

/// Makes a context with our settings. All settings are applied now, so that nothing fails at the first question.
/// Throws SetupError with libunbound's own words; nothing is printed.
[[nodiscard]] UnboundSetup make_unbound_context(const UnboundSettings& settings, const TrustAnchors& anchors);

/// As above with a file that replaces our settings. `at` holds where the file says nothing about the date, the default
/// anchors where it names none and its modules validate.
[[nodiscard]] UnboundSetup make_unbound_context(const std::string& config_file, std::optional<Timestamp> at);

}  // namespace danelaw
