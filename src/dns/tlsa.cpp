#include <danelaw/base/limits.hpp>
#include <danelaw/base/text.hpp>
#include <danelaw/dns/tlsa.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>
#include <vector>

namespace danelaw {

namespace {

constexpr std::size_t fixed_octets = 3;
constexpr unsigned longest_rdata = 65535;

struct Mnemonic {
    std::string_view name;
    std::uint8_t value;
};

// RFC 7218 §2.1 to §2.3
constexpr std::array<Mnemonic, 5> usages{
    {{"PKIX-TA", 0}, {"PKIX-EE", 1}, {"DANE-TA", 2}, {"DANE-EE", 3}, {"PrivCert", 255}}};
constexpr std::array<Mnemonic, 3> selectors{{{"Cert", 0}, {"SPKI", 1}, {"PrivSel", 255}}};
constexpr std::array<Mnemonic, 4> matching_types{{{"Full", 0}, {"SHA2-256", 1}, {"SHA2-512", 2}, {"PrivMatch", 255}}};

std::string shown(std::string_view text) { return fmt::format("\"{}\"", printable(text, limits::shown_octets)); }

std::optional<unsigned> read_number(std::string_view word, unsigned largest) {
    unsigned value = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
    if (error != std::errc{} || end != word.data() + word.size() || value > largest) return std::nullopt;
    return value;
}

/// The words between blanks, parentheses (RFC 1035 §5.1: they let a record go on in the next line) and comments.
Result<std::vector<std::string_view>> split_words(std::string_view text) {
    std::vector<std::string_view> words;
    int depth = 0;
    bool ended = false;  // by a line end outside of parentheses
    std::size_t at = 0;
    while (at < text.size()) {
        const char c = text[at];
        if (c == '(' || c == ')') {
            depth += c == '(' ? 1 : -1;
            if (depth < 0 || depth > 1) return failure("TLSA record: parentheses do not pair, expected \"( .. )\"");
            ++at;
        } else if (c == ';') {
            at = std::min(text.find('\n', at), text.size());
        } else if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
            ended = ended || (c == '\n' && depth == 0 && !words.empty());
            ++at;
        } else {
            if (ended) return failure("TLSA record: text after the end of its line, expected one record");
            const auto end = std::min(text.find_first_of(" \t\r\n();", at), text.size());
            words.push_back(text.substr(at, end - at));
            at = end;
        }
    }
    if (depth != 0) return failure("TLSA record: parentheses do not pair, expected \"( .. )\"");
    return words;
}

Result<Bytes> read_hex(std::span<const std::string_view> words) {
    std::string digits;
    for (const auto word : words) digits += word;
    const auto bad = digits.find_first_not_of("0123456789abcdefABCDEF");
    if (bad != std::string::npos) {
        return failure(fmt::format("TLSA association data: {} at digit {}, expected hexadecimal digits",
                                   shown(std::string_view(digits).substr(bad, 1)), bad + 1));
    }
    if (digits.empty()) return failure("TLSA association data: missing, expected hexadecimal digits");
    if (digits.size() % 2 != 0) {
        return failure(
            fmt::format("TLSA association data: {} hexadecimal digits, expected an even number", digits.size()));
    }
    return from_hex(digits);
}

template <std::size_t N>
Result<std::uint8_t> read_field(std::string_view field, std::string_view word, const std::array<Mnemonic, N>& names) {
    if (const auto number = read_number(word, 255)) return static_cast<std::uint8_t>(*number);
    for (const auto& mnemonic : names) {
        if (ascii_iequal(word, mnemonic.name)) return mnemonic.value;
    }
    return failure(fmt::format("TLSA {}: {} is neither a number nor a name, expected 0 to 255 or a name such as {}",
                               field, shown(word), names[1].name));
}

/// RFC 3597 §5: `\# LENGTH HEX`, the words after `\#`.
Result<TlsaRecord> read_generic(std::span<const std::string_view> words) {
    const auto length = words.empty() ? std::nullopt : read_number(words.front(), longest_rdata);
    if (!length) return failure("TLSA record: no length after \\#, expected a number up to 65535");
    const auto rdata = read_hex(words.subspan(1));
    if (!rdata) return rdata.error();
    if (rdata->size() != *length) {
        return failure(
            fmt::format("TLSA record: {} octets after \\# {}, expected {}", rdata->size(), *length, *length));
    }
    if (rdata->size() <= fixed_octets) {
        return failure(fmt::format("TLSA record: {} octets, expected at least 4", rdata->size()));
    }
    return tlsa_from_rdata(*rdata);
}

template <std::size_t N>
std::string described(std::uint8_t value, const std::array<Mnemonic, N>& names) {
    const auto* const known = std::ranges::find(names, value, &Mnemonic::value);
    return fmt::format("{}({})", known == names.end() ? "unassigned" : known->name, value);
}

}  // namespace

Result<TlsaRecord> tlsa_from_rdata(ByteView rdata) {
    if (rdata.size() < fixed_octets) {
        return failure(fmt::format("TLSA rdata: {} octets, expected at least 3", rdata.size()));
    }
    return TlsaRecord{CertificateUsage{rdata[0]}, Selector{rdata[1]}, MatchingType{rdata[2]},
                      Bytes(rdata.begin() + fixed_octets, rdata.end())};
}

Bytes to_rdata(const TlsaRecord& record) {
    Bytes rdata{static_cast<std::uint8_t>(record.usage), static_cast<std::uint8_t>(record.selector),
                static_cast<std::uint8_t>(record.matching_type)};
    rdata.insert(rdata.end(), record.association_data.begin(), record.association_data.end());
    return rdata;
}

Result<TlsaRecord> tlsa_from_text(std::string_view text) {
    const auto words = split_words(text);
    if (!words) return words.error();
    const std::span<const std::string_view> all(*words);
    if (!all.empty() && all.front() == "\\#") return read_generic(all.subspan(1));
    if (all.size() < fixed_octets + 1) {
        return failure(fmt::format(
            "TLSA record: {} of 4 fields, expected usage, selector, matching type and hexadecimal data", all.size()));
    }
    const auto usage = read_field("usage", all[0], usages);
    if (!usage) return usage.error();
    const auto selector = read_field("selector", all[1], selectors);
    if (!selector) return selector.error();
    const auto matching_type = read_field("matching type", all[2], matching_types);
    if (!matching_type) return matching_type.error();
    auto data = read_hex(all.subspan(fixed_octets));
    if (!data) return data.error();
    if (data->size() + fixed_octets > longest_rdata) {
        return failure(fmt::format("TLSA association data: {} octets, expected at most {}", data->size(),
                                   longest_rdata - fixed_octets));
    }
    return TlsaRecord{CertificateUsage{*usage}, Selector{*selector}, MatchingType{*matching_type}, std::move(*data)};
}

std::string to_text(const TlsaRecord& record) {
    return fmt::format("{} {} {} {}", static_cast<unsigned>(record.usage), static_cast<unsigned>(record.selector),
                       static_cast<unsigned>(record.matching_type), to_hex(record.association_data));
}

std::string describe(const TlsaRecord& record) {
    return fmt::format("{} {} {}", described(static_cast<std::uint8_t>(record.usage), usages),
                       described(static_cast<std::uint8_t>(record.selector), selectors),
                       described(static_cast<std::uint8_t>(record.matching_type), matching_types));
}

}  // namespace danelaw
