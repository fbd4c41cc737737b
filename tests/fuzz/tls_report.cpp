// A TLS report as it arrives: JSON, gzip, a mail or an mbox.

#include "output_checks.hpp"
#include "property.hpp"

#include <danelaw/tlsrpt/report.hpp>
#include <danelaw/tlsrpt/source.hpp>

using namespace danelaw;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto source = read_report_source({reinterpret_cast<const char*>(data), size});
    must_hold(source.mails_without <= source.mails, "mails are counted once");
    for (const auto& found : source.found) {
        must_hold(acts_on_nothing(found.where), "the place can be shown");
        if (!found.report) {
            must_hold(is_utf8(found.report.error().detail) && acts_on_nothing(found.report.error().detail),
                      "a fault can be shown");
            continue;
        }
        for (const auto& deviation : found.report->deviations)
            must_hold(is_utf8(deviation) && acts_on_nothing(deviation), "a deviation can be shown");
        const auto again = read_tls_report(write_tls_report(*found.report));
        must_hold(bool(again), "a report that was read can be written and read");
        must_hold(write_tls_report(*again) == write_tls_report(*found.report), "a report survives a round trip");
    }
    return 0;
}
