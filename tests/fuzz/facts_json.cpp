// Saved facts, as `danelaw judge` reads them: a file that others made, or that was edited by hand.

#include "output_checks.hpp"
#include "property.hpp"

#include <danelaw/render/render.hpp>
#include <danelaw/report/report.hpp>

using namespace danelaw;

namespace {

void check_rendering(const Report& report) {
    const auto document = render_json(report);
    must_hold(is_utf8(document) && document.find('\n') == std::string::npos, "the JSON is one line of UTF-8");
    boost::system::error_code wrong;
    must_hold(boost::json::parse(document, wrong).is_object() && !wrong, "the JSON can be read");
    for (const bool verbose : {false, true}) {
        TextStyle style;
        style.verbose = verbose;
        const auto text = render_text(report, style);
        must_hold(is_utf8(text) && acts_on_nothing(text, true), "the text is safe to print");
    }
}

void check_verdict(const Report& report) {
    must_hold(report.exit_code >= 0 && report.exit_code <= 3, "the exit code is one of four");
    must_hold(report.hosts.size() == report.facts.hosts.size(), "every host is judged");
    must_hold(report.verdict != Verdict::fail || report.exit_code == 2, "fail is critical");
    must_hold(report.verdict != Verdict::unknown || report.exit_code >= 2, "unknown is never green");
    must_hold(report.verdict != Verdict::partial || report.exit_code >= 1, "partial is never green");
    for (std::size_t i = 0; i < report.hosts.size(); ++i) {
        const auto& endpoints = report.hosts[i].endpoints;
        must_hold(endpoints.size() == report.facts.hosts[i].endpoints.size(), "every endpoint is judged");
        for (const auto& endpoint : endpoints) {
            const bool matched = endpoint.match && endpoint.match->outcome == MatchOutcome::authenticated;
            must_hold(endpoint.outcome != Outcome::authenticated || matched, "authenticated only by a match");
        }
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    auto facts = facts_from_json({reinterpret_cast<const char*>(data), size});
    if (!facts) {
        must_hold(facts.error().detail.find("expected") != std::string::npos, "an error says what was expected");
        must_hold(is_utf8(facts.error().detail) && acts_on_nothing(facts.error().detail), "the error can be shown");
        return 0;
    }
    const auto saved = facts_to_json(*facts);
    auto again = facts_from_json(saved);
    must_hold(bool(again), "what is written can be read");
    must_hold(facts_to_json(*again) == saved, "facts survive a round trip");
    const auto report = judge(std::move(*facts));
    check_verdict(report);
    check_rendering(report);
    must_hold(render_json(judge(std::move(*again))) == render_json(report), "the same facts give the same report");
    return 0;
}
