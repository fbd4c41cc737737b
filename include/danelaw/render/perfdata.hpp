#pragma once

#include <danelaw/base/result.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace danelaw {

/// One value of a plugin's performance data.
/// Source: Monitoring Plugins Development Guidelines, "Performance data".
struct PerformanceValue {
    std::string label;
    double value = 0;
    std::string unit;     ///< `s`, `%`, `B`, `c`; empty for a number
    std::string warning;  ///< a range as text; empty where there is none
    std::string critical;
    std::optional<double> least;
    std::optional<double> greatest;
};

/// `'label'=value[unit];[warning];[critical];[least];[greatest]` without empty fields at the end.
/// Errors: a label that is empty or has a quote, an equals sign or a control character.
[[nodiscard]] Result<std::string> performance_text(const PerformanceValue& value);

}  // namespace danelaw
