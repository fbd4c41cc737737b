#include "tlsrpt/gzip.hpp"

#include <fmt/format.h>
#include <zlib.h>

#include <array>

namespace danelaw {

namespace {

/// One inflate stream, for the gzip format alone.
class Inflater {
public:
    explicit Inflater(std::string_view packed) {
        constexpr int gzip_only = 16 + MAX_WBITS;
        ready_ = inflateInit2(&stream_, gzip_only) == Z_OK;
        // zlib does not write to its input; its type says so only where ZLIB_CONST is defined.
        stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
        stream_.avail_in = static_cast<uInt>(packed.size());
    }
    Inflater(const Inflater&) = delete;
    Inflater& operator=(const Inflater&) = delete;
    ~Inflater() { inflateEnd(&stream_); }

    [[nodiscard]] bool ready() const { return ready_; }
    [[nodiscard]] bool at_end() const { return stream_.avail_in == 0; }
    void next_member() { inflateReset(&stream_); }

    /// Appends the next piece; Z_OK, Z_STREAM_END or what is wrong.
    int step(std::string& out) {
        std::array<char, 64 * 1024> piece{};
        stream_.next_out = reinterpret_cast<Bytef*>(piece.data());
        stream_.avail_out = static_cast<uInt>(piece.size());
        const int code = inflate(&stream_, Z_NO_FLUSH);
        out.append(piece.data(), piece.size() - stream_.avail_out);
        return code;
    }

private:
    z_stream stream_{};
    bool ready_ = false;
};

}  // namespace

bool is_gzip(std::string_view octets) { return octets.starts_with("\x1f\x8b"); }

Result<std::string> gunzip(std::string_view octets, std::size_t most) {
    constexpr std::size_t longest = 0x7FFF'FFFF;  // zlib counts in unsigned int
    if (octets.size() > longest)
        return failure(fmt::format("{} octets of gzip, at most {} are read", octets.size(), longest));
    Inflater inflater(octets);
    if (!inflater.ready()) return failure("zlib cannot unpack, there is not enough memory");
    std::string out;
    for (;;) {
        const int code = inflater.step(out);
        if (out.size() > most)
            return failure(fmt::format("more than {} octets unpacked, at most that many are read", most));
        if (code == Z_STREAM_END && inflater.at_end())
            return Result<std::string>(boost::system::in_place_value, std::move(out));
        if (code == Z_STREAM_END) {
            inflater.next_member();
        } else if (code == Z_BUF_ERROR && inflater.at_end()) {
            return failure("the gzip data is cut off");
        } else if (code != Z_OK) {
            return failure("the gzip data is damaged");
        }
    }
}

}  // namespace danelaw
