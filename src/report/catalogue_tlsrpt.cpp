#include "report/catalogue.hpp"

namespace danelaw {

namespace {

using S = Severity;

constexpr CatalogueEntry entries[] = {
    // The record that asks for reports
    {"tlsrpt.none", S::notice, "RFC 8460 §3", "",
     "The domain asks nobody for TLS reports. When senders cannot deliver because of TLS, DANE or MTA-STS, nobody "
     "tells "
     "its operator.",
     "Publish a TXT record at _smtp._tls.DOMAIN: v=TLSRPTv1; rua=mailto:MAILBOX@DOMAIN"},
    {"tlsrpt.lookup_failed", S::warning, "RFC 8460 §3", "",
     "The record that asks for TLS reports cannot be looked up, so senders send none.",
     "Repair the zone's signatures, or see that every name server answers for type TXT; the text says what fails."},
    {"tlsrpt.invalid", S::warning, "RFC 8460 §3", "",
     "The record that asks for TLS reports cannot be read, so senders send none.",
     "Correct it as the text says, and try it first: danelaw lint tlsrpt-record \"v=TLSRPTv1; rua=mailto:...\""},
    {"tlsrpt.several", S::warning, "RFC 8460 §3", "",
     "More than one record asks for TLS reports. Senders must act as if there were none.",
     "Keep one of them; it may name several URIs: rua=mailto:A@DOMAIN,https://HOST/PATH"},
    {"tlsrpt.ignored_record", S::notice, "RFC 8460 §3", "",
     "A TXT record where the record for TLS reports belongs does not begin with v=TLSRPTv1; (case counts). Senders "
     "ignore it.",
     "Correct the record if it was meant to ask for reports, or remove it."},
    {"tlsrpt.unfit_uri", S::warning, "RFC 8460 §3", "",
     "The record names a place for TLS reports that no sender can use, beside others that they can.",
     "Write each place as mailto:MAILBOX@DOMAIN or https://HOST/PATH."},
    {"tlsrpt.unknown_field", S::notice, "RFC 8460 §3", "",
     "The record for TLS reports has a field that is not defined. Senders ignore it.",
     "Remove the field; only v and rua are defined."},
    {"tlsrpt.mailbox_behind_failure", S::warning, "RFC 8460 §3", "",
     "TLS reports go by mail to a host that senders have trouble with at this moment. They should deliver reports all "
     "the same, but many do not, so that the reports about this failure are what you will miss.",
     "Let a mailbox elsewhere receive the reports too: rua=mailto:A@DOMAIN,mailto:B@OTHER, or an https URI."},

    // Reports
    {"tlsrpt.report_deviates", S::warning, "RFC 8460 §4.4", "",
     "A TLS report departs from the schema. Receivers can make sense of it all the same, but not all of them do.",
     "If you send the report, correct what makes it; if you received it, there is nothing to do."},
};

}  // namespace

std::span<const CatalogueEntry> tlsrpt_catalogue() { return entries; }

}  // namespace danelaw
