#include <danelaw/net/unbound_resolver.hpp>

#include <danelaw/base/c_ptr.hpp>
#include <danelaw/base/limits.hpp>
#include <danelaw/base/text.hpp>

#include "net/unbound_config.hpp"

#include <fmt/format.h>
#include <sys/mman.h>
#include <unbound.h>
#include <unistd.h>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fstream>
#include <map>
#include <sstream>

namespace danelaw {

namespace {

namespace asio = boost::asio;
using UbContext = CPtr<ub_ctx, ub_ctx_delete>;
using UbResult = CPtr<ub_result, ub_resolve_free>;

constexpr const char* default_anchor_files[] = {"/usr/share/dns/root.key", "/var/lib/unbound/root.key"};
constexpr const char* default_hints_file = "/usr/share/dns/root.hints";

/// One question under way. libunbound's thread never sees it: callbacks run inside ub_process(), on our thread.
class Query {
public:
    Query(asio::io_context& io, std::chrono::steady_clock::time_point deadline) : done_(io, deadline) {}

    void complete(int error, UbResult result) {
        error_ = error;
        result_ = std::move(result);
        finished_ = true;
        done_.cancel();
    }

    asio::steady_timer done_;  ///< expires at the deadline, cancelled by the answer
    int id_ = 0;
    int error_ = 0;
    bool finished_ = false;
    UbResult result_;
};

RawAnswer raw_answer(const ub_result& result) {
    RawAnswer raw;
    if (result.answer_packet != nullptr && result.answer_len > 0) {
        const auto* const octets = static_cast<const std::uint8_t*>(result.answer_packet);
        raw.packet.assign(octets, octets + result.answer_len);
    }
    raw.secure = result.secure != 0;
    raw.bogus = result.bogus != 0;
    if (result.why_bogus != nullptr) raw.why_bogus = result.why_bogus;
    return raw;
}

class Unbound final : public Resolver {
public:
    Unbound(asio::io_context& io, UbContext context) : io_(io), context_(std::move(context)), readable_(io) {
        readable_.assign(::dup(ub_fd(context_.get())));
    }
    ~Unbound() override {
        for (const auto& [query, owner] : pending_) ub_cancel(context_.get(), query->id_);
    }

    asio::awaitable<Lookup> lookup(DomainName name, RecordType type,
                                   std::chrono::steady_clock::time_point deadline) override {
        const auto query = std::make_shared<Query>(io_, deadline);
        const std::string text = name.is_root() ? "." : name.text() + ".";
        const int refused = ub_resolve_async(context_.get(), text.c_str(), static_cast<int>(type), 1, query.get(),
                                             &Unbound::answered, &query->id_);
        if (refused != UB_NOERROR) co_return failed(name, type, fmt::format("libunbound: {}", ub_strerror(refused)));
        const Pending pending(*this, query);
        watch();
        // The timer ends by itself at the deadline; the answer and a cancellation of this coroutine end it early.
        boost::system::error_code ignored;
        co_await query->done_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
        if (!query->finished_) {
            ub_cancel(context_.get(), query->id_);
            auto cut = failed(name, type, "no answer before the deadline");
            cut.failure->cut_by_deadline = true;
            co_return cut;
        }
        co_return read(name, type, *query);
    }

private:
    /// Keeps a query in the table of those under way for as long as its coroutine lives.
    class Pending {
    public:
        Pending(Unbound& owner, std::shared_ptr<Query> query) : owner_(owner), query_(std::move(query)) {
            owner_.pending_.emplace(query_.get(), query_);
        }
        ~Pending() {
            owner_.pending_.erase(query_.get());
            if (owner_.pending_.empty()) owner_.stop_watching();
        }
        Pending(const Pending&) = delete;
        Pending& operator=(const Pending&) = delete;

    private:
        Unbound& owner_;
        std::shared_ptr<Query> query_;
    };

    static Lookup failed(const DomainName& name, RecordType type, const std::string& why) {
        return failed_lookup(name, type, ValidationState::indeterminate, LookupFailure{why, std::nullopt, false});
    }

    static Lookup read(const DomainName& name, RecordType type, const Query& query) {
        if (query.error_ != UB_NOERROR || !query.result_) {
            return failed(name, type, fmt::format("libunbound: {}", ub_strerror(query.error_)));
        }
        const auto& result = *query.result_;
        // A failure is neither secure nor bogus: the rcode comes first, or it would read as insecure.
        if (result.rcode != 0 && result.rcode != 3 && result.bogus == 0) {
            auto lookup = failed(
                name, type,
                result.rcode == 2 ? fmt::format("no usable answer from the name servers of {} (SERVFAIL)", name.text())
                                  : fmt::format("the name servers answered with rcode {}", result.rcode));
            lookup.rcode = static_cast<unsigned>(result.rcode);
            return lookup;
        }
        return read_answer(name, type, raw_answer(result));
    }

    static void answered(void* query, int error, ub_result* result) {
        static_cast<Query*>(query)->complete(error, UbResult(result));
    }

    /// Waits for libunbound's thread to have something, as long as queries are under way.
    void watch() {
        if (watching_) return;
        watching_ = true;
        readable_.async_wait(asio::posix::stream_descriptor::wait_read, [this](const boost::system::error_code& error) {
            if (error) return;  // cancelled, perhaps because *this is gone
            ub_process(context_.get());
            watching_ = false;
            if (!pending_.empty()) watch();
        });
    }

    /// Nothing to wait for: lets io_context::run() end.
    void stop_watching() {
        readable_.cancel();
        watching_ = false;
    }

