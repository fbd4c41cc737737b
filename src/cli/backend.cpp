#include "cli/option_values.hpp"

#include <danelaw/base/text.hpp>

#include <fmt/format.h>

namespace danelaw::cli {
namespace {

constexpr std::string_view pin_prefix = "pin-sha256:";  // as RFC 7469 §2.1.1 and stubby call it

/// What belongs to libunbound alone.
void refuse_files(const Settings& settings) {
    for (const auto* option : {"root-hints", "resolver-config"}) {
        if (!settings.value(option)) continue;
        throw UsageError(
            fmt::format("--{}: getdns asks a resolver and reads no such file, --backend unbound was expected", option));
    }
}

Bytes pin_from(std::string_view text) {
    constexpr std::size_t sha256_octets = 32;
    const auto pin = from_base64(text.substr(pin_prefix.size()));
    if (pin && pin->size() == sha256_octets) return *pin;
    throw UsageError(fmt::format("--resolver-tls: \"{}\" is no pin, {} and the base64 of 32 octets was expected",
                                 printable(text, 100), pin_prefix));
}

void read_tls(const std::string& text, GetdnsOptions& options) {
    if (options.upstream.empty()) throw UsageError("--resolver-tls: the resolver is missing, --resolver was expected");
    if (text.starts_with(pin_prefix)) {
        options.tls_pin = pin_from(text);
        return;
    }
    const auto name = DomainName::from_user(text);
    if (!name || name->is_root() || !name->is_host_name()) {
        throw UsageError(fmt::format("--resolver-tls: \"{}\" is neither a host name nor a pin such as {}BASE64",
                                     printable(text, 100), pin_prefix));
    }
    options.tls_name = name->text();
}

}  // namespace

Backend backend_setting(const Settings& settings) {
    const auto text = settings.value("backend").value_or("unbound");
    if (text == "unbound") return Backend::unbound;
    if (text == "getdns") return Backend::getdns;
    if (text == "both") return Backend::both;
    throw UsageError(fmt::format("--backend: \"{}\" is not unbound, getdns or both", printable(text, 100)));
}

std::optional<GetdnsOptions> getdns_options(const Settings& settings) {
    const auto tls = settings.value("resolver-tls");
    const auto backend = backend_setting(settings);
    if (backend == Backend::unbound) {
        if (tls) throw UsageError("--resolver-tls: libunbound asks no resolver by TLS, --backend getdns was expected");
        return std::nullopt;
    }
    if (backend == Backend::getdns) refuse_files(settings);
    GetdnsOptions options;
    options.upstream = settings.value("resolver").value_or("");
    if (tls) read_tls(*tls, options);
    options.ca_file = settings.value("ca-file").value_or("");
    options.trust_anchor_file = settings.value("trust-anchor").value_or("");
    options.at = time_setting(settings);
    return options;
}

}  // namespace danelaw::cli
