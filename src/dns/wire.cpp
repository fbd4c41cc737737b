#include <danelaw/dns/wire.hpp>

#include <fmt/format.h>

namespace danelaw {

Result<DomainName> name_from_wire(ByteView wire) {
    std::string presentation;
    std::size_t at = 0;
    while (at < wire.size() && wire[at] != 0) {
        const std::size_t length = wire[at];
        if (length > 63 || wire.size() - at - 1 < length) {
            return failure("name: a label goes beyond its end or has more than 63 octets, expected RFC 1035 §3.1");
        }
        for (const auto octet : wire.subspan(at + 1, length)) presentation += fmt::format("\\{:03}", octet);
        presentation += '.';
        at += length + 1;
    }
    if (at + 1 != wire.size())
        return failure("name: not ended by the root where its octets end, expected RFC 1035 §3.1");
    return DomainName::from_presentation(presentation.empty() ? "." : presentation);
}

std::uint16_t read_u16(ByteView octets, std::size_t at) {
    return static_cast<std::uint16_t>(octets[at] << 8U | octets[at + 1]);
}

std::uint32_t read_u32(ByteView octets, std::size_t at) {
    return static_cast<std::uint32_t>(read_u16(octets, at)) << 16U | read_u16(octets, at + 2);
}

}  // namespace danelaw
