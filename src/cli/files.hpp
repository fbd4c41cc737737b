#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace danelaw::cli {

/// The whole of a file, `-` being standard input. Throws SetupError: `<what>: <path>: <why>` (also: bigger than
/// limits::input_file_octets).
[[nodiscard]] std::string read_file(const std::string& path, std::string_view what);

/// As read_file, nothing where there is no such file.
[[nodiscard]] std::optional<std::string> read_file_if_there(const std::string& path);

/// To be called by whoever is about to read standard input. Throws SetupError where somebody has done so before.
void claim_standard_input();

/// Puts something that can neither be read nor written in the place of standard streams that are closed, so that no
/// file or connection of ours becomes one of them.
void occupy_standard_streams();

/// Writes to standard output, at once. Where nobody reads any more (`danelaw ... | head`) the program ends there and
/// then, quietly. Throws SetupError where it cannot be written for another reason.
void write_out(std::string_view text);
/// As write_out, ended by exactly one line feed.
void write_line(std::string_view text);

/// One sentence on standard error: `danelaw: <sentence>`.
void complain(std::string_view sentence);

/// A file that is written line by line, each at once. Throws SetupError: `<what>: <path>: <why>`.
class OutputFile {
public:
    OutputFile(std::string path, std::string what);
    OutputFile(const OutputFile&) = delete;
    OutputFile& operator=(const OutputFile&) = delete;
    ~OutputFile();

    void write_line(std::string_view text);

private:
    std::string path_;
    std::string what_;
    int descriptor_;
};

/// A file that is in its place as a whole or not at all: written beside it and renamed (for readers such as the node
/// exporter, which never see half of it). Without a name until then where the file system can do that, so that nothing
/// is left behind by a process that is killed. Throws SetupError: `<what>: <path>: <why>` (also: a device stands
/// there).
class ReplacedFile {
public:
    ReplacedFile(const std::string& path, std::string what);
    ReplacedFile(const ReplacedFile&) = delete;
    ReplacedFile& operator=(const ReplacedFile&) = delete;
    /// Without commit() the place stays as it was.
    ~ReplacedFile();

    void write(std::string_view text);
    void commit();

private:
    std::string path_;
    std::string beside_;
    std::string what_;
    int descriptor_;
    bool has_name_ = false;
};

/// Whether text on standard output may be coloured: a terminal that can, and NO_COLOR (no-color.org) is not set.
[[nodiscard]] bool output_takes_colour();

}  // namespace danelaw::cli
