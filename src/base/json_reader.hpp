#pragma once

#include <danelaw/base/limits.hpp>
#include <danelaw/base/result.hpp>
#include <danelaw/base/text.hpp>

#include <fmt/format.h>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace danelaw {

/// Reads typed values out of JSON and remembers the first thing that is wrong, with the path to it. After an error
/// every read gives an empty value, so that callers need to ask only once, at the end.
class JsonReader {
public:
    [[nodiscard]] const std::optional<Error>& error() const { return error_; }

    void fail(std::string_view path, std::string_view expected) {
        if (!error_) error_ = failure(fmt::format("{}: expected {}", path, expected));
    }

    void fail(std::string_view path, const boost::json::value& seen, std::string_view expected) {
        if (!error_) error_ = failure(fmt::format("{}: {} stands there, expected {}", path, describe(seen), expected));
    }

    /// What another reader found wrong in a value of this one.
    void fail_inside(std::string_view path, const Error& error) {
        if (!error_) error_ = failure(join(path, error.detail));
    }

    /// A value in a sentence: `null`, `the text "abc"`, `an array`.
    [[nodiscard]] static std::string describe(const boost::json::value& value) {
        constexpr std::size_t shown_octets = 60;
        if (value.is_array()) return "an array";
        if (value.is_object()) return "an object";
        if (value.is_string()) return fmt::format("the text \"{}\"", printable(value.get_string(), shown_octets));
        return boost::json::serialize(value);
    }

    const boost::json::value* find(const boost::json::object& object, std::string_view key, std::string_view path) {
        const auto* const value = object.if_contains(key);
        if (value == nullptr) fail(join(path, key), "this key, it is missing");
        return value;
    }

    const boost::json::object& as_object(const boost::json::value* value, std::string_view path) {
        static const boost::json::object empty;
        if (value != nullptr && value->is_object()) return value->get_object();
        if (value != nullptr) fail(path, *value, "an object");
        return empty;
    }

    const boost::json::array& array(const boost::json::object& object, std::string_view key, std::string_view path,
                                    std::size_t most = limits::json_list) {
        static const boost::json::array empty;
        const auto* const value = find(object, key, path);
        if (value != nullptr && !value->is_array()) fail(join(path, key), *value, "an array");
        if (value == nullptr || !value->is_array()) return empty;
        const auto& entries = value->get_array();
        if (entries.size() <= most) return entries;
        fail(join(path, key), fmt::format("at most {} entries", most));
        return empty;
    }

    std::string text(const boost::json::value* value, std::string_view path) {
        if (value != nullptr && value->is_string()) return std::string(std::string_view(value->get_string()));
        if (value != nullptr) fail(path, *value, "a text");
        return {};
    }

    std::string text(const boost::json::object& object, std::string_view key, std::string_view path) {
        return text(find(object, key, path), join(path, key));
    }

    bool flag(const boost::json::object& object, std::string_view key, std::string_view path) {
        const auto* const value = find(object, key, path);
        if (value != nullptr && value->is_bool()) return value->get_bool();
        if (value != nullptr) fail(join(path, key), *value, "true or false");
        return false;
    }

    template <class Number>
    Number number(const boost::json::value* value, std::string_view path) {
        if (value == nullptr) return {};
        boost::system::error_code wrong;
        const auto read = value->to_number<std::int64_t>(wrong);
        const bool fits = read >= 0 && static_cast<std::uint64_t>(read) <= std::numeric_limits<Number>::max();
        if (!wrong && fits) return static_cast<Number>(read);
        fail(path, *value, fmt::format("a whole number from 0 to {}", std::numeric_limits<Number>::max()));
        return {};
    }

    template <class Number>
    Number number(const boost::json::object& object, std::string_view key, std::string_view path) {
        return number<Number>(find(object, key, path), join(path, key));
    }

    static std::string join(std::string_view path, std::string_view key) {
        return path.empty() ? std::string(key) : fmt::format("{}.{}", path, key);
    }
    static std::string join(std::string_view path, std::string_view key, std::size_t index) {
        return fmt::format("{}[{}]", join(path, key), index);
    }

private:
    std::optional<Error> error_;
};

}  // namespace danelaw
