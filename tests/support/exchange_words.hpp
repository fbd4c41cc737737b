#pragma once

#include <danelaw/mtasts/exchange.hpp>

#include <ostream>

namespace danelaw {

inline std::ostream& operator<<(std::ostream& out, FetchResult value) { return out << to_text(value); }
inline std::ostream& operator<<(std::ostream& out, FetchStage value) { return out << to_text(value); }

}  // namespace danelaw
