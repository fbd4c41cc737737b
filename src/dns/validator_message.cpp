#include <danelaw/dns/validator_message.hpp>

#include <danelaw/base/limits.hpp>
#include <danelaw/base/text.hpp>
#include <danelaw/dns/packet.hpp>
#include <danelaw/dns/wire.hpp>

#include <fmt/format.h>

#include <array>

namespace danelaw {

namespace {

constexpr std::size_t length_octets = 4;

/// Writes fields one after the other: numbers big-endian, texts after their length.
class Writer {
public:
    void number(std::uint64_t value, unsigned octets) {
        for (unsigned i = octets; i > 0; --i) message_.push_back(static_cast<std::uint8_t>(value >> (8 * (i - 1))));
    }
    void octets(ByteView octets) {
        number(octets.size(), length_octets);
        message_.insert(message_.end(), octets.begin(), octets.end());
    }
    void text(std::string_view text) { octets(as_bytes(text)); }
    void texts(const std::vector<std::string>& texts) {
        number(texts.size(), length_octets);
        for (const auto& one : texts) text(one);
    }

    Bytes finish() {
        const auto length = message_.size() - length_octets;
        for (unsigned i = 0; i < length_octets; ++i) {
            message_[i] = static_cast<std::uint8_t>(length >> (8 * (length_octets - 1 - i)));
        }
        return std::move(message_);
    }

private:
    Bytes message_ = Bytes(length_octets);
};

/// Reads them back; once something is wrong all that follows is empty, and `ok` says so.
class Reader {
public:
    explicit Reader(ByteView body) : rest_(body) {}

    std::uint64_t number(unsigned octets) {
        std::uint64_t value = 0;
        for (const auto octet : take(octets)) value = value << 8U | octet;
        return value;
    }
    bool flag() {
        const auto value = number(1);
        wrong_ = wrong_ || value > 1;
        return value == 1;
    }
    Bytes octets() {
        const auto taken = take(number(length_octets));
        return {taken.begin(), taken.end()};
    }
    std::string text() { return std::string(as_text(take(number(length_octets)))); }
    std::vector<std::string> texts() {
        std::vector<std::string> texts;
        for (auto count = number(length_octets); count > 0 && !wrong_; --count) texts.push_back(text());
        return texts;
    }

    /// Whether all of it was read, and nothing was wrong.
    [[nodiscard]] bool ended_well() const { return !wrong_ && rest_.empty(); }

private:
    ByteView take(std::uint64_t count) {
        wrong_ = wrong_ || count > rest_.size();
        if (wrong_) return {};
        const auto taken = rest_.first(count);
        rest_ = rest_.subspan(count);
        return taken;
    }

    ByteView rest_;
    bool wrong_ = false;
};

constexpr std::array known_statuses = {ValidatorStatus::unknown, ValidatorStatus::secure, ValidatorStatus::bogus,
                                       ValidatorStatus::indeterminate, ValidatorStatus::insecure};

std::optional<ValidatorStatus> status_of(std::uint64_t number) {
    for (const auto status : known_statuses) {
        if (static_cast<std::uint64_t>(status) == number) return status;
    }
    return std::nullopt;
}

std::string why_bogus(const ValidatorReply& reply) {
    if (reply.unsupported_algorithm) {
        return "getdns finds no valid chain of trust: it does not know the algorithm of a zone's keys";
    }
    if (reply.only_dates) {
        return "getdns finds no valid chain of trust: a signature is expired or not valid yet, all else holds";
    }
    return "getdns finds no valid chain of trust: a signature, a key or a denial is missing or does not hold";
}

}  // namespace

Bytes encode(const ValidatorRequest& request) {
    Writer writer;
    writer.text(request.name.text());
    writer.number(static_cast<std::uint16_t>(request.type), 2);
    writer.texts(request.upstreams);
    writer.text(request.tls_name);
    writer.octets(request.tls_pin);
    writer.text(request.ca_file);
    writer.texts(request.anchors);
    writer.number(request.at ? 1 : 0, 1);
    if (request.at) writer.number(static_cast<std::uint64_t>(request.at->time_since_epoch().count()), 8);
    writer.number(static_cast<std::uint64_t>(request.until.time_since_epoch().count()), 8);
    return writer.finish();
}

Bytes encode(const ValidatorReply& reply) {
    Writer writer;
    writer.octets(reply.packet);
    writer.number(static_cast<std::uint16_t>(reply.status), 2);
    writer.number(reply.only_dates ? 1 : 0, 1);
    writer.number(reply.unsupported_algorithm ? 1 : 0, 1);
    writer.number(reply.no_library ? 1 : 0, 1);
    writer.text(reply.trouble);
    return writer.finish();
}

Result<std::size_t> message_length(ByteView four_octets) {
    const std::size_t length = read_u32(four_octets, 0);
    if (length <= limits::validator_message_octets) return length;
    return failure(
        fmt::format("message: it has {} octets, at most {} were expected", length, limits::validator_message_octets));
}

Result<ValidatorRequest> decode_validator_request(ByteView body) {
    Reader reader(body);
    ValidatorRequest request;
    const auto name = DomainName::from_presentation(reader.text());
    request.type = static_cast<RecordType>(reader.number(2));
    request.upstreams = reader.texts();
    request.tls_name = reader.text();
    request.tls_pin = reader.octets();
    request.ca_file = reader.text();
    request.anchors = reader.texts();
    if (reader.flag()) {
        request.at = Timestamp(std::chrono::seconds(static_cast<std::int64_t>(reader.number(8))));
    }
    const auto until = static_cast<std::chrono::steady_clock::rep>(reader.number(8));
    request.until = std::chrono::steady_clock::time_point(std::chrono::steady_clock::duration(until));
    if (!reader.ended_well() || !name) return failure("message: it is no request for a validator");
    request.name = *name;
    return request;
}

Result<ValidatorReply> decode_validator_reply(ByteView body) {
    Reader reader(body);
    ValidatorReply reply;
    reply.packet = reader.octets();
    const auto status = status_of(reader.number(2));
    reply.only_dates = reader.flag();
    reply.unsupported_algorithm = reader.flag();
    reply.no_library = reader.flag();
    reply.trouble = reader.text();
    if (!reader.ended_well() || !status) return failure("message: it is no reply of a validator");
    reply.status = *status;
    return reply;
}

Lookup read_getdns_reply(const DomainName& name, RecordType type, const ValidatorReply& reply) {
    const auto failed = [&](std::string_view what) {
        return failed_lookup(name, type, ValidationState::indeterminate,
                             {fmt::format("getdns: {}", printable(what, limits::validator_octets)), std::nullopt});
    };
    if (reply.packet.size() < header_octets) return failed(reply.trouble.empty() ? "no reply" : reply.trouble);
    RawAnswer raw;
    raw.packet = reply.packet;
    const auto packet = read_packet(reply.packet);
    constexpr unsigned no_error = 0;
    constexpr unsigned name_error = 3;
    const bool is_answer = packet && (packet->rcode == no_error || packet->rcode == name_error);
    if (is_answer) {
        const bool has_verdict = reply.status == ValidatorStatus::secure || reply.status == ValidatorStatus::bogus ||
                                 reply.status == ValidatorStatus::insecure;
        if (!has_verdict) return failed("the answer is neither secure, insecure nor bogus, as without a trust anchor");
        raw.secure = reply.status == ValidatorStatus::secure;
        raw.bogus = reply.status == ValidatorStatus::bogus;
        if (raw.bogus) raw.why_bogus = why_bogus(reply);
    }
    return read_answer(name, type, raw);
}

}  // namespace danelaw
