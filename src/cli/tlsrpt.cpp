#include "cli/check_failures.hpp"
#include "cli/command.hpp"
#include "cli/files.hpp"
#include "cli/option_values.hpp"
#include "cli/report_files.hpp"

#include <danelaw/base/text.hpp>
#include <danelaw/tlsrpt/digest.hpp>
#include <danelaw/tlsrpt/source.hpp>

#include <fmt/format.h>

namespace danelaw::cli {
namespace {

/// Reads reports and prints their digest. What cannot be read is told of, and the rest counts.
class DigestRun {
public:
    explicit DigestRun(const Settings& settings)
        : settings_(settings), now_(ProgramClock(time_setting(settings)).now()) {}

    int run(const std::vector<std::string>& paths) {
        for (const auto& path : paths) {
            try {
                is_folder(path) ? add_folder(path) : add_file(path, true);
            } catch (const SetupError& error) {
                tell(printable(path), error.what());
                code_ = worse(code_, exit_unknown);
            }
        }
        const auto digest = builder_.finish();
        left_out_.exit_code = code_ = worse(code_, exit_code_of(digest));
        std::vector<FailureNow> checked;
        if (settings_.flag("check")) checked = check_failures(settings_, digest.failures);
        write_line(settings_.flag("json") ? render_digest_json(digest, left_out_, checked)
                                          : render_digest_text(digest, checked, text_style(settings_)));
        return code_;
    }

private:
    /// No report at all says nothing: senders may have sent none, or somebody looks in the wrong place.
    static int exit_code_of(const Digest& digest) {
        if (digest.reports == 0) return exit_unknown;
        switch (digest.state) {
            case DigestState::no_failures:
                return exit_ok;
            case DigestState::failures:
                return exit_warning;
            case DigestState::alarming:
                return exit_critical;
        }
        return exit_unknown;
    }

    /// `sentence` begins with the place.
    void tell(const std::string& where, const std::string& sentence) {
        complain(sentence);
        const bool has_place = sentence.starts_with(where + ": ");
        left_out_.unreadable.emplace_back(where, has_place ? sentence.substr(where.size() + 2) : sentence);
    }

    void add_folder(const std::string& folder) {
        const auto before = left_out_.without_report;
        const auto files = files_below(folder);
        for (const auto& file : files) {
            try {
                add_file(file, false);
            } catch (const SetupError& error) {
                tell(printable(file), error.what());
                code_ = worse(code_, exit_warning);
            }
        }
        const auto without = left_out_.without_report - before;
        if (without > 0) complain(fmt::format("{}: {} without a TLS report passed over", printable(folder), without));
    }

    void add_file(const std::string& path, bool named) {
        const std::string shown = path == "-" ? "standard input" : printable(path);
        const auto source = read_report_source(read_file(path, ""));
        left_out_.without_report += source.mails_without;
        if (named && source.mails_without > 0) {
            complain(source.found.empty()
                         ? fmt::format("{}: no TLS report in it, expected JSON, gzip, or mail with a part "
                                       "application/tlsrpt+gzip or application/tlsrpt+json",
                                       shown)
                         : fmt::format("{}: {} of {} mails without a TLS report passed over", shown,
                                       source.mails_without, source.mails));
        }
        if (named && source.found.empty()) code_ = worse(code_, exit_unknown);
        for (const auto& found : source.found) {
            const auto where = found.where.empty() ? shown : fmt::format("{}: {}", shown, found.where);
            const auto fault = found.report ? builder_.add(*found.report, now_) : found.report.error();
            if (!fault) continue;
            tell(where, fmt::format("{}: {}", where, fault->detail));
            code_ = worse(code_, exit_warning);
        }
    }

    const Settings& settings_;
    Timestamp now_;
    DigestBuilder builder_;
    DigestLeftOut left_out_;
    int code_ = exit_ok;
};

}  // namespace

int run_tlsrpt(const Invocation& invocation) {
    if (invocation.arguments.empty())
        throw UsageError("tlsrpt: no file, a report, a mail, an mbox, a folder or - was expected");
    return DigestRun(invocation.settings).run(invocation.arguments);
}

}  // namespace danelaw::cli
