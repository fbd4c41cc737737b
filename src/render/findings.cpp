#include <danelaw/base/text.hpp>
#include <danelaw/render/render.hpp>

#include "render/text_parts.hpp"
#include "render/wrap.hpp"

#include <fmt/format.h>
#include <boost/json/serialize.hpp>

#include <algorithm>

namespace danelaw {

namespace json = boost::json;

namespace {

std::string_view colour_of(Severity severity, const Palette& palette) {
    switch (severity) {
        case Severity::info:
        case Severity::notice:
            return palette.dim;
        case Severity::warning:
        case Severity::unknown:
            return palette.warning;
        case Severity::critical:
            return palette.bad;
    }
    return {};
}

/// What several subjects have in common, and who they are.
struct Statement {
    std::string what;
    std::vector<std::string> subjects;
};

/// Findings of one code and severity: what differs is told, the advice once.
struct Group {
    const Finding* first;
    std::vector<Statement> statements;
};

std::string without_subject(const Finding& finding) {
    const auto prefix = finding.subject + ": ";
    return finding.text.starts_with(prefix) ? finding.text.substr(prefix.size()) : finding.text;
}

std::vector<Group> grouped(std::span<const Finding> findings) {
    std::vector<Group> groups;
    for (const auto& finding : findings) {
        const auto alike = [&](const Group& group) {
            return group.first->code == finding.code && group.first->severity == finding.severity &&
                   group.first->advice == finding.advice;
        };
        auto group = std::find_if(groups.begin(), groups.end(), alike);
        if (group == groups.end()) group = groups.insert(groups.end(), Group{&finding, {}});
        auto& statements = group->statements;
        const auto what = without_subject(finding);
        const auto same = [&](const Statement& statement) { return statement.what == what; };
        auto statement = std::find_if(statements.begin(), statements.end(), same);
        if (statement == statements.end()) statement = statements.insert(statements.end(), Statement{what, {}});
        statement->subjects.push_back(finding.subject);
    }
    return groups;
}

/// So many subjects, and so many statements, stand for all: more would bury the other findings.
constexpr std::size_t shown_alike = 4;

std::string joined(const std::vector<std::string>& subjects, bool verbose) {
    const auto shown = verbose ? subjects.size() : std::min(subjects.size(), shown_alike);
    std::string text;
    for (std::size_t i = 0; i < shown; ++i) text += (i == 0 ? "" : ", ") + subjects[i];
    if (shown < subjects.size()) text += fmt::format(" and {} more", subjects.size() - shown);
    return text;
}

std::string render_group(const Group& group, const TextStyle& style) {
    const Palette palette(style.colour);
    const auto& first = *group.first;
    std::string text = fmt::format("{}{}{} {} ({})\n", colour_of(first.severity, palette), to_text(first.severity),
                                   palette.reset, first.code, first.reference);
    const auto& statements = group.statements;
    const auto shown = style.verbose ? statements.size() : std::min(statements.size(), shown_alike);
    for (std::size_t i = 0; i < shown; ++i) {
        const auto sentence = fmt::format("{}: {}", joined(statements[i].subjects, style.verbose), statements[i].what);
        text += wrap("  ", "    ", printable_sentence(sentence));
    }
    if (shown < statements.size())
        text +=
            wrap("  ", "    ", fmt::format("and {} more of this kind, -v shows them all", statements.size() - shown));
    return text + wrap("  -> ", "     ", printable_sentence(first.advice));
}

}  // namespace

std::string render_findings(std::span<const Finding> findings, const TextStyle& style) {
    std::string text;
    for (const auto& group : grouped(findings)) text += render_group(group, style);
    return text;
}

std::string render_explain_json(const CatalogueEntry& entry) {
    const json::value tls_rpt = entry.tls_rpt.empty() ? json::value() : json::value(entry.tls_rpt);
    const json::object object{
        {"schema", "danelaw.explain/1"}, {"code", entry.code}, {"severity", to_text(entry.severity)},
        {"reference", entry.reference},  {"tls_rpt", tls_rpt}, {"meaning", entry.meaning},
        {"advice", entry.advice}};
    return json::serialize(object);
}

std::string render_explain_text(const CatalogueEntry& entry) {
    std::string text = fmt::format("{} ({}, {})\n", entry.code, to_text(entry.severity), entry.reference);
    text += wrap("  ", "  ", entry.meaning) + wrap("  -> ", "     ", entry.advice);
    if (!entry.tls_rpt.empty()) text += wrap("  ", "  ", fmt::format("reported by TLS-RPT as {}", entry.tls_rpt));
    return text;
}

}  // namespace danelaw
