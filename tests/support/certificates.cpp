#include "support/certificates.hpp"

#include <fstream>
#include <sstream>
#include <stdexcept>

namespace danelaw::test {

std::string certificate_file(const std::string& file) {
    std::ifstream stream(std::string(DANELAW_SOURCE_DIR "/testdata/certs/") + file);
    if (!stream) throw std::invalid_argument("no testdata/certs/" + file);
    return {std::istreambuf_iterator<char>(stream), {}};
}

CertificateChain chain(std::initializer_list<const char*> names) {
    CertificateChain all;
    for (const auto* const name : names) {
        const auto read = read_pem_chain(certificate_file(std::string(name) + ".pem"));
        if (!read) throw std::invalid_argument(read.error().detail);
        all.insert(all.end(), read->begin(), read->end());
    }
    return all;
}

Certificate certificate(const std::string& name) { return chain({name.c_str()}).front(); }

Bytes public_key(const std::string& name) {
    std::istringstream lines(certificate_file(name + ".spki"));
    std::string text;
    for (std::string line; std::getline(lines, line);) {
        if (!line.starts_with("-----")) text += line;
    }
    return *from_base64(text);
}

Bytes digest_of(const std::string& name, const std::string& selected, const std::string& algorithm) {
    std::istringstream lines(certificate_file("digests.txt"));
    const auto wanted = name + " " + selected + " " + algorithm + " ";
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with(wanted)) return *from_hex(line.substr(wanted.size()));
    }
    throw std::invalid_argument("no " + wanted + "in testdata/certs/digests.txt");
}

TlsaRecord tlsa(const std::string& numbers, const std::string& name) {
    unsigned usage = 0, selector = 0, matching_type = 0;
    std::istringstream(numbers) >> usage >> selector >> matching_type;
    TlsaRecord record;
    record.usage = CertificateUsage(usage);
    record.selector = Selector(selector);
    record.matching_type = MatchingType(matching_type);
    if (record.matching_type == MatchingType::full) {
        record.association_data = record.selector == Selector::cert ? certificate(name).der : public_key(name);
    } else {
        record.association_data = digest_of(name, record.selector == Selector::cert ? "certificate" : "key",
                                            record.matching_type == MatchingType::sha2_256 ? "sha256" : "sha512");
    }
    return record;
}

}  // namespace danelaw::test
