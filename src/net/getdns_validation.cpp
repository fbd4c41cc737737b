#include "net/getdns_validation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <functional>
#include <map>
#include <memory>

namespace danelaw {

namespace {

using Context = std::unique_ptr<getdns_context, std::function<void(getdns_context*)>>;
using Dict = std::unique_ptr<getdns_dict, std::function<void(getdns_dict*)>>;
using List = std::unique_ptr<getdns_list, std::function<void(getdns_list*)>>;

constexpr std::uint32_t ds_type = 43;
// dnssec_return_all_statuses: with the others a bogus answer is taken away, and what is left looks as NXDOMAIN does.
// The chain: to look at it once more, at another time.
constexpr const char* extensions =
    "{ dnssec_return_all_statuses: GETDNS_EXTENSION_TRUE, dnssec_return_validation_chain: GETDNS_EXTENSION_TRUE }";

// While it asks, it knows no anchor that matters, and judges nothing: where it finds the root's keys bogus it would
// fetch other anchors from data.iana.org, in the clear, and go by those. Judged is the chain that it brings,
// afterwards.
constexpr const char* unused_anchor =
    "anchor.invalid. IN DS 1 13 2 0000000000000000000000000000000000000000000000000000000000000000";

std::string upstream_text(const ValidatorRequest& request, const std::string& upstream) {
    const auto at = upstream.find('@');
    const bool by_tls = !request.tls_name.empty() || !request.tls_pin.empty();
    auto text = fmt::format("{{ address_data: {}, {}: {}", upstream.substr(0, at), by_tls ? "tls_port" : "port",
                            upstream.substr(at + 1));
    if (!request.tls_name.empty()) text += fmt::format(", tls_auth_name: \"{}\"", request.tls_name);
    if (!request.tls_pin.empty()) {
        text += fmt::format(", tls_pubkey_pinset: [ {{ digest: \"sha256\", value: 0x{} }} ]", to_hex(request.tls_pin));
    }
    return text + " }";
}

long milliseconds_left(const ValidatorRequest& request) {
    using std::chrono::milliseconds;
    const auto left = std::chrono::duration_cast<milliseconds>(request.until - std::chrono::steady_clock::now());
    return std::max(left, milliseconds{1}).count();
}

/// getdns's own text form of settings. What is in the request was checked by whoever made it.
std::string settings_text(const ValidatorRequest& request) {
    const bool by_tls = !request.tls_name.empty() || !request.tls_pin.empty();
    std::string upstreams;
    for (const auto& upstream : request.upstreams) {
        upstreams += (upstreams.empty() ? "" : ", ") + upstream_text(request, upstream);
    }
    return fmt::format(
        "{{ resolution_type: GETDNS_RESOLUTION_STUB, append_name: GETDNS_APPEND_NAME_NEVER, dnssec_allowed_skew: 0,"
        " edns_maximum_udp_payload_size: 1232, timeout: {}, dns_transport_list: [ {} ],"
        " tls_authentication: GETDNS_AUTHENTICATION_REQUIRED, upstream_recursive_servers: [ {} ] }}",
        milliseconds_left(request), by_tls ? "GETDNS_TRANSPORT_TLS" : "GETDNS_TRANSPORT_UDP, GETDNS_TRANSPORT_TCP",
        upstreams);
}

class Validation {
public:
    Validation(const GetdnsLibrary& getdns, const ValidatorRequest& request) : getdns_(getdns), request_(request) {}

    ValidatorReply run() {
        if (set_up() && ask()) read();
        return std::move(reply_);
    }

private:
    bool good(getdns_return_t code, std::string_view what) {
        if (code == GETDNS_RETURN_GOOD) return true;
        const char* const words = getdns_.error_text(static_cast<uint16_t>(code));
        reply_.trouble = fmt::format("{}: {}", what, words == nullptr ? "unknown error" : words);
        return false;
    }

    bool dict_from(const std::string& text, Dict& into, std::string_view what) {
        getdns_dict* made = nullptr;
        const auto code = getdns_.dict_from_text(text.c_str(), &made);
        into = Dict(made, getdns_.dict_destroy);
        return good(code, what);
    }

    bool set_up() {
        constexpr int no_settings_of_the_system = 0;
        getdns_context* made = nullptr;
        if (!good(getdns_.context_create(&made, no_settings_of_the_system), "context")) return false;
        context_ = Context(made, getdns_.context_destroy);
        Dict settings;
        if (!dict_from(settings_text(request_), settings, "settings")) return false;
        if (!good(getdns_.context_config(context_.get(), settings.get()), "settings")) return false;
        if (!request_.ca_file.empty() &&
            !good(getdns_.set_tls_ca_file(context_.get(), request_.ca_file.c_str()), "CA file")) {
            return false;
        }
        List unused;
        return read_anchors({unused_anchor}, unused) && read_anchors(request_.anchors, anchors_) &&
               good(getdns_.set_trust_anchors(context_.get(), unused.get()), "trust anchors");
    }

