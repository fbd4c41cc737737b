#pragma once

#include <danelaw/base/result.hpp>

#include <functional>
#include <string>
#include <string_view>

namespace danelaw::docs {

/// Gives the text of the JSON Schema file of a schema, by its name without the number (`danelaw.report`).
using SchemaSource = std::function<std::string(std::string_view name)>;

/// Fills a manual page's template (scdoc source): a line `@directive [argument]@` becomes what the program's own tables
/// say, `@version@` inside a line the version. Directives: name, synopsis, description, options, common, exit,
/// examples (each of a command), commands, settings, findings, metrics, schema (of a name).
/// Throws SetupError: a directive or argument that is not known.
[[nodiscard]] std::string fill_page(std::string_view page, const SchemaSource& schemas);

/// Text for scdoc: everything that it would take for markup is escaped.
[[nodiscard]] std::string scdoc_text(std::string_view text);

/// The keys of a JSON Schema as a list for a manual page: path, type, what it means. Throws SetupError: text that is no
/// schema.
[[nodiscard]] std::string describe_schema(std::string_view schema);

}  // namespace danelaw::docs
