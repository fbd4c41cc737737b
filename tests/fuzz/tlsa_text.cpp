// TLSA text as a user or a zone file has it.

#include "property.hpp"

#include <danelaw/dns/tlsa.hpp>

using namespace danelaw;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto record = tlsa_from_text({reinterpret_cast<const char*>(data), size});
    if (!record) {
        must_hold(record.error().detail.find("expected") != std::string::npos, "an error says what was expected");
        return 0;
    }
    must_hold(!record->association_data.empty(), "a record that was read has data");
    const auto again = tlsa_from_text(to_text(*record));
    must_hold(again && *again == *record, "the text is read back as the same record");
    const auto from_wire = tlsa_from_rdata(to_rdata(*record));
    must_hold(from_wire && *from_wire == *record, "the rdata is read back as the same record");
    must_hold(!describe(*record).empty(), "every record can be described");
    return 0;
}
