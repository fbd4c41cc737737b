#pragma once

#include <danelaw/report/memory.hpp>

#include <boost/json/object.hpp>

#include <string_view>

namespace danelaw {

inline constexpr std::string_view memory_schema = "danelaw.state/2";
inline constexpr std::string_view former_memory_schema = "danelaw.state/1";

// As memory_to_json and memory_from_json: facts have a memory in them.
[[nodiscard]] boost::json::object write_memory(const DomainMemory& memory);
[[nodiscard]] Result<DomainMemory> read_memory(const boost::json::object& object);

}  // namespace danelaw
