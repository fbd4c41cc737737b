// What a server says in SMTP, in pieces as the network cuts them: the first octet chooses the cuts.

#include "output_checks.hpp"
#include "property.hpp"

#include <danelaw/base/limits.hpp>
#include <danelaw/base/text.hpp>
#include <danelaw/smtp/capabilities.hpp>

using namespace danelaw;

namespace {

/// All replies up to the first fault, and what is left over.
struct Conversation {
    std::vector<Reply> replies;
    bool failed = false;
    std::string rest;
};

/// Takes what is complete; false once the parser is of no further use.
bool take_replies(ReplyParser& parser, Conversation& conversation) {
    for (;;) {
        const auto reply = parser.next();
        if (!reply) {
            must_hold(acts_on_nothing(reply.error().detail), "the fault can be shown");
            conversation.failed = true;
            return false;
        }
        if (!*reply) return true;
        conversation.replies.push_back(**reply);
    }
}

/// `piece` gives the length of the next piece.
template <class Piece>
Conversation converse(std::string_view octets, Piece piece) {
    ReplyParser parser;
    Conversation conversation;
    while (!octets.empty()) {
        const std::size_t length = std::min(std::max<std::size_t>(piece(), 1), octets.size());
        parser.feed(octets.substr(0, length));
        octets.remove_prefix(length);
        if (!take_replies(parser, conversation)) return conversation;
    }
    conversation.rest = parser.rest();
    return conversation;
}

void check(const Reply& reply) {
    must_hold(reply.code >= 100 && reply.code <= 599, "the code is one of RFC 5321");
    must_hold(!reply.lines.empty() && reply.lines.size() <= limits::reply_lines, "the number of lines is capped");
    for (const auto& line : reply.lines) {
        must_hold(line.size() < limits::reply_line_octets, "the length of a line is capped");
        must_hold(line.find('\n') == std::string::npos, "a line is one line");
    }
    const auto capabilities = read_capabilities(reply);
    must_hold(capabilities.extensions.size() < reply.lines.size(), "the first line is no capability");
    for (const auto& one : capabilities.extensions)
        must_hold(capabilities.offers(one.keyword), "what is read is offered");
}

/// The transcript of a reply is that reply again, unless its separators took it beyond a cap.
void check_round_trip(const Reply& reply) {
    std::string transcript = reply.transcript() + "\n";
    for (std::size_t at = transcript.find('\n'); at != std::string::npos; at = transcript.find('\n', at + 2))
        transcript.insert(at, "\r");
    const bool may_exceed =
        transcript.size() > limits::reply_octets ||
        std::ranges::any_of(reply.lines, [](auto& line) { return line.size() + 6 >= limits::reply_line_octets; });
    const auto again = converse(transcript, [] { return std::string::npos; });
    must_hold(may_exceed || (again.replies == std::vector{reply} && again.rest.empty()), "a transcript is read back");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string_view octets(reinterpret_cast<const char*>(data) + 1, size - 1);
    const auto whole = converse(octets, [] { return std::string::npos; });
    const auto one_by_one = converse(octets, [] { return 1; });
    std::size_t state = data[0];
    const auto cut = converse(octets, [&state] { return (state = state * 137 + 29) % 61; });
    for (const auto* other : {&one_by_one, &cut}) {
        must_hold(other->replies == whole.replies, "the replies do not depend on the cuts");
        must_hold(other->failed == whole.failed, "nor does the fault");
        must_hold(other->rest == whole.rest, "nor what is left");
    }
    for (const auto& reply : whole.replies) {
        check(reply);
        check_round_trip(reply);
    }
    must_hold(!tls_alert(octets) || looks_like_tls(octets), "an alert is TLS");
    return 0;
}
