#include <danelaw/render/doctor.hpp>

#include <danelaw/base/text.hpp>

#include "render/json_values.hpp"
#include "render/text_parts.hpp"
#include "render/wrap.hpp"

#include <fmt/format.h>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

namespace danelaw {

namespace json = boost::json;

namespace {

std::string state_of(const DoctorRow& row) {
    if (!row.tested) return "not tested";
    return row.finding ? to_text(row.finding->severity) : "ok";
}

std::string_view colour_of(const DoctorRow& row, const Palette& palette) {
    if (!row.tested) return palette.dim;
    if (!row.finding || row.finding->severity <= Severity::notice) return palette.good;
    return row.finding->severity == Severity::critical ? palette.bad : palette.warning;
}

}  // namespace

std::string render_doctor_text(const DoctorReport& report, const TextStyle& style) {
    const Palette palette(style.colour);
    std::string text;
    std::vector<Finding> findings;
    for (const auto& row : report.rows) {
        const auto lead =
            fmt::format("{:<18} {}{:<10}{} ", row.name, colour_of(row, palette), state_of(row), palette.reset);
        text += wrap(lead, std::string(30, ' '), printable_sentence(row.seen));
        if (row.finding) findings.push_back(*row.finding);
    }
    if (!findings.empty()) text += '\n' + render_findings(findings, style);
    return text;
}

std::string render_doctor_json(const DoctorReport& report) {
    json::array rows;
    json::array findings;
    for (const auto& row : report.rows) {
        rows.push_back(
            json::object{{"name", row.name}, {"state", state_of(row)}, {"seen", printable_sentence(row.seen)}});
        if (row.finding) findings.push_back(json_finding(*row.finding));
    }
    return json::serialize(json::object{{"schema", "danelaw.doctor/1"},
                                        {"exit_code", report.exit_code},
                                        {"rows", std::move(rows)},
                                        {"findings", std::move(findings)}});
}

}  // namespace danelaw
