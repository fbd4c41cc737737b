#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace danelaw {

/// The resolvers that resolv.conf(5) names, `ADDR@PORT`, at most limits::system_resolvers; where it names none the one
/// at 127.0.0.1, as the C library does.
[[nodiscard]] std::vector<std::string> resolvers_from_text(std::string_view resolv_conf);

/// Those of this machine.
[[nodiscard]] std::vector<std::string> system_resolvers();

}  // namespace danelaw
