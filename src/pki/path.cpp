#include <danelaw/pki/path.hpp>

#include <danelaw/base/limits.hpp>

#include "pki/path_node.hpp"
#include "pki/signature.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <map>

namespace danelaw {

/// What one chain's searches share.
struct PathFinder::State {
    State(const CertificateChain& chain, Timestamp when) : now(when) {
        const auto count = std::min(chain.size(), limits::chain_certificates);
        for (std::size_t i = 0; i < count; ++i) presented.emplace_back(chain[i]);
        left_out = chain.size() - count;
    }

    /// Pays for a signature check, or for the judgement of a whole path.
    bool spend() { return work_left > 0 && work_left-- > 0; }

    std::vector<PathNode> presented;
    std::size_t left_out = 0;
    Timestamp now;
    std::map<std::pair<std::size_t, std::size_t>, bool> signatures;  // {issuer, subject} among the presented
    std::size_t work_left = limits::signature_checks;
};

namespace {

constexpr const char* too_much_work = "the chain asks for more signature checks than are made";

}  // namespace

/// One search, depth-first, so that cross-signed and out-of-order chains are found.
class PathSearch {
public:
    PathSearch(PathFinder::State& state, const PathQuery& query) : state_(state), query_(query) {
        for (const auto& issuer : query.known_issuers) known_.emplace_back(issuer);
    }

    PathResult run() {
        if (state_.presented.empty()) return {std::nullopt, "no certificate was presented", false};
        if (!state_.presented.front().crt) return {std::nullopt, "the server's certificate does not parse", false};
        fault_ = "no certificate that was presented leads to a trust anchor";
        if (state_.left_out > 0) fault_ += fmt::format(", {} more were not looked at", state_.left_out);
        trail_ = {0};
        if (extend()) return {found_, {}, false};
        return {std::nullopt, fault_, outdated_};
    }

private:
    /// The presented ones, then the known issuers.
    const PathNode& at(std::size_t index) const {
        const auto presented = state_.presented.size();
        return index < presented ? state_.presented[index] : known_[index - presented];
    }
    const PathNode& node(std::size_t step) const { return at(trail_[step]); }

    /// Tries to go on from the top of the trail; true once a valid path is found.
    bool extend() {
        for (std::size_t candidate = 1; candidate < state_.presented.size() + known_.size(); ++candidate) {
            if (steps_left_ == 0) return out_of_work();
            --steps_left_;
            if (is_on_trail(at(candidate)) || !has_issued(candidate, trail_.back())) continue;
            trail_.push_back(candidate);
            if (ends_here() || extend()) return true;
            trail_.pop_back();
        }
        return ends_at_bare_key();
    }

    bool out_of_work() {
        fault_ = too_much_work;
        return false;
    }

    /// Also as a copy: a self-signed leaf is not its own trust anchor because the DNS has it, too.
    bool is_on_trail(const PathNode& candidate) const {
        return std::any_of(trail_.begin(), trail_.end(),
                           [&](std::size_t index) { return at(index).certificate->der == candidate.certificate->der; });
    }

    bool has_issued(std::size_t issuer, std::size_t subject) {
        if (!could_have_issued(at(issuer), at(subject))) return false;
        if (at(issuer).costly_key) {
            fault_ = fmt::format("{} has {}", at(issuer).shown(), *at(issuer).costly_key);
            return false;
        }
        const auto known = state_.signatures.find({issuer, subject});
        if (known != state_.signatures.end()) return known->second;
        if (!state_.spend()) return out_of_work();
        const bool signed_by = has_signed(at(issuer).parts->spki, at(subject));
        const auto presented = state_.presented.size();
        if (issuer < presented && subject < presented) state_.signatures[{issuer, subject}] = signed_by;
        return signed_by;
    }

    bool ends_here() {
        return query_.is_anchor && query_.is_anchor(*at(trail_.back()).certificate) && is_valid(true) &&
               is_wanted(path_of_trail());
    }

    /// RFC 7671 §5.2.3: the topmost certificate may be signed by a key that only the DNS has.
    bool ends_at_bare_key() {
        for (std::size_t i = 0; i < query_.bare_keys.size(); ++i) {
            if (!state_.spend()) return out_of_work();
            if (!has_signed(query_.bare_keys[i], node(trail_.size() - 1)) || !is_valid(false)) continue;
            auto path = path_of_trail();
            path.bare_key = i;
            if (is_wanted(std::move(path))) return true;
        }
        return false;
    }

    bool is_wanted(Path path) {
        if (query_.is_wanted && !query_.is_wanted(path)) return false;
        found_ = std::move(path);
        return true;
    }

    Path path_of_trail() const {
        Path path;
        path.depth = trail_.size() - 1;
        for (const auto index : trail_) {
            if (index < state_.presented.size()) {
                path.presented.push_back(index);
            } else {
                path.issuer = index - state_.presented.size();
            }
        }
        return path;
    }

    /// RFC 5280 §6.1 over the whole trail, the trust anchor included (RFC 7672 §3.1.2: clients SHOULD apply its
    /// constraints).
    bool is_valid(bool top_is_anchor) {
        if (!state_.spend()) return out_of_work();
        auto fault = find_fault(top_is_anchor);
        if (!fault) return true;
        fault_ = *fault;
        outdated_ = std::any_of(trail_.begin(), trail_.end(), [&](std::size_t index) {
            return date_fault(*at(index).certificate, state_.now).has_value();
        });
        return false;
    }

    std::optional<std::string> find_fault(bool top_is_anchor) const {
        std::size_t below = 0;  // certificates between the leaf and this issuer that are not self-issued
        std::size_t comparisons_left = limits::name_comparisons;
        for (std::size_t step = 0; step < trail_.size(); ++step) {
            const bool is_top = top_is_anchor && step + 1 == trail_.size();
            if (auto fault = certificate_fault(node(step), state_.now)) return fault;
            if (auto fault = signature_fault(node(step)); fault && !is_top) return fault;  // trust does not rest on it
            if (step == 0) continue;
            if (auto fault = issuer_fault(node(step), below, is_top)) return fault;
            for (std::size_t lower = 0; lower < step; ++lower) {
                if (lower > 0 && node(lower).certificate->self_issued) continue;
                if (auto fault = name_constraint_fault(node(step), node(lower), lower == 0, comparisons_left))
                    return fault;
            }
            if (!node(step).certificate->self_issued) ++below;
        }
        return std::nullopt;
    }

    PathFinder::State& state_;
    const PathQuery& query_;
    std::vector<PathNode> known_;
    std::vector<std::size_t> trail_;
    std::size_t steps_left_ = limits::path_steps;
    std::string fault_;
    bool outdated_ = false;
    std::optional<Path> found_;
};

PathFinder::PathFinder(const CertificateChain& presented, Timestamp now)
    : state_(std::make_unique<State>(presented, now)) {}

PathFinder::~PathFinder() = default;

PathResult PathFinder::find(const PathQuery& query) { return PathSearch(*state_, query).run(); }

}  // namespace danelaw
