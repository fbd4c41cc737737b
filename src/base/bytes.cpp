#include <danelaw/base/bytes.hpp>

#include <fmt/format.h>
#include <algorithm>

namespace danelaw {

namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";
constexpr std::string_view base64_digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

int digit_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

}  // namespace

std::string to_hex(ByteView octets) {
    std::string text;
    text.reserve(octets.size() * 2);
    for (const auto octet : octets) {
        text += hex_digits[octet >> 4U];
        text += hex_digits[octet & 0x0FU];
    }
    return text;
}

Result<Bytes> from_hex(std::string_view digits) {
    if (digits.size() % 2 != 0) {
        return failure(fmt::format("{} hexadecimal digits, expected an even number", digits.size()));
    }
    Bytes octets;
    octets.reserve(digits.size() / 2);
    for (std::size_t i = 0; i < digits.size(); i += 2) {
        const int high = digit_value(digits[i]);
        const int low = digit_value(digits[i + 1]);
        if (high < 0 || low < 0) {
            return failure(fmt::format("character {} is no hexadecimal digit", high < 0 ? i + 1 : i + 2));
        }
        octets.push_back(static_cast<std::uint8_t>(high * 16 + low));
    }
    return octets;
}

std::string to_base64(ByteView octets) {
    std::string text;
    for (std::size_t i = 0; i < octets.size(); i += 3) {
        const std::size_t have = std::min<std::size_t>(3, octets.size() - i);
        std::uint32_t group = 0;
        for (std::size_t k = 0; k < 3; ++k) group = group << 8U | (k < have ? octets[i + k] : 0U);
        for (std::size_t k = 0; k < 4; ++k) {
            text += k <= have ? base64_digits[group >> (18 - 6 * k) & 0x3FU] : '=';
        }
    }
    return text;
}

Result<Bytes> from_base64(std::string_view text) {
    if (text.size() % 4 != 0)
        return failure(fmt::format("{} base64 characters, expected a multiple of 4", text.size()));
    Bytes octets;
    for (std::size_t i = 0; i < text.size(); i += 4) {
        const bool last = i + 4 == text.size();
        const std::size_t padding = !last || text[i + 3] != '=' ? 0 : text[i + 2] != '=' ? 1 : 2;
        std::uint32_t group = 0;
        for (std::size_t k = 0; k < 4; ++k) {
            const auto value = k < 4 - padding ? base64_digits.find(text[i + k]) : 0;
            if (value == std::string_view::npos) return failure(fmt::format("character {} is not base64", i + k + 1));
            group = group << 6U | static_cast<std::uint32_t>(value);
        }
        for (std::size_t k = 0; k < 3 - padding; ++k)
            octets.push_back(static_cast<std::uint8_t>(group >> (16 - 8 * k)));
        // RFC 4648 §3.5: bits that are not used must be zero, or one value would have several texts.
        if ((group & ((1U << (8 * padding)) - 1U)) != 0)
            return failure("last base64 group has bits set beyond the data");
    }
    return octets;
}

ByteView as_bytes(std::string_view text) { return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}; }

std::string_view as_text(ByteView octets) { return {reinterpret_cast<const char*>(octets.data()), octets.size()}; }

}  // namespace danelaw
