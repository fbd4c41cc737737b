#include "cli/option_values.hpp"

#include "cli/ehlo_name.hpp"
#include "cli/files.hpp"

#include <danelaw/base/text.hpp>
#include <danelaw/mtasts/policy.hpp>

#include <fmt/format.h>

#include <charconv>

namespace danelaw::cli {
namespace {

constexpr NumberRange seconds_range{1, 86400, "seconds"};
constexpr NumberRange day_range{0, 3650, "days"};
constexpr NumberRange port_range{1, 65535, ""};

std::string shown(std::string_view text) { return printable(text, 100); }

std::optional<boost::asio::ip::address> read_address(const std::string& text) {
    boost::system::error_code error;
    const auto address = boost::asio::ip::make_address(text, error);
    if (error) return std::nullopt;
    return address;
}

void set_seconds(const Settings& settings, std::string_view name, std::chrono::seconds& into) {
    if (const auto text = settings.value(name)) into = std::chrono::seconds(number_value(name, *text, seconds_range));
}

void check_forwarder(const std::string& text) {
    const auto at = text.find('@');
    const bool good = read_address(text.substr(0, at)).has_value();
    if (!good) {
        throw UsageError(fmt::format("--resolver: \"{}\" is not ADDRESS or ADDRESS@PORT", shown(text)));
    }
    if (at != std::string::npos) (void)number_value("resolver", text.substr(at + 1), port_range);
}

void refuse_without_effect(const Settings& settings) {
    if (!settings.value("resolver-config")) return;
    // Of two validators the other one asks it.
    const bool both = backend_setting(settings) == Backend::both;
    for (const auto option : replaced_by_resolver_config) {
        if (settings.value(option) && !(both && option == "resolver"))
            throw UsageError(fmt::format(
                "--{}: without effect beside --resolver-config, whose file has to say all of the resolver", option));
    }
}

std::string checked_ehlo_name(const std::string& text) {
    if (is_address_literal(text)) return text;
    const auto name = DomainName::from_user(text);
    if (!name || name->is_root() || !name->is_host_name()) {
        throw UsageError(fmt::format("--ehlo: \"{}\" is neither a host name nor an address literal such as [192.0.2.1]",
                                     shown(text)));
    }
    return name->text();
}

std::string checked_policy(const std::string& path) {
    auto text = read_file(path, "--cached-policy");
    const auto policy = parse_policy(text);
    if (!policy) throw UsageError(fmt::format("--cached-policy: {}: {}", shown(path), policy.error().detail));
    return text;
}

}  // namespace

long number_value(std::string_view name, std::string_view text, const NumberRange& range) {
    long number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool too_big = error == std::errc::result_out_of_range;
    if (end != text.data() + text.size() || (error != std::errc() && !too_big)) {
        const std::string what = range.unit.empty() ? "a number" : fmt::format("a number of {}", range.unit);
        throw UsageError(fmt::format("--{}: \"{}\" is not {}", name, shown(text), what));
    }
    if (too_big || number < range.least || number > range.greatest) {
        throw UsageError(fmt::format("--{}: \"{}\" is out of range, {} to {}{}{} was expected", name, shown(text),
                                     range.least, range.greatest, range.unit.empty() ? "" : " ", range.unit));
    }
    return number;
}

std::optional<Timestamp> time_setting(const Settings& settings) {
    const auto text = settings.value("at");
    if (!text) return std::nullopt;
    const auto moment = parse_time(*text);
    if (!moment) {
        throw UsageError(fmt::format(
            "--at: \"{}\" is not a time, 2026-01-02T03:04:05Z or seconds since 1970 was expected", shown(*text)));
    }
    return *moment;
}

std::optional<boost::asio::ip::address> source_address(const Settings& settings) {
    const auto text = settings.value("source-address");
    if (!text) return std::nullopt;
    auto address = read_address(*text);
    if (!address) throw UsageError(fmt::format("--source-address: \"{}\" is not an IP address", shown(*text)));
    if (settings.flag(address->is_v4() ? "ipv6" : "ipv4")) {
        throw UsageError(fmt::format("--source-address: \"{}\" is of the other family than {}", shown(*text),
                                     address->is_v4() ? "-6" : "-4"));
    }
    return address;
}

ScanOptions scan_options(const Settings& settings) {
    ScanOptions options;
    if (const auto text = settings.value("port")) {
        options.port = static_cast<std::uint16_t>(number_value("port", *text, port_range));
    }
    options.ipv4 = !settings.flag("ipv6");
    options.ipv6 = !settings.flag("ipv4");
    set_seconds(settings, "timeout", options.timeout);
    set_seconds(settings, "connect-timeout", options.connect_timeout);
    const auto ehlo = settings.value("ehlo");
    options.ehlo_name = ehlo ? checked_ehlo_name(*ehlo) : own_ehlo_name(source_address(settings));
    options.dns_only = settings.flag("dns-only");
    options.single_probe = settings.flag("single-probe");
    options.allow_private = settings.flag("allow-private");
    options.require = require_setting(settings).value_or(Require::any);
    options.expiry_limits = expiry_limits(settings);
    if (const auto path = settings.value("cached-policy")) options.cached_policy = checked_policy(*path);
    return options;
}

ResolverOptions resolver_options(const Settings& settings) {
    refuse_without_effect(settings);
    ResolverOptions options;
    options.trust_anchor_file = settings.value("trust-anchor").value_or("");
    options.root_hints_file = settings.value("root-hints").value_or("");
    options.forwarder = settings.value("resolver").value_or("");
    options.config_file = settings.value("resolver-config").value_or("");
    if (!options.forwarder.empty()) check_forwarder(options.forwarder);
    options.at = time_setting(settings);
    return options;
}

ExpiryLimits expiry_limits(const Settings& settings) {
    const auto days = [&](std::string_view name) -> std::optional<double> {
        const auto text = settings.value(name);
        if (!text) return std::nullopt;
        return static_cast<double>(number_value(name, *text, day_range));
    };
    return {days("warn-days"), days("critical-days")};
}

std::optional<Require> require_setting(const Settings& settings) {
    const auto text = settings.value("require");
    if (!text) return std::nullopt;
    const auto require = require_from_text(*text);
    if (!require) throw UsageError(fmt::format("--require: \"{}\" is not dane, mta-sts, both or any", shown(*text)));
    return require;
}

TextStyle text_style(const Settings& settings) {
    TextStyle style;
    style.colour = !settings.flag("no-color") && output_takes_colour();
    style.verbose = settings.flag("verbose");
    return style;
}

Timestamp ProgramClock::now() const {
    return at_ ? *at_ : std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

std::chrono::steady_clock::time_point ProgramClock::steady() const { return std::chrono::steady_clock::now(); }

}  // namespace danelaw::cli
