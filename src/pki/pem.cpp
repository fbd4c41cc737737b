#include "pki/pem.hpp"

#include <danelaw/pki/certificate.hpp>

#include "pki/der.hpp"

#include <fmt/format.h>

namespace danelaw {

namespace {

constexpr std::string_view begin_line = "-----BEGIN CERTIFICATE-----";
constexpr std::string_view end_line = "-----END CERTIFICATE-----";

std::string without_white_space(std::string_view text) {
    std::string result;
    for (const char c : text) {
        if (std::string_view(" \t\r\n").find(c) == std::string_view::npos) result += c;
    }
    return result;
}

}  // namespace

Result<std::vector<Bytes>> read_pem_blocks(std::string_view pem) {
    std::vector<Bytes> blocks;
    for (;;) {
        const auto begin = pem.find(begin_line);
        if (begin == std::string_view::npos) return blocks;
        pem.remove_prefix(begin + begin_line.size());
        const auto number = blocks.size() + 1;
        const auto end = pem.find(end_line);
        if (end == std::string_view::npos)
            return failure(fmt::format("certificate {} has no END CERTIFICATE line", number));
        const auto der = from_base64(without_white_space(pem.substr(0, end)));
        if (!der) return failure(fmt::format("certificate {} is not base64: {}", number, der.error().detail));
        ByteView octets(*der);
        const auto element = take_element(octets);
        if (!element || element->tag != 0x30 || !octets.empty()) {
            return failure(fmt::format("certificate {} is no DER, expected an X.509 certificate", number));
        }
        blocks.push_back(*der);
        pem.remove_prefix(end + end_line.size());
    }
}

Result<CertificateChain> read_pem_chain(std::string_view pem) {
    const auto blocks = read_pem_blocks(pem);
    if (!blocks) return blocks.error();
    if (blocks->empty()) return failure("no certificate, expected PEM with a BEGIN CERTIFICATE line");
    CertificateChain chain;
    for (const auto& der : *blocks) chain.push_back(read_certificate(der));
    return chain;
}

}  // namespace danelaw
