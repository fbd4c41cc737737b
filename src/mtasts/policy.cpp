#include <danelaw/mtasts/policy.hpp>

#include <danelaw/base/limits.hpp>
#include <danelaw/base/text.hpp>

#include "mtasts/grammar.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace danelaw {

namespace {

/// RFC 8461 §3.2: "maximum value of 31557600".
constexpr std::chrono::seconds greatest_max_age{31557600};

std::optional<PolicyMode> mode_from(std::string_view text) {
    for (const auto mode : {PolicyMode::enforce, PolicyMode::testing, PolicyMode::none}) {
        if (text == to_text(mode)) return mode;
    }
    return std::nullopt;
}

/// 1*10DIGIT
std::optional<std::chrono::seconds> max_age_from(std::string_view text) {
    constexpr std::size_t digits = 10;
    if (text.empty() || text.size() > digits) return std::nullopt;
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool all_digits = std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (error != std::errc() || end != text.data() + text.size() || !all_digits) return std::nullopt;
    return std::chrono::seconds{number};
}

/// The octets of one UTF-8 character (RFC 3629 §4) that may stand in a value, or 0 where there is none: no control
/// characters of ASCII, no overlong forms, no surrogates. `printable` leaves exactly such characters, but backslash,
/// C1 controls and the separators that it escapes are allowed here.
std::size_t value_character(std::string_view text) {
    const auto at = [&](std::size_t index) {
        return index < text.size() ? static_cast<unsigned char>(text[index]) : 0U;
    };
    const auto tail = [&](std::size_t index) { return at(index) >= 0x80 && at(index) <= 0xBF; };
    const auto first = at(0);
    if (first >= 0x20 && first <= 0x7E) return 1;
    if (first >= 0xC2 && first <= 0xDF) return tail(1) ? 2 : 0;
    if (first >= 0xE0 && first <= 0xEF) {
        const bool overlong = first == 0xE0 && at(1) < 0xA0;
        const bool surrogate = first == 0xED && at(1) > 0x9F;
        return tail(1) && tail(2) && !overlong && !surrogate ? 3 : 0;
    }
    if (first >= 0xF0 && first <= 0xF4) {
        const bool overlong = first == 0xF0 && at(1) < 0x90;
        const bool too_great = first == 0xF4 && at(1) > 0x8F;
        return tail(1) && tail(2) && tail(3) && !overlong && !too_great ? 4 : 0;
    }
    return 0;
}

/// `sts-policy-ext-value`; white space at its ends has been taken off.
bool is_value(std::string_view text) {
    if (text.empty()) return false;
    while (!text.empty()) {
        const auto octets = value_character(text);
        if (octets == 0) return false;
        text.remove_prefix(octets);
    }
    return true;
}

/// Fills a policy, line by line.
class PolicyReader {
public:
    Result<Policy> read(std::string_view file) {
        for (std::size_t number = 1; !file.empty() && !error_; ++number) {
            const auto end = std::min(file.find('\n'), file.size());
            auto line = file.substr(0, end);
            const bool ended = end < file.size();
            file.remove_prefix(ended ? end + 1 : end);
            if (ended && line.ends_with('\r')) line.remove_suffix(1);
            line_ = number;
            read_line(without_trailing_blanks(line));
        }
        if (!error_) check_whole();
        if (error_) return std::move(*error_);
        return std::move(policy_);
    }

private:
    void fail(std::string what) {
        if (!error_) error_ = failure(fmt::format("line {}: {}", line_, what));
    }

    void read_line(std::string_view line) {
        const auto colon = line.find(':');
        const auto key = line.substr(0, colon);
        if (line.empty()) return fail("the line is empty, key: value was expected");
        if (colon == std::string_view::npos || !is_key(key))
            return fail(fmt::format("\"{}\", key: value was expected", shown_text(line)));
        const auto value = skip_blanks(line.substr(colon + 1));
        if (!is_value(value)) {
            return fail(fmt::format("the value of {} is \"{}\", UTF-8 text without control characters was expected",
                                    key, shown_text(value)));
        }
        read_field(key, value);
    }

    void read_field(std::string_view key, std::string_view value) {
        if (key == "mx") return read_mx(value);
        bool* const seen = key == "version"   ? &has_version_
                           : key == "mode"    ? &has_mode_
                           : key == "max_age" ? &has_max_age_
                                              : nullptr;
        if (seen == nullptr) return keep_key(policy_.unknown_keys, key);
        if (*seen) return keep_key(policy_.repeated_keys, key);  // "all entries except for the first SHALL be ignored"
        *seen = true;
        if (key == "version") return read_version(value);
        if (key == "mode") return read_mode(value);
        read_max_age(value);
    }

