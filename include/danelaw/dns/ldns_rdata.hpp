#pragma once

#include <danelaw/base/bytes.hpp>

struct ldns_struct_rr;

namespace danelaw {

/// The rdata of a record that libldns read: it keeps the fields in wire form with names written out.
[[nodiscard]] Bytes rdata_of(const ldns_struct_rr& record);

}  // namespace danelaw
