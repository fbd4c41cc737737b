#include <danelaw/scan/second_opinion.hpp>

#include "support/fake_resolver.hpp"
#include "support/run.hpp"

#include <danelaw/base/limits.hpp>

#include <boost/test/unit_test.hpp>

using namespace danelaw;
using namespace danelaw::test;
using namespace std::chrono_literals;
using Status = FakeResolver::Status;

namespace {

/// A table, kept by who looks at it while another asks it.
class Shared final : public Resolver {
public:
    explicit Shared(FakeResolver& table) : table_(table) {}
    boost::asio::awaitable<Lookup> lookup(DomainName asked, RecordType type,
                                          std::chrono::steady_clock::time_point deadline) override {
        return table_.lookup(std::move(asked), type, deadline);
    }

private:
    FakeResolver& table_;
};

struct Two {
    FakeResolver first, second;
    std::unique_ptr<Resolver> both =
        make_two_resolvers(std::make_unique<Shared>(first), std::make_unique<Shared>(second), DomainName());

    Two() {
        first.add("example.org", RecordType::mx, {"10 mx.example.org"});
        second.add("example.org", RecordType::mx, {"10 mx.example.org"});
        second.add(".", RecordType::dnskey, {"anything"});
    }

    /// Looks up the MX records, so long before the deadline.
    Lookup ask(std::chrono::steady_clock::duration left = 1h) {
        boost::asio::io_context io;
        return run(io, both->lookup(name("example.org"), RecordType::mx, std::chrono::steady_clock::now() + left));
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(two_resolvers)

BOOST_AUTO_TEST_CASE(both_are_asked_the_same) {
    Two two;
    const auto lookup = two.ask();
    BOOST_TEST(lookup.secure());
    BOOST_REQUIRE(lookup.second.has_value());
    BOOST_TEST((lookup.second->dnssec == ValidationState::secure));
    BOOST_TEST(two.first.count() == 1U);
    BOOST_TEST(two.second.count() == 1U);  // who says secure has validated: the anchor is not asked for
}

BOOST_AUTO_TEST_CASE(bogus_counts_once_the_keys_of_the_anchor_are_secure) {
    Two two;
    two.second.add("example.org", RecordType::mx, {"10 mx.example.org"}, Status::bogus);
    BOOST_TEST((two.ask().dnssec == ValidationState::bogus));
    BOOST_TEST((two.ask().dnssec == ValidationState::bogus));
    BOOST_TEST(two.second.count(".", RecordType::dnskey) == 1U);
}

BOOST_AUTO_TEST_CASE(who_finds_the_anchor_bogus_has_no_opinion) {  // a resolver that strips DNSSEC
    Two two;
    two.second.add("example.org", RecordType::mx, {"10 mx.example.org"}, Status::bogus);
    two.second.add(".", RecordType::dnskey, {"anything"}, Status::bogus);
    const auto lookup = two.ask();
    BOOST_TEST(lookup.secure());
    BOOST_TEST(lookup.second->abstention.starts_with("getdns cannot validate the keys of the trust anchor either ("));
}

BOOST_AUTO_TEST_CASE(who_is_silent_is_not_asked_for_ever) {
    Two two;
    two.second.add("example.org", RecordType::mx, {"10 mx.example.org"}, Status::failed);
    for (unsigned i = 0; i < limits::second_opinions_awaited + 2; ++i) {
        const auto lookup = two.ask(limits::validator_grace / 2);  // it takes all the time that there is
        BOOST_TEST(lookup.secure());
        BOOST_TEST(!lookup.second->abstention.empty());
    }
    BOOST_TEST(two.second.count() == limits::second_opinions_awaited);
}

BOOST_AUTO_TEST_CASE(who_fails_at_once_is_asked_again) {
    Two two;
    two.second.add("example.org", RecordType::mx, {"10 mx.example.org"}, Status::failed);
    for (unsigned i = 0; i < limits::second_opinions_awaited + 2; ++i) BOOST_TEST(two.ask().secure());
    BOOST_TEST(two.second.count() == limits::second_opinions_awaited + 2);
}

BOOST_AUTO_TEST_SUITE_END()
