#include "render/servers.hpp"

#include <danelaw/base/text.hpp>

#include "render/json_values.hpp"
#include "render/trace_parts.hpp"
#include "render/wrap.hpp"

#include <fmt/format.h>
#include <boost/json/object.hpp>

namespace danelaw {

namespace json = boost::json;

namespace {

std::string presence_words(const Lookup& lookup) {
    if (lookup.presence == Presence::records)
        return fmt::format("{} record{}", lookup.rdata.size(), lookup.rdata.size() == 1 ? "" : "s");
    if (!lookup.cname_chain.empty()) return fmt::format("alias of {}", lookup.canonical_name.text());
    return to_text(lookup.presence);
}

std::string render_answer(const ServerAnswerReport& answer, const Palette& palette, const std::string& indent) {
    const auto question = question_of(answer.lookup);
    auto words = fmt::format("{}: {}, {}", question, presence_words(answer.lookup), state_words(answer.state, palette));
    if (answer.signature_expires) words += fmt::format(", signed until {}", format_time(*answer.signature_expires));
    words += fmt::format(", {} ms{}", answer.took.count(), answer.over_tcp ? " over TCP" : "");
    if (!answer.reason.empty() && answer.state != LinkState::insecure) words += ": " + answer.reason;
    return wrap(indent + "    ", indent + "      ", printable_sentence(words));
}

bool is_in_order(const ServerAnswerReport& answer) {
    return answer.lookup.answered() && (answer.state == LinkState::secure || answer.state == LinkState::insecure);
}

std::string render_server(const ServerReport& server, const TextStyle& style, const std::string& indent) {
    const Palette palette(style.colour);
    auto words = server.text();
    if (server.serial) words += fmt::format(": serial {}", *server.serial);
    if (server.not_asked) words += fmt::format(": not asked, {}", server.not_asked->reason);
    if (server.trouble) words += fmt::format(": {}", *server.trouble);
    std::size_t in_order = 0;
    std::string answers;
    for (const auto& answer : server.answers) {
        if (is_in_order(answer)) ++in_order;
        if (style.verbose || (!is_in_order(answer) && !server.trouble))
            answers += render_answer(answer, palette, indent);
    }
    if (server.serial) words += fmt::format(", {} of {} answers in order", in_order, server.answers.size());
    return wrap(indent + "  ", indent + "    ", printable_sentence(words)) + answers;
}

json::object json_answer(const ServerAnswerReport& answer) {
    json::array records;
    for (const auto& text : record_texts(answer.lookup)) records.emplace_back(printable_sentence(text));
    const auto& failure = answer.lookup.failure;
    return {{"name", answer.lookup.name.text()},
            {"type", to_text(answer.lookup.type)},
            {"replied", answer.replied},
            {"rcode", answer.lookup.rcode},
            {"presence", to_text(answer.lookup.presence)},
            {"failure", failure ? json::value(printable_sentence(failure->detail)) : json::value()},
            {"cname_chain", json_names(answer.lookup.cname_chain)},
            {"records", std::move(records)},
            {"state", to_text(answer.state)},
            {"reason", answer.reason.empty() ? json::value() : json::value(printable_sentence(answer.reason))},
            {"signature_expires", json_time(answer.signature_expires)},
            {"milliseconds", answer.took.count()},
            {"over_tcp", answer.over_tcp}};
}

json::object json_server(const ServerReport& server) {
    json::array answers;
    for (const auto& answer : server.answers) answers.push_back(json_answer(answer));
    return {{"name", server.name.text()},
            {"address", server.address ? json::value(server.address->to_string()) : json::value()},
            {"not_asked", server.not_asked ? json::value(printable_sentence(server.not_asked->reason)) : json::value()},
            {"left_open", server.not_asked && server.not_asked->left_open},
            {"trouble", json_text(server.trouble)},
            {"serial", server.serial ? json::value(*server.serial) : json::value()},
            {"answers", std::move(answers)}};
}

}  // namespace

std::string render_servers(const ZoneServersReport& zone, const TextStyle& style, std::string_view indent) {
    const std::string lead(indent);
    auto text = wrap(lead, lead + "  ", fmt::format("name servers of {}", zone.zone.text()));
    for (const auto& server : zone.servers) text += render_server(server, style, lead);
    if (zone.servers.empty()) text += lead + "  none were found\n";
    return text;
}

json::array json_servers(const std::vector<ZoneServersReport>& zones) {
    json::array array;
    for (const auto& zone : zones) {
        json::array servers;
        for (const auto& server : zone.servers) servers.push_back(json_server(server));
        array.push_back(json::object{{"zone", zone.zone.text()}, {"servers", std::move(servers)}});
    }
    return array;
}

}  // namespace danelaw
