#include <danelaw/tlsrpt/source.hpp>

#include <danelaw/base/bytes.hpp>

#include "tlsrpt/gzip.hpp"
#include "tlsrpt/mail.hpp"

#include <zlib.h>
#include <boost/test/unit_test.hpp>

// What reports come in: gzip, mail, mbox. RFC 8460 §5.2, §5.3.

using namespace danelaw;

namespace {

const std::string json = R"({"organization-name":"X","date-range":{"start-datetime":"2016-04-01T00:00:00Z",)"
                         R"("end-datetime":"2016-04-01T23:59:59Z"},"contact-info":"a@x.example","report-id":"1",)"
                         R"("policies":[]})";

std::string gzip(const std::string& text) {
    z_stream stream{};
    BOOST_REQUIRE(deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY) == Z_OK);
    std::string out(deflateBound(&stream, text.size()) + 32, '\0');
    std::string input = text;
    stream.next_in = reinterpret_cast<Bytef*>(input.data());
    stream.avail_in = static_cast<uInt>(input.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    BOOST_REQUIRE(deflate(&stream, Z_FINISH) == Z_STREAM_END);
    out.resize(out.size() - stream.avail_out);
    deflateEnd(&stream);
    return out;
}

/// A mail as RFC 8460 §5.3 shows it, with one report.
std::string mail(const std::string& type, const std::string& encoding, const std::string& body) {
    return "From: a@x.example\r\nSubject: Report Domain: y.example\r\n  Submitter: x.example\r\nMIME-Version: 1.0\r\n"
           "Content-Type: multipart/report; report-type=\"tlsrpt\";\r\n\tboundary=\"=_b\"\r\n\r\npreamble\r\n--=_b\r\n"
           "Content-Type: text/plain\r\n\r\nThis is a report.\r\n--=_b\r\nContent-Type: " +
           type + "\r\nContent-Transfer-Encoding: " + encoding + "\r\n\r\n" + body + "\r\n--=_b--\r\nepilogue\r\n";
}

TlsReport only_report(const std::string& octets) {
    auto source = read_report_source(octets);
    BOOST_REQUIRE(source.found.size() == 1U);
    const auto& report = source.found[0].report;
    BOOST_REQUIRE_MESSAGE(bool(report), (report ? "" : report.error().detail));
    return *report;
}

void fails(const std::string& octets, const std::string& why) {
    const auto source = read_report_source(octets);
    BOOST_TEST_CONTEXT(why) {
        BOOST_REQUIRE(source.found.size() == 1U);
        BOOST_REQUIRE(!source.found[0].report);
        const auto& detail = source.found[0].report.error().detail;
        BOOST_TEST_CONTEXT(detail) { BOOST_TEST(detail.find(why) != std::string::npos); }
    }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(tls_report_sources)

BOOST_AUTO_TEST_CASE(json_and_gzip_are_told_by_their_octets) {  // §5.2
    BOOST_TEST(only_report("\n " + json).id == "1");
    BOOST_TEST(only_report(gzip(json)).id == "1");
    BOOST_TEST(read_report_source(json).mails == 0U);
}

BOOST_AUTO_TEST_CASE(gzip_may_have_several_members) {  // RFC 1952 §2.2
    BOOST_TEST(*gunzip(gzip("abc") + gzip("def"), 100) == "abcdef");
}

BOOST_AUTO_TEST_CASE(gzip_that_is_cut_or_damaged_is_an_error) {
    const auto packed = gzip(std::string(1000, 'x') + json);
    fails(packed.substr(0, packed.size() - 9), "cut off");
    fails(packed.substr(0, 12), "cut off");
    auto damaged = packed;
    damaged[damaged.size() - 8] = static_cast<char>(damaged[damaged.size() - 8] ^ 1);  // the checksum
    fails(damaged, "damaged");
    fails(packed + "tail", "damaged");
}

BOOST_AUTO_TEST_CASE(a_bomb_is_unpacked_no_further_than_the_cap) {
    const auto bomb = gzip(std::string(40U * 1024 * 1024, ' '));
    BOOST_TEST(bomb.size() < 400'000U);
    fails(bomb, "more than 33554432 octets unpacked");
    BOOST_TEST(gunzip(gzip(std::string(100, 'x')), 100)->size() == 100U);
    BOOST_TEST(!gunzip(gzip(std::string(101, 'x')), 100));
}

BOOST_AUTO_TEST_CASE(reports_are_taken_out_of_mail_whatever_their_encoding) {  // T07, §5.3
    const auto packed = gzip(json);
    auto lines = to_base64(as_bytes(packed));
    for (std::size_t at = 76; at < lines.size(); at += 78) lines.insert(at, "\r\n");
    BOOST_TEST(only_report(mail("application/tlsrpt+gzip; name=x.json.gz", "base64", lines)).id == "1");
    BOOST_TEST(only_report(mail("Application/TLSRPT+JSON", "8BIT", json)).id == "1");
    BOOST_TEST(only_report(mail("application/tlsrpt", "7bit", json)).id == "1");
    BOOST_TEST(only_report(mail("application/tlsrpt+gzip", "binary", packed)).id == "1");
    std::string printable = json;
    printable.replace(printable.find(':'), 1, "=3A=\r\n");
    BOOST_TEST(only_report(mail("application/tlsrpt+json", "quoted-printable", printable)).id == "1");
}

BOOST_AUTO_TEST_CASE(
    the_octets_win_over_the_media_type) {  // §5.6: "the report MUST be considered the authoritative source"
    BOOST_TEST(only_report(mail("application/tlsrpt+gzip", "8bit", json)).id == "1");
    BOOST_TEST(only_report(mail("application/tlsrpt+json", "base64", to_base64(as_bytes(gzip(json))))).id == "1");
}

BOOST_AUTO_TEST_CASE(other_media_types_are_no_reports) {  // §5.3
    const auto source = read_report_source(mail("application/json", "8bit", json));
    BOOST_TEST(source.found.empty());
    BOOST_TEST(source.mails == 1U);
    BOOST_TEST(source.mails_without == 1U);
    BOOST_TEST(read_report_source("nothing of the kind").mails_without == 1U);
    BOOST_TEST(read_report_source("").mails_without == 1U);
}

BOOST_AUTO_TEST_CASE(a_mail_may_be_the_report_alone_or_hold_a_forwarded_one) {
    BOOST_TEST(only_report("Content-Type: application/tlsrpt+json\n\n" + json).id == "1");
    const auto inner = mail("application/tlsrpt+json", "8bit", json);
    BOOST_TEST(only_report("Content-Type: multipart/mixed; boundary=o\n\n--o\nContent-Type: message/rfc822\n\n" +
                           inner + "\n--o--\n")
                   .id == "1");
}

BOOST_AUTO_TEST_CASE(header_fields_may_be_folded_quoted_and_commented) {  // RFC 5322 §2.2.3, RFC 2045 §5.1
    BOOST_TEST(only_report("content-type : (a (nested) one) application/tlsrpt+json ; x=\"a;boundary=z\"\n"
                           "Content-Transfer-Encoding:\n base64 (so)\n\n" +
                           to_base64(as_bytes(json)))
                   .id == "1");
    BOOST_TEST(only_report("Content-Type: multipart/report; (c) boundary = \"a\\\"b\"\n\n--a\"b  \n"
                           "Content-Type: application/tlsrpt+json\n\n" +
                           json + "\n--a\"b--\n")
                   .id == "1");
}

BOOST_AUTO_TEST_CASE(a_boundary_that_is_never_closed_loses_nothing) {
    BOOST_TEST(
        only_report("Content-Type: multipart/report; boundary=b\n\n--b\nContent-Type: application/tlsrpt+json\n\n" +
                    json + "\n")
            .id == "1");
}

BOOST_AUTO_TEST_CASE(a_longer_boundary_is_another) {  // RFC 2046 §5.1.1
    const auto source = read_report_source(
        "Content-Type: multipart/mixed; boundary=b\n\n--b2\nContent-Type: application/tlsrpt+json\n\n" + json);
    BOOST_TEST(source.found.empty());
}

BOOST_AUTO_TEST_CASE(a_report_that_cannot_be_decoded_is_told_of) {
    fails(mail("application/tlsrpt+gzip", "base64", "H4s*"), "base64 of the report");
    fails(mail("application/tlsrpt+json", "quoted-printable", "a=GG"), "hexadecimal digits");
    fails(mail("application/tlsrpt+json", "x-uuencode", json), "\"x-uuencode\", expected base64");
    fails(mail("application/tlsrpt+json", "8bit", "{"), "not JSON");
}

BOOST_AUTO_TEST_CASE(mails_of_an_mbox_are_told_apart) {  // RFC 4155 App. A
    const auto one = mail("application/tlsrpt+json", "8bit", json);
    const auto source =
        read_report_source("From a Fri\r\n" + one + "\r\nFrom b Fri\nSubject: none\n\nbody\nFrom here\n\nFrom c\n" +
                           mail("application/tlsrpt+json", "8bit", "{") + "\nnot\nFrom d\n");
    BOOST_TEST(source.mails == 3U);
    BOOST_TEST(source.mails_without == 1U);
    BOOST_REQUIRE(source.found.size() == 2U);
    BOOST_TEST(source.found[0].where == "mail 1");
    BOOST_TEST(bool(source.found[0].report));
    BOOST_TEST(source.found[1].where == "mail 3");
    BOOST_TEST(!source.found[1].report);
}

BOOST_AUTO_TEST_CASE(parts_depth_and_headers_have_caps) {
    std::string many = "Content-Type: multipart/mixed; boundary=b\n\n";
    for (int i = 0; i < 300; ++i) many += "--b\n\nx\n";
    fails(many, "more than 200 parts");
    std::string deep;
    for (int i = 0; i < 12; ++i) deep += "Content-Type: message/rfc822\n\n";
    fails(deep, "more than 8 deep");
    fails("Subject: " + std::string(300'000, 'x') + "\n\nbody", "more than 262144 octets");
}

BOOST_AUTO_TEST_SUITE_END()