    bool read_anchors(const std::vector<std::string>& texts, List& into) {
        constexpr std::uint32_t any_ttl = 3600;
        into = List(getdns_.list_create(), getdns_.list_destroy);
        for (std::size_t i = 0; i < texts.size(); ++i) {
            getdns_dict* made = nullptr;
            const auto read = getdns_.record_from_text(texts[i].c_str(), &made, nullptr, any_ttl);
            const Dict record(made, getdns_.dict_destroy);
            if (!good(read, "trust anchor")) return false;
            if (!good(getdns_.list_set_dict(into.get(), i, record.get()), "trust anchor")) return false;
        }
        return true;
    }

    bool ask() {
        Dict wanted;
        if (!dict_from(extensions, wanted, "extensions")) return false;
        auto name = request_.name.text();
        if (!request_.name.is_root()) name += '.';
        getdns_dict* response = nullptr;
        const auto code = getdns_.general_sync(context_.get(), name.c_str(), static_cast<uint16_t>(request_.type),
                                               wanted.get(), &response);
        response_ = Dict(response, getdns_.dict_destroy);
        return good(code, "question");
    }

    void read() {
        getdns_bindata* packet = nullptr;
        getdns_list* replies = nullptr;
        const auto* response = response_.get();
        const bool has_reply = getdns_.dict_get_bindata(response, "/replies_full/0", &packet) == GETDNS_RETURN_GOOD &&
                               getdns_.dict_get_list(response, "replies_tree", &replies) == GETDNS_RETURN_GOOD;
        if (!has_reply) {
            std::uint32_t whole = 0;
            (void)getdns_.dict_get_int(response, "status", &whole);
            reply_.trouble = whole == GETDNS_RESPSTATUS_ALL_TIMEOUT
                                 ? "no resolver answered in time"
                                 : fmt::format("no reply, response status {}", whole);
            return;
        }
        reply_.packet.assign(packet->data, packet->data + packet->size);
        getdns_list* chain = nullptr;
        (void)getdns_.dict_get_list(response, "validation_chain", &chain);
        if (chain != nullptr) judge(replies, chain);  // a SERVFAIL has none
    }

    void judge(const getdns_list* replies, const getdns_list* chain) {
        constexpr std::uint32_t any_date = 2'000'000'000;  // seconds: more than the 31 years that signatures can be off
        const auto now = request_.at ? request_.at->time_since_epoch().count() : ::time(nullptr);
        reply_.status = known(static_cast<std::uint32_t>(getdns_.validate(replies, chain, anchors_.get(), now, 0)));
        if (reply_.status != ValidatorStatus::bogus) return;
        reply_.only_dates = getdns_.validate(replies, chain, anchors_.get(), now, any_date) == GETDNS_DNSSEC_SECURE;
        reply_.unsupported_algorithm = has_unsupported_algorithm(*chain);
    }

    static ValidatorStatus known(std::uint32_t status) {
        switch (status) {
            case GETDNS_DNSSEC_SECURE:
                return ValidatorStatus::secure;
            case GETDNS_DNSSEC_BOGUS:
                return ValidatorStatus::bogus;
            case GETDNS_DNSSEC_INSECURE:
                return ValidatorStatus::insecure;
            case GETDNS_DNSSEC_INDETERMINATE:
                return ValidatorStatus::indeterminate;
            default:
                return ValidatorStatus::unknown;
        }
    }

    /// Whether a zone on the way has DS records, and none that getdns can use: RFC 4035 §5.2 calls it insecure then,
    /// getdns bogus.
    bool has_unsupported_algorithm(const getdns_list& chain) const {
        constexpr std::uint32_t algorithms[] = {5, 7, 8, 10, 13, 14, 15, 16};
        constexpr std::uint32_t digests[] = {1, 2, 4};
        const auto is_in = [](const auto& known, std::uint32_t number) {
            return std::find(std::begin(known), std::end(known), number) != std::end(known);
        };
        std::map<Bytes, bool> is_usable;  // by owner
        std::size_t length = 0;
        (void)getdns_.list_get_length(&chain, &length);
        for (std::size_t i = 0; i < length; ++i) {
            getdns_dict* record = nullptr;
            getdns_bindata* owner = nullptr;
            std::uint32_t type = 0, algorithm = 0, digest = 0;
            const bool is_ds = getdns_.list_get_dict(&chain, i, &record) == GETDNS_RETURN_GOOD &&
                               getdns_.dict_get_int(record, "type", &type) == GETDNS_RETURN_GOOD && type == ds_type &&
                               getdns_.dict_get_bindata(record, "name", &owner) == GETDNS_RETURN_GOOD &&
                               getdns_.dict_get_int(record, "/rdata/algorithm", &algorithm) == GETDNS_RETURN_GOOD &&
                               getdns_.dict_get_int(record, "/rdata/digest_type", &digest) == GETDNS_RETURN_GOOD;
            if (!is_ds) continue;
            is_usable[Bytes(owner->data, owner->data + owner->size)] |=
                is_in(algorithms, algorithm) && is_in(digests, digest);
        }
        return std::any_of(is_usable.begin(), is_usable.end(), [](const auto& zone) { return !zone.second; });
    }

    const GetdnsLibrary& getdns_;
    const ValidatorRequest& request_;
    ValidatorReply reply_;
    Context context_;
    List anchors_;
    Dict response_;
};

}  // namespace

ValidatorReply validate_with_getdns(const GetdnsLibrary& getdns, const ValidatorRequest& request) {
    return Validation(getdns, request).run();
}

}  // namespace danelaw
