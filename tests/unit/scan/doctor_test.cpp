// Which addresses doctor tries a mail server at.
#include <danelaw/scan/doctor.hpp>

#include "support/gathering.hpp"
#include "support/manual_clock.hpp"

#include <boost/test/unit_test.hpp>

using namespace danelaw;
using namespace danelaw::test;

namespace {

class NoServers final : public NameServers {
public:
    boost::asio::awaitable<Exchange> ask(boost::asio::ip::address, DomainName, RecordType, Deadline) override {
        co_return Exchange(IoStatus::failed, "nobody is to be asked");
    }
};

/// How many addresses of IPv4 and of IPv6 are tried of a canary that has twenty of each.
std::pair<std::size_t, std::size_t> tried(bool ipv4, bool ipv6) {
    FakeResolver resolver;
    std::vector<std::string> of_4, of_6;
    for (int i = 1; i <= 20; ++i) {
        of_4.push_back("192.0.2." + std::to_string(i));
        of_6.push_back("2001:db8::" + std::to_string(i));
    }
    resolver.add("mx.example.org", RecordType::a, of_4);
    resolver.add("mx.example.org", RecordType::aaaa, of_6);
    RefusingConnector connector;
    ManualClock clock;
    ScanOptions options;
    options.ipv4 = ipv4;
    options.ipv6 = ipv6;
    options.allow_private = true;
    ScanContext context{resolver, connector, clock, options, {}};
    NoServers servers;
    const DoctorPlan plan{servers, servers, {}, *DomainName::from_user("mx.example.org")};
    DoctorFacts facts;
    boost::asio::io_context io;
    boost::asio::co_spawn(io, gather_doctor(context, plan, facts, clock.steady() + std::chrono::hours{1}),
                          [](const std::exception_ptr& error) {
                              if (error) std::rethrow_exception(error);
                          });
    io.run();
    const auto of_4_called = std::ranges::count_if(connector.called, [](const auto& one) { return one.is_v4(); });
    BOOST_TEST(facts.canary_trials.size() == connector.called.size());
    return {of_4_called, connector.called.size() - static_cast<std::size_t>(of_4_called)};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(doctor)

BOOST_AUTO_TEST_CASE(a_canary_is_tried_at_so_many_addresses_as_a_mail_host) {
    BOOST_TEST((tried(true, true) == std::pair<std::size_t, std::size_t>(16, 16)));
}

BOOST_AUTO_TEST_CASE(a_family_that_is_not_wanted_is_not_tried) {
    BOOST_TEST((tried(true, false) == std::pair<std::size_t, std::size_t>(16, 0)));
    BOOST_TEST((tried(false, true) == std::pair<std::size_t, std::size_t>(0, 16)));
}

BOOST_AUTO_TEST_SUITE_END()
