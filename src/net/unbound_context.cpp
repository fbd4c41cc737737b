#include "net/unbound_context.hpp"

#include "net/message_capture.hpp"

#include <danelaw/base/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string_view>

#include <sys/mman.h>
#include <unistd.h>

namespace danelaw {

namespace {

using CString = CPtr<char, std::free>;

/// A file without a name, readable by the path `/proc/self/fd/N` while this lives.
class MemoryFile {
public:
    explicit MemoryFile(std::string_view text) : descriptor_(memfd_create("unbound.conf", MFD_CLOEXEC)) {
        const auto written = write(descriptor_, text.data(), text.size());
        if (written != static_cast<ssize_t>(text.size())) throw SetupError("resolver: no memory for its settings");
    }
    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;
    ~MemoryFile() { close(descriptor_); }

    [[nodiscard]] std::string path() const { return fmt::format("/proc/self/fd/{}", descriptor_); }

private:
    int descriptor_;
};

UnboundContextPtr new_context(MessageCapture& messages) {
    UnboundContextPtr context{ub_ctx_create()};
    if (!context) throw SetupError("resolver: libunbound has no memory or no file descriptors");
    ub_ctx_debugout(context.get(), messages.stream());
    ub_ctx_async(context.get(), 1);
    return context;
}

/// The values of an option, one for each time it was given.
std::vector<std::string> option_values(ub_ctx* context, const char* option) {
    char* handle = nullptr;
    if (ub_ctx_get_option(context, option, &handle) != UB_NOERROR) return {};
    const CString text{handle};
    std::vector<std::string> values;
    std::string_view rest{text ? text.get() : ""};
    while (!rest.empty()) {
        const auto end = std::min(rest.find('\n'), rest.size());
        if (end > 0) values.emplace_back(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return values;
}

void read_config(ub_ctx* context, const std::string& path, MessageCapture& messages, const std::string& subject) {
    const auto code = messages.with_stderr([&] { return ub_ctx_config(context, path.c_str()); });
    if (code != UB_NOERROR) {
        throw SetupError(fmt::format("{}: {}", subject, messages.complaint(ub_strerror(code))));
    }
}

void add_anchors(ub_ctx* context, const TrustAnchors& anchors) {
    for (const auto& record : anchors.records) {
        if (ub_ctx_add_ta(context, record.c_str()) != UB_NOERROR) throw SetupError("resolver: no memory for an anchor");
    }
}

/// libunbound applies its settings at the first question, or when its local zones are edited: this edits nothing.
void apply_settings(ub_ctx* context, MessageCapture& messages) {
    const auto code = messages.with_stderr([&] { return ub_ctx_data_remove(context, "apply-settings.invalid."); });
    ub_ctx_debugout(context, nullptr);
    if (code != UB_NOERROR) throw SetupError(fmt::format("resolver: {}", messages.complaint(ub_strerror(code))));
}

/// Without an algorithm that it knows libunbound drops an anchor, and all below it would pass as insecure.
bool is_ignored(const DomainName& owner, const std::string& messages) {
    const auto label = owner.is_root() ? std::string{"."} : owner.text() + ".";
    return messages.find(fmt::format("trust anchor {} has no supported algorithms", label)) != std::string::npos;
}

void collect(const Result<TrustAnchors>& anchors, TrustAnchors& all) {
    if (!anchors) return;  // libunbound judges its configuration; what only it can read is not known here
    all.records.insert(all.records.end(), anchors->records.begin(), anchors->records.end());
    for (const auto& owner : anchors->owners) {
        if (std::find(all.owners.begin(), all.owners.end(), owner) == all.owners.end()) all.owners.push_back(owner);
    }
}

/// The anchors that a configuration names; those of a trusted-keys-file stay unknown.
TrustAnchors configured_anchors(ub_ctx* context) {
    TrustAnchors all;
    for (const auto& record : option_values(context, "trust-anchor")) collect(trust_anchors_from_text(record), all);
    for (const auto* option : {"trust-anchor-file", "auto-trust-anchor-file"}) {
        for (const auto& path : option_values(context, option)) collect(trust_anchors_from_file(path), all);
    }
    return all;
}

bool names_anchor(ub_ctx* context) {
    constexpr const char* options[] = {"trust-anchor", "trust-anchor-file", "auto-trust-anchor-file",
                                       "trusted-keys-file"};
    return std::any_of(std::begin(options), std::end(options),
                       [&](const char* option) { return !option_values(context, option).empty(); });
}

bool validates(ub_ctx* context) {
    const auto modules = option_values(context, "module-config");
    return !modules.empty() && modules.front().find("validator") != std::string::npos;
}

bool names_date(ub_ctx* context) {
    const auto date = option_values(context, "val-override-date");
    return !date.empty() && date.front() != "0";
}

/// libunbound tells no option of a zone that it forwards; what is no plain file was read to its end already.
bool may_forward(const std::string& config_file) {
    std::error_code unknown;
    if (!std::filesystem::is_regular_file(config_file, unknown)) return true;
    std::ifstream file(config_file);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    return text.find("forward-zone") != std::string::npos || text.find("include") != std::string::npos;
}

}  // namespace

UnboundSetup make_unbound_context(const UnboundSettings& settings, const TrustAnchors& anchors) {
    MessageCapture messages;
    UnboundSetup setup{new_context(messages), anchors, !settings.forwarder.empty()};
    const MemoryFile file{unbound_config_text(settings)};
    read_config(setup.context.get(), file.path(), messages, "resolver settings");
    add_anchors(setup.context.get(), anchors);
    apply_settings(setup.context.get(), messages);
    for (const auto& owner : anchors.owners) {
        if (!is_ignored(owner, messages.text())) continue;
        throw SetupError(
            fmt::format("trust anchor {}: libunbound {} supports none of its algorithms, one it supports "
                        "was expected",
                        owner.text(), ub_version()));
    }
    return setup;
}

UnboundSetup make_unbound_context(const std::string& config_file, std::optional<Timestamp> at) {
    const auto subject = fmt::format("resolver configuration {}", printable(config_file));
    std::error_code unknown;
    // It is read more than once, and to its end. A directory would end the program from within libunbound (flex's fatal
    // error), with code 2.
    const bool readable =
        access(config_file.c_str(), R_OK) == 0 && std::filesystem::is_regular_file(config_file, unknown);
    if (!readable) throw SetupError(subject + ": cannot be read, a file of unbound.conf lines was expected");
    MessageCapture messages;
    UnboundSetup setup{new_context(messages), {}, true};
    auto* context = setup.context.get();
    read_config(context, config_file, messages, subject);
    setup.may_forward = may_forward(config_file);
    if (at && !names_date(context)) {
        const auto date = std::to_string(val_override_date(*at));
        ub_ctx_set_option(context, "val-override-date:", date.c_str());
    }
    if (validates(context) && !names_anchor(context)) {
        const auto anchors = read_default_trust_anchors();
        add_anchors(context, anchors);
    }
    if (validates(context)) setup.anchors = configured_anchors(context);
    apply_settings(context, messages);
    std::erase_if(setup.anchors.owners, [&](const DomainName& owner) { return is_ignored(owner, messages.text()); });
    return setup;
}

}  // namespace danelaw
