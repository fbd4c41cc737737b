#include <danelaw/base/text.hpp>
#include <danelaw/smtp/capabilities.hpp>

#include <support/conformance.hpp>

// Replies as other SMTP clients read them (family smtp, kinds ehlo-parse and reply-parse).

using namespace danelaw;
using danelaw::testing::text;

namespace {

Reply read_reply(std::string octets) {
    if (!octets.ends_with('\n')) octets += '\n';  // upstream takes the end of its text for the end of a line
    ReplyParser parser;
    parser.feed(octets);
    const auto reply = parser.next();
    BOOST_REQUIRE(bool(reply));
    BOOST_REQUIRE(reply->has_value());
    return **reply;
}

/// Upstream takes an enhanced status code off each line (RFC 2034); danelaw shows lines as they are.
std::string without_status_codes(const Reply& reply, const boost::json::array& enhanced) {
    std::string code;
    for (const auto& part : enhanced) code += (code.empty() ? "" : ".") + std::to_string(part.as_int64());
    std::string joined;
    for (std::size_t i = 0; i < reply.lines.size(); ++i) {
        std::string_view line = reply.lines[i];
        if (line.starts_with(code)) line.remove_prefix(code.size());
        joined += (i == 0 ? "" : "\n") + std::string(trim(line));
    }
    return joined;
}

/// The lines that have text, each without the white space around it: upstream makes two lines of some.
std::string lines_with_text(const std::string& text) {
    std::string out;
    std::stringstream stream(text);
    for (std::string line; std::getline(stream, line);) {
        if (const auto words = trim(line); !words.empty()) out += std::string(words) + "\n";
    }
    return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(smtp_text)

BOOST_AUTO_TEST_CASE(capabilities_are_those_other_clients_read) {
    for (const auto& one : testing::conformance_cases("smtp", {"ehlo-parse"})) {
        BOOST_TEST_CONTEXT(text(one.at("id"))) {
            const auto& expected = one.at("expected").as_object();
            const auto capabilities = read_capabilities(read_reply(text(one.at("input").as_object().at("reply"))));
            BOOST_TEST(expected.at("valid").as_bool());
            BOOST_TEST(capabilities.server_name == text(expected.at("hostname")));
            BOOST_TEST(capabilities.offers("starttls") == expected.at("starttls").as_bool());
            BOOST_TEST(capabilities.extensions.size() ==
                       static_cast<std::size_t>(expected.at("capability_count").as_int64()));
            for (const auto& capability : capabilities.extensions) {
                if (!ascii_iequal(capability.keyword, "SIZE")) continue;
                const auto size = capability.parameters.empty() ? "0" : capability.parameters.front();
                BOOST_TEST(size == std::to_string(expected.at("size").as_int64()));
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(replies_are_those_other_clients_read) {
    for (const auto& one : testing::conformance_cases("smtp", {"reply-parse"})) {
        BOOST_TEST_CONTEXT(text(one.at("id"))) {
            const auto& expected = one.at("expected").as_object();
            const auto reply = read_reply(text(one.at("input").as_object().at("reply")));
            BOOST_TEST(expected.at("valid").as_bool());
            BOOST_TEST(reply.code == expected.at("code").as_int64());
            if (const auto* const lines = expected.if_contains("lines")) {
                BOOST_REQUIRE(reply.lines.size() == lines->as_array().size());
                for (std::size_t i = 0; i < reply.lines.size(); ++i)
                    BOOST_TEST(reply.lines[i] == text(lines->as_array()[i]));
            }
            if (const auto* const message = expected.if_contains("message")) {
                const auto& enhanced = expected.at("enhanced").as_array();
                BOOST_TEST(lines_with_text(without_status_codes(reply, enhanced)) == lines_with_text(text(*message)));
            }
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
