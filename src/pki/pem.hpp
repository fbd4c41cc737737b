#pragma once

#include <danelaw/base/bytes.hpp>

#include <string_view>
#include <vector>

namespace danelaw {

/// DER of all `CERTIFICATE` blocks of PEM text, in order; none where there is no block. Errors: a block that is not
/// base64 or no DER certificate (which block, by number).
[[nodiscard]] Result<std::vector<Bytes>> read_pem_blocks(std::string_view pem);

}  // namespace danelaw
