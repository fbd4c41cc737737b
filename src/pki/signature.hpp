#pragma once

#include "pki/path_node.hpp"

namespace danelaw {

/// Whether the key of this SubjectPublicKeyInfo signed the certificate. MD5 and weaker, and costly keys, never count;
/// SHA-1 does, so that signature_fault() can say why it is not enough.
[[nodiscard]] bool has_signed(ByteView spki, const PathNode& subject);

}  // namespace danelaw