    void read_version(std::string_view value) {
        if (value != "STSv1") fail(fmt::format("version is \"{}\", STSv1 was expected", shown_text(value)));
    }

    void read_mode(std::string_view value) {
        const auto mode = mode_from(value);
        if (!mode) return fail(fmt::format("mode is \"{}\", enforce, testing or none was expected", shown_text(value)));
        policy_.mode = *mode;
    }

    void read_max_age(std::string_view value) {
        const auto seconds = max_age_from(value);
        if (!seconds) return fail(fmt::format("max_age is \"{}\", 1 to 10 digits were expected", shown_text(value)));
        policy_.stated_max_age = *seconds;
        policy_.max_age = std::min(*seconds, greatest_max_age);
    }

    void read_mx(std::string_view value) {
        auto pattern = parse_mx_pattern(value);
        if (!pattern) return fail("mx is " + pattern.error().detail);
        policy_.mx.push_back(std::move(*pattern));
    }

    void check_whole() {
        std::string missing;
        const auto require = [&](bool there, std::string_view key) {
            if (!there) missing += (missing.empty() ? "" : ", ") + std::string(key);
        };
        require(has_version_, "version");
        require(has_mode_, "mode");
        require(has_max_age_, "max_age");
        require(!policy_.mx.empty() || (has_mode_ && policy_.mode == PolicyMode::none), "mx");
        if (!missing.empty()) error_ = failure(fmt::format("missing: {}", missing));
    }

    Policy policy_;
    std::optional<Error> error_;
    std::size_t line_ = 0;
    bool has_version_ = false;
    bool has_mode_ = false;
    bool has_max_age_ = false;
};

/// RFC 5321 §4.1.2: sub-domain = Let-dig [Ldh-str].
bool is_label(std::string_view label) {
    return !label.empty() && label.front() != '-' && label.back() != '-' &&
           std::all_of(label.begin(), label.end(), [](char c) { return is_alphanumeric(c) || c == '-'; });
}

}  // namespace

Result<MxPattern> parse_mx_pattern(std::string_view text) {
    MxPattern pattern;
    auto rest = text;
    pattern.wildcard = rest.starts_with("*.");
    if (pattern.wildcard) rest.remove_prefix(2);
    const auto refuse = [&](std::string_view expected) {
        return failure(fmt::format("\"{}\", {} was expected", shown_text(text), expected));
    };
    for (auto labels = rest;;) {
        const auto dot = std::min(labels.find('.'), labels.size());
        if (!is_label(labels.substr(0, dot))) {
            const bool ascii =
                std::all_of(rest.begin(), rest.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
            return refuse(ascii ? "a host name, or *. and a name" : "a name in A-labels (xn--...)");
        }
        if (dot == labels.size()) break;
        labels.remove_prefix(dot + 1);
    }
    auto name = DomainName::from_presentation(rest);
    if (!name) return refuse("a name of at most 255 octets, labels of at most 63");
    pattern.domain = std::move(*name);
    return pattern;
}

Result<Policy> parse_policy(std::string_view file) {
    if (file.size() > limits::policy_octets) {
        return failure(
            fmt::format("the policy has {} octets, at most {} were expected", file.size(), limits::policy_octets));
    }
    if (file.empty()) return failure("the policy is empty");
    return PolicyReader().read(file);
}

bool matches(const MxPattern& pattern, const DomainName& mx) {
    return mx.is_host_name() && pattern.domain == (pattern.wildcard ? mx.parent() : mx);
}

std::optional<MxPattern> matching_pattern(const Policy& policy, const DomainName& mx) {
    const auto found = std::find_if(policy.mx.begin(), policy.mx.end(),
                                    [&](const MxPattern& pattern) { return matches(pattern, mx); });
    if (found == policy.mx.end()) return std::nullopt;
    return *found;
}

bool is_plain_text(std::string_view content_type) {
    return ascii_iequal(trim(content_type.substr(0, content_type.find(';'))), "text/plain");
}

bool is_identity(std::string_view content_encoding) {
    const auto coding = trim(content_encoding);
    return coding.empty() || ascii_iequal(coding, "identity");
}

std::string sts_policy_url(const DomainName& domain) {
    return fmt::format("https://mta-sts.{}{}", domain.text(), sts_policy_path);
}

std::string to_text(PolicyMode mode) {
    switch (mode) {
        case PolicyMode::enforce:
            return "enforce";
        case PolicyMode::testing:
            return "testing";
        case PolicyMode::none:
            return "none";
    }
    return {};
}

}  // namespace danelaw
