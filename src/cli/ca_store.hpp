#pragma once

#include "cli/settings.hpp"

#include <danelaw/scan/context.hpp>

#include <optional>
#include <string>

namespace danelaw::cli {

inline constexpr const char* system_ca_file = "/etc/ssl/certs/ca-certificates.crt";

/// The CA certificates to trust: those of --ca-file, read at once as the user named it, or the system's, read when
/// they are first asked for. A system without the file trusts nobody.
class CaStore {
public:
    /// Throws SetupError: the file of --ca-file cannot be read, or holds a broken certificate.
    explicit CaStore(const Settings& settings);

    /// Where they come from, for gathering; refers to this.
    [[nodiscard]] CaSource source();

private:
    const TrustStore& store();

    std::string file_;
    std::optional<TrustStore> store_;
};

}  // namespace danelaw::cli
