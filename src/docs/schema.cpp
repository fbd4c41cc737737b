#include "docs/manual.hpp"

#include <fmt/format.h>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

namespace danelaw::docs {
namespace {

namespace json = boost::json;

/// Walks a schema of the shape that docs/schema has: objects with properties, arrays with items, references into $defs.
class SchemaWalk {
public:
    explicit SchemaWalk(const json::object& root) : root_(root) {}

    std::string text() {
        walk(root_, "");
        if (const auto* definitions = root_.if_contains("$defs")) {
            for (const auto& [name, definition] : definitions->as_object()) {
                text_ += fmt::format("Keys of _{}_:\n\n", scdoc_text(std::string_view(name)));
                walk(definition.as_object(), "");
            }
        }
        return text_;
    }

private:
    static std::string_view word(const json::object& schema, std::string_view key) {
        const auto* value = schema.if_contains(key);
        return value != nullptr && value->is_string() ? std::string_view(value->get_string()) : std::string_view();
    }

    static std::string reference_of(const json::object& schema) {
        const std::string_view reference = word(schema, "$ref");
        return reference.empty() ? std::string() : std::string(reference.substr(reference.rfind('/') + 1));
    }

    /// `string`, `number or null`, `array of endpoint`, or the values that are possible.
    static std::string type_of(const json::object& schema) {
        if (auto name = reference_of(schema); !name.empty()) return name;
        if (const auto* choices = schema.if_contains("anyOf"))
            return joined(choices->as_array(), [](const json::value& v) { return type_of(v.as_object()); });
        if (const auto* constant = schema.if_contains("const")) return json::serialize(*constant);
        if (const auto* values = schema.if_contains("enum"))
            return joined(values->as_array(), [](const json::value& v) { return json::serialize(v); });
        const auto* type = schema.if_contains("type");
        if (type == nullptr) return "any";
        if (type->is_array())
            return joined(type->as_array(), [](const json::value& v) { return std::string(v.as_string()); });
        const auto* items = schema.if_contains("items");
        if (items != nullptr) return "array of " + type_of(items->as_object());
        return std::string(type->as_string());
    }

    template <class Function>
    static std::string joined(const json::array& values, Function to_text) {
        std::string text;
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (i > 0) text += i + 1 == values.size() ? " or " : ", ";
            text += to_text(values[i]);
        }
        return text;
    }

    void walk(const json::object& schema, const std::string& path) {
        if (const auto* items = schema.if_contains("items")) return walk(items->as_object(), path + "[]");
        const auto* properties = schema.if_contains("properties");
        if (properties == nullptr) return;
        for (const auto& [key, value] : properties->as_object()) {
            const auto& property = value.as_object();
            const std::string at = path.empty() ? std::string(key) : fmt::format("{}.{}", path, std::string_view(key));
            text_ += fmt::format("*{}*: {}\n\t{}\n\n", scdoc_text(at), scdoc_text(type_of(property)),
                                 scdoc_text(word(property, "description")));
            walk(property, at);
        }
    }

    const json::object& root_;
    std::string text_;
};

}  // namespace

std::string describe_schema(std::string_view schema) {
    boost::system::error_code wrong;
    const json::value root = json::parse(schema, wrong);
    if (wrong || !root.is_object()) throw SetupError("a schema file is not a JSON object");
    return SchemaWalk(root.get_object()).text();
}

}  // namespace danelaw::docs
