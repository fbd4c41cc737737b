#pragma once

#include <concepts>
#include <cstdio>
#include <string>
#include <string_view>

namespace danelaw {

/// Holds what a C library says while it is set up: on the stream it is given, and on standard error where it does not
/// ask. Setting up happens before there are threads.
class MessageCapture {
public:
    /// Throws SetupError where there is no memory for it.
    MessageCapture();
    MessageCapture(const MessageCapture&) = delete;
    MessageCapture& operator=(const MessageCapture&) = delete;
    ~MessageCapture();

    [[nodiscard]] std::FILE* stream() const { return stream_; }

    /// Runs `work` with standard error going to the stream.
    template <std::invocable Work>
    auto with_stderr(Work work) {
        const Redirection redirection{*this};
        return work();
    }

    [[nodiscard]] std::string text() const;

    /// The errors in the text as one printable sentence (`line 3: syntax error`); `otherwise` where there is none.
    [[nodiscard]] std::string complaint(std::string_view otherwise) const;

private:
    struct Redirection {
        explicit Redirection(const MessageCapture& capture);
        Redirection(const Redirection&) = delete;
        Redirection& operator=(const Redirection&) = delete;
        ~Redirection();
        int saved_stderr;
    };

    std::FILE* stream_;
};

/// As MessageCapture::complaint, of a given text: lines `FILE:LINE: error: WORDS` and `..: error: WORDS`.
[[nodiscard]] std::string complaint_from(std::string_view messages, std::string_view otherwise);

}  // namespace danelaw
