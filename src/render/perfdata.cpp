#include <danelaw/render/perfdata.hpp>

#include <danelaw/base/text.hpp>
#include <danelaw/report/threshold.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace danelaw {

namespace {

bool is_forbidden(char c) {
    return c == '\'' || c == '=' || c == '|' || static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

std::string shown(const std::optional<double>& number) { return number ? number_text(*number) : std::string(); }

}  // namespace

Result<std::string> performance_text(const PerformanceValue& value) {
    const std::string& label = value.label;
    if (label.empty() || std::any_of(label.begin(), label.end(), is_forbidden)) {
        return failure(fmt::format("\"{}\" is not a label of performance data", printable(label, 60)));
    }
    const bool has_blank = label.find(' ') != std::string::npos;
    std::string text =
        fmt::format("{0}{1}{0}={2}{3};{4};{5};{6};{7}", has_blank ? "'" : "", label, number_text(value.value),
                    value.unit, value.warning, value.critical, shown(value.least), shown(value.greatest));
    while (text.ends_with(';')) text.pop_back();
    return Result<std::string>(boost::system::in_place_value, std::move(text));
}

}  // namespace danelaw
