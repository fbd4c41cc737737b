// TLSA rdata as the network has it.

#include "property.hpp"

#include <danelaw/dns/lookup.hpp>

using namespace danelaw;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const Bytes rdata(data, data + size);
    const auto record = tlsa_from_rdata(rdata);
    must_hold(bool(record) == (size >= 3), "three octets are enough");
    if (record) must_hold(to_rdata(*record) == rdata, "rdata survives a round trip");
    if (record && size > 3) {
        const auto again = tlsa_from_text(to_text(*record));
        must_hold(again && *again == *record, "the text is read back as the same record");
    }
    Lookup lookup;
    lookup.type = RecordType::tlsa;
    lookup.rdata = {rdata};
    must_hold(tlsa_records(lookup).size() == 1, "a record stays a record");
    must_hold(record_texts(lookup).size() == 1, "a record has a text");
    return 0;
}
