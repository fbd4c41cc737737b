#include "cli/ca_store.hpp"
#include "cli/command.hpp"
#include "cli/files.hpp"
#include "cli/option_values.hpp"
#include "cli/tlsa_input.hpp"

#include <danelaw/base/text.hpp>
#include <danelaw/dane/match.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace danelaw::cli {
namespace {

std::vector<TlsaRecord> records_of(const Settings& settings) {
    std::vector<TlsaRecord> records;
    const auto texts = settings.values("tlsa");
    for (std::size_t i = 0; i < texts.size(); ++i) {
        const auto record = tlsa_from_text(texts[i]);
        if (!record) throw UsageError(fmt::format("--tlsa: record {}: {}", i + 1, record.error().detail));
        records.push_back(*record);
    }
    if (const auto path = settings.value("tlsa-file")) {
        const auto more = tlsa_from_zone_text(read_file(*path, "--tlsa-file"));
        if (!more) throw UsageError(fmt::format("--tlsa-file: {}: {}", printable(*path), more.error().detail));
        records.insert(records.end(), more->begin(), more->end());
    }
    if (records.empty()) throw UsageError("match: no TLSA record, --tlsa or --tlsa-file was expected");
    return records;
}

CertificateChain certificates_in(const std::string& path, std::string_view option) {
    auto chain = read_pem_chain(read_file(path, option));
    if (!chain) {
        throw UsageError(
            fmt::format("{}: {}: {}", option, path == "-" ? "standard input" : printable(path), chain.error().detail));
    }
    return std::move(*chain);
}

std::vector<DomainName> names_of(const Settings& settings) {
    std::vector<DomainName> names;
    for (const std::string& text : settings.values("name")) {
        const auto name = DomainName::from_user(text);
        if (!name) throw UsageError(fmt::format("--name: {}", name.error().detail));
        if (name->is_root()) throw UsageError("--name: \".\" is not the name of a host");
        names.push_back(*name);
    }
    return names;
}

UsageProfile profile_of(const Settings& settings) {
    const std::string text = settings.value("profile").value_or("smtp");
    if (text == "smtp") return UsageProfile::smtp;
    if (text == "any") return UsageProfile::any;
    throw UsageError(fmt::format("--profile: \"{}\" is neither smtp nor any", printable(text, 60)));
}

bool needs_name(const std::vector<TlsaRecord>& records, UsageProfile profile) {
    return std::any_of(records.begin(), records.end(), [&](const TlsaRecord& record) {
        return record.usage == CertificateUsage::dane_ta && !unusable_reason(record, profile);
    });
}

/// PKIX anchors count only for usages 0 and 1, which only `any` looks at; the file is read only for these.
CertificateChain anchors_of(const Settings& settings, const std::vector<TlsaRecord>& records, UsageProfile profile) {
    const bool pkix = std::any_of(records.begin(), records.end(), [](const TlsaRecord& record) {
        return record.usage == CertificateUsage::pkix_ta || record.usage == CertificateUsage::pkix_ee;
    });
    const auto named = settings.value("ca-file");
    if (profile == UsageProfile::any && named) return certificates_in(*named, "--ca-file");
    if (profile == UsageProfile::any && pkix) return certificates_in(system_ca_file, "--ca-file");
    return {};
}

}  // namespace

int run_match(const Invocation& invocation) {
    const Settings& settings = invocation.settings;
    if (!invocation.arguments.empty()) {
        throw UsageError(fmt::format("match: \"{}\" is one argument too many, only options were expected",
                                     printable(invocation.arguments.front(), 60)));
    }
    const auto records = records_of(settings);
    const auto chain_file = settings.value("chain");
    if (!chain_file) throw UsageError("match: no certificates, --chain FILE was expected");
    const auto chain = certificates_in(*chain_file, "--chain");
    const auto names = names_of(settings);
    MatchInput input;
    input.reference_identifiers = names;
    input.now = ProgramClock(time_setting(settings)).now();
    input.profile = profile_of(settings);
    if (names.empty() && needs_name(records, input.profile)) {
        throw UsageError("match: a DANE-TA(2) record is matched with names, --name was expected");
    }
    const auto anchors = anchors_of(settings, records, input.profile);
    input.trust_anchors = anchors;
    const MatchResult result = match_chain(records, chain, input);
    const bool json = settings.flag("json");
    write_line(json ? render_match_json(result) : render_match_text(result, text_style(settings)));
    switch (result.outcome) {
        case MatchOutcome::authenticated:
            return exit_ok;
        case MatchOutcome::mismatch:
            return exit_critical;
        case MatchOutcome::unusable:
            return exit_warning;
    }
    return exit_unknown;
}

}  // namespace danelaw::cli
