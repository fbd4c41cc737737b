#include <danelaw/scan/lookup.hpp>

#include "support/manual_clock.hpp"
#include "support/probing.hpp"

#include <boost/test/unit_test.hpp>

#include <deque>

// One retry before a failure counts. Contract 1, RFC 7672 §2.1.1 (D04).

using namespace danelaw;
using namespace danelaw::test;
using namespace std::chrono_literals;

namespace {

/// Gives the answers it was given, in order.
class AnswersInOrder final : public Resolver {
public:
    explicit AnswersInOrder(std::deque<Lookup> answers) : answers_(std::move(answers)) {}
    boost::asio::awaitable<Lookup> lookup(DomainName, RecordType, Deadline) override {
        auto next = answers_.front();
        answers_.pop_front();
        ++asked;
        co_return next;
    }
    std::size_t asked = 0;

private:
    std::deque<Lookup> answers_;
};

const auto address = answer("mx.example.org", RecordType::a, {"192.0.2.1"});
const auto servfail = failed("mx.example.org", RecordType::a, "no usable answer (SERVFAIL)");
const auto no_data = answer("mx.example.org", RecordType::a, {}, ValidationState::insecure);

struct Asked {
    Lookup lookup;
    std::size_t times;
};

Asked ask(std::deque<Lookup> answers, std::chrono::milliseconds left = 1h) {
    AnswersInOrder resolver(std::move(answers));
    ManualClock clock;
    ScriptedConnector connector(clock);
    ScanOptions options;
    options.retry_pause = 1ms;
    ScanContext context{resolver, connector, clock, options, {}};
    boost::asio::io_context io;
    auto lookup = run(io, lookup_with_retry(context, name("mx.example.org"), RecordType::a, clock.steady() + left));
    return {lookup, resolver.asked};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(lookups)

BOOST_AUTO_TEST_CASE(an_answer_is_asked_for_once) {  // D05: also NODATA and NXDOMAIN, secure or insecure
    for (const auto& first : {address, no_data, nx_domain("mx.example.org", RecordType::a)}) {
        const auto [lookup, times] = ask({first});
        BOOST_TEST((lookup == first));
        BOOST_TEST(times == 1U);
    }
}

BOOST_AUTO_TEST_CASE(bogus_is_a_verdict_and_is_not_asked_for_again) {
    const auto [lookup, times] = ask({bogus("mx.example.org", RecordType::a)});
    BOOST_TEST((lookup.dnssec == ValidationState::bogus));
    BOOST_TEST(times == 1U);
}

BOOST_AUTO_TEST_CASE(a_failure_without_a_verdict_is_asked_for_again_and_the_second_answer_counts) {
    for (const auto& second : {address, no_data, servfail, bogus("mx.example.org", RecordType::a)}) {
        const auto [lookup, times] = ask({servfail, second});
        BOOST_TEST((lookup == second));
        BOOST_TEST(times == 2U);
    }
}

BOOST_AUTO_TEST_CASE(a_failure_that_there_was_no_time_to_confirm_is_not_the_domains) {  // contract 2: cut by --timeout
    const auto [lookup, times] = ask({servfail, address}, 1ms);
    BOOST_TEST(times == 1U);
    BOOST_TEST(!lookup.answered());
    BOOST_TEST(lookup.failure->cut_by_deadline);
    BOOST_TEST(!ask({servfail, servfail}).lookup.failure->cut_by_deadline);
}

BOOST_AUTO_TEST_SUITE_END()
