#pragma once

#include <danelaw/base/result.hpp>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace danelaw::cli {

/// The user asked for something that is not possible: exit 3, one sentence.
class UsageError : public SetupError {
public:
    using SetupError::SetupError;
};

/// What a file of --resolver-config says in their place.
inline constexpr std::string_view replaced_by_resolver_config[] = {"resolver", "root-hints", "trust-anchor"};

/// What the options say, by long option name, as text; whoever uses a value checks it (option_values.hpp).
class Settings {
public:
    /// Values of one source (command line or one file), name by name. Flags have the value `yes` or `no`.
    using Source = std::map<std::string, std::vector<std::string>, std::less<>>;

    /// Takes from `weaker` what no stronger source has said. `ipv4` and `ipv6` are one setting; `resolver-config` takes
    /// the place of others.
    void add_weaker(const Source& weaker);
    /// Gives an option one value, whatever any source said.
    void replace(const std::string& name, std::string text) { values_[name] = {std::move(text)}; }

    /// The value of an option that is given at most once.
    [[nodiscard]] std::optional<std::string> value(std::string_view name) const;
    /// All values of an option that may be repeated, in order.
    [[nodiscard]] std::vector<std::string> values(std::string_view name) const;
    [[nodiscard]] bool flag(std::string_view name) const;

private:
    Source values_;
};

}  // namespace danelaw::cli
