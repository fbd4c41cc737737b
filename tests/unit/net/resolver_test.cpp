#include <danelaw/net/unbound_resolver.hpp>

#include "unit/net/name_server.hpp"

#include <fmt/format.h>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/test/unit_test.hpp>

#include <fstream>

using namespace danelaw;
using namespace std::chrono_literals;
using danelaw::testing::NameServer;
using danelaw::testing::SilentServer;
using danelaw::testing::TemporaryDirectory;
namespace asio = boost::asio;

namespace {

DomainName name(std::string_view text) { return *DomainName::from_presentation(text); }

const Timestamp june_2026{1780272000s};

/// One server for all the cases; its zones never change.
const NameServer& server() {
    static const NameServer instance;
    return instance;
}

ResolverOptions options_for(const std::string& forwarder) {
    ResolverOptions options;
    options.trust_anchor_file = server().anchor_file();
    options.forwarder = forwarder;
    options.at = june_2026;
    return options;
}

asio::awaitable<void> ask(Resolver& resolver, DomainName question, RecordType type, std::chrono::milliseconds limit,
                          Lookup& result) {
    result = co_await resolver.lookup(std::move(question), type, std::chrono::steady_clock::now() + limit);
}

/// Asks and runs the loop until nothing is left to wait for: a watch that stays behind would hang here.
Lookup look_up(const ResolverOptions& options, std::string_view question, RecordType type,
               std::chrono::milliseconds limit = 10s) {
    asio::io_context io;
    const auto made = make_unbound_resolver(io, options);
    Lookup result;
    asio::co_spawn(io, ask(*made.resolver, name(question), type, limit, result), asio::detached);
    io.run();
    return result;
}

Lookup look_up(std::string_view question, RecordType type) {
    return look_up(options_for(server().address()), question, type);
}

std::string setup_error(const ResolverOptions& options) {
    asio::io_context io;
    try {
        const auto made = make_unbound_resolver(io, options);
    } catch (const SetupError& error) {
        return error.what();
    }
    return "no error";
}

bool contains(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

}  // namespace

BOOST_AUTO_TEST_SUITE(unbound_resolver)

BOOST_AUTO_TEST_CASE(answer_of_a_signed_zone_is_secure) {  // RFC 4035 §4.3
    const auto lookup = look_up("www.test", RecordType::a);
    BOOST_TEST(to_text(lookup.dnssec) == "secure");
    BOOST_TEST(addresses(lookup).at(0).to_string() == "192.0.2.1");
    BOOST_TEST(lookup.signature_expires.has_value());
}

BOOST_AUTO_TEST_CASE(answer_of_a_zone_without_ds_is_insecure) {  // RFC 4035 §5.2
    const auto lookup = look_up("www.unsigned.test", RecordType::a);
    BOOST_TEST(to_text(lookup.dnssec) == "insecure");
    BOOST_TEST(addresses(lookup).at(0).to_string() == "192.0.2.2");
}

BOOST_AUTO_TEST_CASE(alias_into_an_unsigned_zone_is_insecure) {
    const auto lookup = look_up("outside.test", RecordType::a);
    BOOST_TEST(to_text(lookup.dnssec) == "insecure");
    BOOST_TEST(lookup.canonical_name.text() == "www.unsigned.test");
}

BOOST_AUTO_TEST_CASE(expired_signature_is_bogus_and_says_so) {  // RFC 8914 §4.8
    const auto lookup = look_up("www.expired.test", RecordType::a);
    BOOST_TEST(to_text(lookup.dnssec) == "bogus");
    BOOST_TEST(lookup.rdata.empty());
    BOOST_REQUIRE(lookup.failure.has_value());
    BOOST_TEST(contains(lookup.failure->detail, "signature expired"));
    BOOST_TEST(lookup.failure->extended_error.value_or(0) == 7);
}

BOOST_AUTO_TEST_CASE(clock_given_by_the_user_decides_on_signatures) {
    auto options = options_for(server().address());
    options.at = Timestamp{1768435200s};  // 2026-01-15: before expired.test. expired
    BOOST_TEST(to_text(look_up(options, "www.expired.test", RecordType::a).dnssec) == "secure");
    options.at = Timestamp{1832025600s};  // 2028-01-21: all expired
    BOOST_TEST(to_text(look_up(options, "www.test", RecordType::a).dnssec) == "bogus");
}

BOOST_AUTO_TEST_CASE(time_to_live_is_told_as_published) {  // a TLSA RRset that lives for days is a finding
    BOOST_TEST(look_up("week.test", RecordType::a).ttl.value().count() == 604800);
}

BOOST_AUTO_TEST_CASE(name_that_is_proved_not_to_exist_is_secure_nx_domain) {
    const auto lookup = look_up("nothing.test", RecordType::a);
    BOOST_TEST(to_text(lookup.dnssec) == "secure");
    BOOST_TEST(to_text(lookup.presence) == "nx_domain");
}

BOOST_AUTO_TEST_CASE(type_that_is_proved_not_to_exist_is_secure_no_data) {
    const auto lookup = look_up("www.test", RecordType::tlsa);
    BOOST_TEST(to_text(lookup.dnssec) == "secure");
    BOOST_TEST(to_text(lookup.presence) == "no_data");
}

BOOST_AUTO_TEST_CASE(servfail_is_indeterminate_and_never_insecure) {  // RFC 7672 §2.1.1
    const auto lookup = look_up("www.lame.test", RecordType::a);
    BOOST_TEST(to_text(lookup.dnssec) == "indeterminate");
    BOOST_TEST(to_text(lookup.presence) == "failed");
    BOOST_REQUIRE(lookup.failure.has_value());
    BOOST_TEST(contains(lookup.failure->detail, "no answer from"));
    BOOST_TEST(contains(lookup.failure->detail, "www.lame.test (SERVFAIL)"));
    BOOST_TEST(!lookup.failure->cut_by_deadline);
}

BOOST_AUTO_TEST_CASE(top_level_test_is_asked_and_not_answered_by_the_library) {
    // Its built-in zone would answer NXDOMAIN, insecure.
    BOOST_TEST(to_text(look_up("test", RecordType::soa).dnssec) == "secure");
    BOOST_TEST(to_text(look_up("home.arpa", RecordType::soa).presence) == "nx_domain");
    BOOST_TEST(to_text(look_up("home.arpa", RecordType::soa).dnssec) == "secure");
    BOOST_TEST(to_text(look_up("1.0.0.10.in-addr.arpa", RecordType::soa).dnssec) == "secure");
}

BOOST_AUTO_TEST_CASE(localhost_and_onion_are_never_asked) {  // RFC 6761 §6.3, RFC 7686 §2
    BOOST_TEST(addresses(look_up("localhost", RecordType::a)).at(0).to_string() == "127.0.0.1");
    BOOST_TEST(to_text(look_up("example.onion", RecordType::a).dnssec) == "insecure");
}

BOOST_AUTO_TEST_CASE(lookup_ends_by_its_deadline_when_the_server_is_silent) {
    asio::io_context io;
    const SilentServer silent(io);
    const auto start = std::chrono::steady_clock::now();
    const auto lookup = look_up(options_for(silent.address()), "www.test", RecordType::a, 100ms);
    const auto elapsed = std::chrono::steady_clock::now() - start;
    BOOST_TEST(to_text(lookup.dnssec) == "indeterminate");
    BOOST_TEST(contains(lookup.failure.value().detail, "within 0.1 s"));
    BOOST_TEST(lookup.failure->cut_by_deadline);
    BOOST_TEST((elapsed >= 100ms && elapsed < 200ms));
}

BOOST_AUTO_TEST_CASE(dead_server_ends_a_lookup_and_is_asked_again_when_the_lookup_is) {
    asio::io_context io;
    SilentServer silent(io);
    const auto made = make_unbound_resolver(io, options_for(silent.address()));
    Lookup first;
    asio::co_spawn(io, ask(*made.resolver, name("www.test"), RecordType::a, 10s, first), asio::detached);
    io.run();
    BOOST_TEST(contains(first.failure.value().detail, "(SERVFAIL)"));
    BOOST_TEST(silent.questions() > 0);
    Lookup second;
    asio::co_spawn(io, ask(*made.resolver, name("www.test"), RecordType::a, 200ms, second), asio::detached);
    io.restart();
    io.run();
    BOOST_TEST(second.failure.value().cut_by_deadline);
    BOOST_TEST(silent.questions() > 0);
}

BOOST_AUTO_TEST_CASE(deadline_in_the_past_asks_nothing) {
    const auto lookup = look_up(options_for(server().address()), "www.test", RecordType::a, -1ms);
    BOOST_TEST(to_text(lookup.presence) == "failed");
}

BOOST_AUTO_TEST_CASE(cancelled_lookup_ends_at_once_as_a_failure) {
    asio::io_context io;
    const SilentServer silent(io);
    const auto made = make_unbound_resolver(io, options_for(silent.address()));
    Lookup result;
    asio::cancellation_signal signal;
    bool ended = false;
    asio::co_spawn(io, ask(*made.resolver, name("www.test"), RecordType::a, 10s, result),
                   asio::bind_cancellation_slot(signal.slot(), [&](const std::exception_ptr&) { ended = true; }));
    asio::steady_timer timer(io, 20ms);
    timer.async_wait([&](boost::system::error_code) { signal.emit(asio::cancellation_type::all); });
    const auto start = std::chrono::steady_clock::now();
    io.run();
    BOOST_TEST(ended);
    BOOST_TEST(to_text(result.presence) == "failed");
    BOOST_TEST((std::chrono::steady_clock::now() - start < 1s));
}

BOOST_AUTO_TEST_CASE(resolver_may_go_while_lookups_wait) {
    asio::io_context io;
    const SilentServer silent(io);
    auto made = make_unbound_resolver(io, options_for(silent.address()));
    std::vector<Lookup> results(3);
    for (auto& result : results) {
        asio::co_spawn(io, ask(*made.resolver, name("www.test"), RecordType::a, 10s, result), asio::detached);
    }
    io.poll();
    made.resolver.reset();
    io.run();
    for (const auto& result : results) BOOST_TEST(to_text(result.presence) == "failed");
}

BOOST_AUTO_TEST_CASE(loop_may_go_while_lookups_wait) {
    auto io = std::make_unique<asio::io_context>();
    const SilentServer silent(*io);
    Lookup result;
    auto made = make_unbound_resolver(*io, options_for(silent.address()));
    asio::co_spawn(*io, ask(*made.resolver, name("www.test"), RecordType::a, 10s, result), asio::detached);
    io->poll();
    made.resolver.reset();
    BOOST_TEST(to_text(result.presence) == "failed");
}

BOOST_AUTO_TEST_CASE(hundreds_of_questions_at_once_are_all_answered) {
    asio::io_context io;
    const auto made = make_unbound_resolver(io, options_for(server().address()));
    std::vector<Lookup> results(300);
    for (std::size_t i = 0; i < results.size(); ++i) {
        asio::co_spawn(io, ask(*made.resolver, name(fmt::format("n{}.test", i)), RecordType::a, 20s, results[i]),
                       asio::detached);
    }
    io.run();
    std::size_t secure = 0;
    for (const auto& result : results) secure += result.secure() ? 1U : 0U;
    BOOST_TEST(secure == 300U);
}

BOOST_AUTO_TEST_CASE(resolver_knows_the_owners_of_its_anchors) {
    asio::io_context io;
    const auto made = make_unbound_resolver(io, options_for(server().address()));
    BOOST_REQUIRE(made.anchors.size() == 1U);
    BOOST_TEST(made.anchors.front().text() == ".");
}

BOOST_AUTO_TEST_CASE(missing_or_empty_anchor_file_is_refused) {  // never everything "insecure"
    auto options = options_for(server().address());
    options.trust_anchor_file = server().directory().file("absent");
    BOOST_TEST(contains(setup_error(options), "absent: it cannot be read, a file of up to 1 MiB was expected"));
    BOOST_TEST(contains(setup_error(options), "dns-root-data"));
    server().directory().write("empty.anchor", "; nothing\n");
    options.trust_anchor_file = server().directory().file("empty.anchor");
    BOOST_TEST(contains(setup_error(options), "no DS and no DNSKEY"));
}

BOOST_AUTO_TEST_CASE(an_anchor_file_is_read_to_its_end_or_refused) {
    auto options = options_for(server().address());
    std::ifstream anchor(options.trust_anchor_file);
    const std::string record{std::istreambuf_iterator<char>(anchor), {}};
    constexpr std::size_t most = std::size_t{1024} * 1024;
    std::string filler = ";" + std::string(most - record.size() - 3, 'x') + "\n";
    server().directory().write("long.anchor", filler + record);
    options.trust_anchor_file = server().directory().file("long.anchor");
    asio::io_context io;
    BOOST_TEST(make_unbound_resolver(io, options).anchors.size() == 1U);
    server().directory().write("long.anchor", ";;" + filler + record);
    BOOST_TEST(contains(setup_error(options), "long.anchor: it cannot be read, a file of up to 1 MiB was expected"));
}

BOOST_AUTO_TEST_CASE(anchor_of_an_algorithm_that_the_library_lacks_is_refused) {
    server().directory().write("odd.anchor", ". IN DS 1 253 2 " + std::string(64, 'a') + "\n");
    auto options = options_for(server().address());
    options.trust_anchor_file = server().directory().file("odd.anchor");
    BOOST_TEST(contains(setup_error(options), "supports none of its algorithms"));
}

BOOST_AUTO_TEST_CASE(wrong_anchor_makes_everything_bogus) {
    server().directory().write("wrong.anchor", ". IN DS 1 13 2 " + std::string(64, 'a') + "\n");
    auto options = options_for(server().address());
    options.trust_anchor_file = server().directory().file("wrong.anchor");
    BOOST_TEST(to_text(look_up(options, "www.test", RecordType::a).dnssec) == "bogus");
}

BOOST_AUTO_TEST_CASE(root_hints_that_cannot_be_read_are_refused) {
    auto options = options_for("");
    options.root_hints_file = server().directory().file("absent");
    BOOST_TEST(contains(setup_error(options), "root hints"));
}

BOOST_AUTO_TEST_CASE(configuration_file_replaces_all_settings_and_the_anchor) {
    std::ifstream anchor(server().anchor_file());
    const std::string record{std::istreambuf_iterator<char>(anchor), {}};
    server().directory().write(
        "user.conf", fmt::format("server:\nval-override-date: \"20260601000000\"\nlocal-zone: \"test.\" nodefault\n"
                                 "trust-anchor: \"{}\"\nforward-zone:\nname: \".\"\nforward-addr: {}\n",
                                 record.substr(0, record.find('\n')), server().address()));
    ResolverOptions options;
    options.config_file = server().directory().file("user.conf");
    options.trust_anchor_file = "/nonexistent";
    asio::io_context io;
    BOOST_TEST(make_unbound_resolver(io, options).anchors.front().text() == ".");
    BOOST_TEST(to_text(look_up(options, "www.test", RecordType::a).dnssec) == "secure");
}

BOOST_AUTO_TEST_CASE(resolver_knows_whether_another_one_may_answer_from_memory) {  // RFC 9520 §3.2
    const auto may_forward = [](const ResolverOptions& options) {
        asio::io_context io;
        return make_unbound_resolver(io, options).may_forward;
    };
    BOOST_TEST(may_forward(options_for("192.0.2.53")));
    BOOST_TEST(!may_forward(options_for("")));
    const auto configured = [&](const std::string& lines) {
        server().directory().write("memory.conf", "server:\nmodule-config: \"iterator\"\n" + lines);
        ResolverOptions options;
        options.config_file = server().directory().file("memory.conf");
        return may_forward(options);
    };
    BOOST_TEST(configured("forward-zone:\nname: \".\"\nforward-addr: 192.0.2.53\n"));
    server().directory().write("more.conf", "forward-zone:\nname: \".\"\nforward-addr: 192.0.2.53\n");
    BOOST_TEST(configured(fmt::format("include: \"{}\"\n", server().directory().file("more.conf"))));
    BOOST_TEST(!configured("stub-zone:\nname: \".\"\nstub-addr: 192.0.2.53\n"));
}

BOOST_AUTO_TEST_CASE(configuration_without_validator_has_no_anchors) {
    server().directory().write("plain.conf",
                               fmt::format("server:\nmodule-config: \"iterator\"\nlocal-zone: \"test.\" nodefault\n"
                                           "forward-zone:\nname: \".\"\nforward-addr: {}\n",
                                           server().address()));
    ResolverOptions options;
    options.config_file = server().directory().file("plain.conf");
    asio::io_context io;
    BOOST_TEST(make_unbound_resolver(io, options).anchors.empty());
    BOOST_TEST(to_text(look_up(options, "www.test", RecordType::a).dnssec) == "insecure");
}

BOOST_AUTO_TEST_CASE(error_in_a_configuration_file_is_told_with_its_line) {
    server().directory().write("broken.conf", "server:\n  verbosity: 0\n  no-such-option: 1\n");
    ResolverOptions options;
    options.config_file = server().directory().file("broken.conf");
    BOOST_TEST_MESSAGE(setup_error(options));
    BOOST_TEST(contains(setup_error(options), "line 3"));
    options.config_file = server().directory().file("absent.conf");
    BOOST_TEST(contains(setup_error(options), "cannot be read"));
}

/// libunbound would loop over such hints, and end the program over such a configuration.
BOOST_AUTO_TEST_CASE(a_directory_is_no_file) {
    ResolverOptions options;
    options.config_file = server().directory().file("");
    BOOST_TEST(contains(setup_error(options), "a file of unbound.conf lines was expected"));
    options = options_for(server().address());
    options.root_hints_file = server().directory().file("");
    BOOST_TEST(contains(setup_error(options), "cannot be read, a file of up to 1 MiB was expected"));
    options = options_for(server().address());
    options.trust_anchor_file = server().directory().file("");
    BOOST_TEST(contains(setup_error(options), "it cannot be read"));
}

BOOST_AUTO_TEST_SUITE_END()
