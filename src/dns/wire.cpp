#include <danelaw/dns/wire.hpp>

#include <fmt/format.h>

#include <algorithm>

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

Result<std::size_t> name_octets(ByteView wire) {
    std::size_t at = 0;
    while (at < wire.size() && wire[at] > 0 && wire[at] < 64) at += std::size_t{1} + wire[at];
    if (at < wire.size() && wire[at] == 0) return at + 1;
    return failure("name: no root where it should end, expected RFC 1035 §3.1");
}

Bytes name_to_wire(const DomainName& name) {
    Bytes wire;
    for (const auto& label : name.labels()) {
        const auto length_at = wire.size();
        wire.push_back(0);
        for (std::size_t i = 0; i < label.size(); ++i) {
            if (label[i] != '\\') {
                wire.push_back(static_cast<std::uint8_t>(label[i]));
            } else if (label[i + 1] < '0' || label[i + 1] > '9') {  // DomainName holds only whole escapes
                wire.push_back(static_cast<std::uint8_t>(label[++i]));
            } else {
                wire.push_back(static_cast<std::uint8_t>(std::stoi(label.substr(i + 1, 3))));
                i += 3;
            }
        }
        wire[length_at] = static_cast<std::uint8_t>(wire.size() - length_at - 1);
    }
    wire.push_back(0);
    return wire;
}

std::uint16_t read_u16(ByteView octets, std::size_t at) {
    return static_cast<std::uint16_t>(octets[at] << 8U | octets[at + 1]);
}

std::uint32_t read_u32(ByteView octets, std::size_t at) {
    return static_cast<std::uint32_t>(read_u16(octets, at)) << 16U | read_u16(octets, at + 2);
}

}  // namespace danelaw
