#pragma once

#include <danelaw/render/render.hpp>
#include <danelaw/report/servers.hpp>

#include <boost/json/array.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace danelaw {

/// One line a server, and one for each answer that is not in order; with `verbose` for each answer. All behind
/// `indent`.
[[nodiscard]] std::string render_servers(const ZoneServersReport& zone, const TextStyle& style,
                                         std::string_view indent = "");
[[nodiscard]] boost::json::array json_servers(const std::vector<ZoneServersReport>& zones);

}  // namespace danelaw