    asio::io_context& io_;
    UbContext context_;
    asio::posix::stream_descriptor readable_;
    bool watching_ = false;
    std::map<Query*, std::shared_ptr<Query>> pending_;
};

std::string read_file(const std::string& path, const char* what) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    if (!file || !(text << file.rdbuf())) {
        throw SetupError(fmt::format("{}: {} cannot be read, expected a readable file", printable(path), what));
    }
    return text.str();
}

/// The trust anchor file to use: the user's, or the first default that is there.
std::string anchor_file(const std::string& asked) {
    if (!asked.empty()) return asked;
    for (const char* const path : default_anchor_files) {
        if (::access(path, R_OK) == 0) return path;
    }
    throw SetupError(
        fmt::format("no trust anchor: {} is not there, without it no answer can be validated; install the package "
                    "dns-root-data or name a file with --trust-anchor",
                    default_anchor_files[0]));
}

std::vector<DomainName> owners_in_file(const std::string& path) {
    auto owners = anchor_owners(read_file(path, "trust anchor file"));
    if (owners.empty()) {
        throw SetupError(fmt::format("{}: no trust anchor in it, expected DS or DNSKEY records", printable(path)));
    }
    return owners;
}

/// A file in memory that libunbound can open by name.
class MemoryFile {
public:
    explicit MemoryFile(const std::string& text) : descriptor_(::memfd_create("unbound.conf", MFD_CLOEXEC)) {
        if (descriptor_ < 0 || ::write(descriptor_, text.data(), text.size()) != static_cast<ssize_t>(text.size())) {
            throw SetupError("no memory for the resolver's settings");
        }
    }
    ~MemoryFile() { ::close(descriptor_); }
    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;
    [[nodiscard]] std::string path() const { return fmt::format("/proc/self/fd/{}", descriptor_); }

private:
    int descriptor_;
};

/// What libunbound says while it reads settings; it is silent afterwards.
class CapturedMessages {
public:
    explicit CapturedMessages(ub_ctx* context) : context_(context), stream_(::open_memstream(&text_, &size_)) {
        ub_ctx_debugout(context_, stream_);
    }
    ~CapturedMessages() {
        static FILE* const nowhere = std::fopen("/dev/null", "we");
        ub_ctx_debugout(context_, nowhere);
        std::fclose(stream_);
        std::free(text_);
    }
    CapturedMessages(const CapturedMessages&) = delete;
    CapturedMessages& operator=(const CapturedMessages&) = delete;
    [[nodiscard]] std::string first_line() {
        std::fflush(stream_);
        const std::string all(text_ == nullptr ? "" : text_, size_);
        return printable(trim(all.substr(0, all.find('\n'))), limits::shown_octets);
    }

private:
    ub_ctx* context_;
    char* text_ = nullptr;
    std::size_t size_ = 0;
    FILE* stream_;
};

void configure(ub_ctx* context, const std::string& path, const std::string& shown_path) {
    CapturedMessages messages(context);
    const int error = ub_ctx_config(context, path.c_str());
    if (error != UB_NOERROR) {
        throw SetupError(fmt::format("{}: libunbound refuses it: {} {}", printable(shown_path), ub_strerror(error),
                                     messages.first_line()));
    }
}

/// Hands the user's unbound.conf over whole; a default trust anchor is added only where it names none.
std::vector<DomainName> configure_from_file(ub_ctx* context, const ResolverOptions& options) {
    const auto configured = configured_anchors(read_file(options.config_file, "resolver configuration"));
    configure(context, options.config_file, options.config_file);
    std::vector<DomainName> owners;
    for (const auto& record : configured.records) {
        for (auto& owner : anchor_owners(record)) owners.push_back(std::move(owner));
    }
    for (const auto& file : configured.files) {
        if (::access(file.c_str(), R_OK) != 0)
            continue;  // relative to the configured directory or chroot: libunbound finds it
        for (auto& owner : owners_in_file(file)) owners.push_back(std::move(owner));
    }
    if (!configured.named) {
        const auto file = anchor_file(options.trust_anchor_file);
        owners = owners_in_file(file);
        if (const int error = ub_ctx_add_ta_file(context, file.c_str()); error != UB_NOERROR) {
            throw SetupError(fmt::format("{}: libunbound refuses it: {}", printable(file), ub_strerror(error)));
        }
    }
    return owners;
}

std::vector<DomainName> configure_ourselves(ub_ctx* context, ResolverOptions options) {
    options.trust_anchor_file = anchor_file(options.trust_anchor_file);
    auto owners = owners_in_file(options.trust_anchor_file);
    if (!options.root_hints_file.empty()) {
        if (read_file(options.root_hints_file, "root hints file").empty()) {
            throw SetupError(fmt::format("{}: empty, expected NS and address records of the root",
                                         printable(options.root_hints_file)));
        }
    } else if (::access(default_hints_file, R_OK) == 0) {
        options.root_hints_file = default_hints_file;
    }
    const MemoryFile file(unbound_config_text(options));
    configure(context, file.path(), "resolver settings");
    return owners;
}

}  // namespace

UnboundResolver make_unbound_resolver(asio::io_context& io, const ResolverOptions& options) {
    UbContext context(ub_ctx_create());
    if (!context) throw SetupError("libunbound: no context could be made (no memory)");
    UnboundResolver made;
    made.anchors = options.config_file.empty() ? configure_ourselves(context.get(), options)
                                               : configure_from_file(context.get(), options);
    ub_ctx_async(context.get(), 1);
    made.resolver = std::make_unique<Unbound>(io, std::move(context));
    return made;
}

std::string libunbound_version() { return ub_version(); }

}  // namespace danelaw
