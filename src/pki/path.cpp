#include <danelaw/pki/path.hpp>

#include <danelaw/base/limits.hpp>

#include "pki/path_node.hpp"

#include <algorithm>

namespace danelaw {

namespace {

/// Depth-first, so that cross-signed and out-of-order chains are found; each signature that is checked costs one of a
/// budget.
class PathSearch {
public:
    PathSearch(const PathQuery& query, const IsAnchor& is_anchor) : query_(query), is_anchor_(is_anchor) {
        const auto presented = std::min(query.presented.size(), limits::chain_certificates);
        for (std::size_t i = 0; i < presented; ++i) nodes_.emplace_back(query.presented[i]);
        presented_ = nodes_.size();
        for (const auto& issuer : query.known_issuers) nodes_.emplace_back(issuer);
    }

    PathResult run() {
        if (nodes_.empty() || presented_ == 0) return {std::nullopt, "no certificate was presented", false};
        if (!nodes_.front().crt) return {std::nullopt, "the server's certificate does not parse", false};
        fault_ = "no certificate that was presented leads to a trust anchor";
        trail_ = {0};
        if (extend()) return {found_, {}, false};
        return {std::nullopt, fault_, outdated_};
    }

private:
    const PathNode& node(std::size_t step) const { return nodes_[trail_[step]]; }

    /// Tries to go on from the top of the trail; true once a valid path is found.
    bool extend() {
        for (std::size_t candidate = 1; candidate < nodes_.size(); ++candidate) {
            const auto& issuer = nodes_[candidate];
            if (is_on_trail(issuer)) continue;
            if (!could_have_issued(issuer, node(trail_.size() - 1)) || !spend_check()) continue;
            if (!has_signed(issuer.parts->spki, node(trail_.size() - 1))) continue;
            trail_.push_back(candidate);
            if (ends_here() || extend()) return true;
            trail_.pop_back();
        }
        return ends_at_bare_key();
    }

    /// Also as a copy: a self-signed leaf is not its own trust anchor because the DNS has it, too.
    bool is_on_trail(const PathNode& candidate) const {
        return std::any_of(trail_.begin(), trail_.end(), [&](std::size_t index) {
            return nodes_[index].certificate->der == candidate.certificate->der;
        });
    }

    bool spend_check() {
        if (checks_left_ == 0) fault_ = "the chain asks for more signature checks than are made";
        return checks_left_ > 0 && checks_left_-- > 0;
    }

    bool ends_here() {
        const auto top = trail_.back();
        if (!is_anchor_(*nodes_[top].certificate) || !is_valid(true)) return false;
        found_ = Path{};
        found_->depth = trail_.size() - 1;
        record_trail();
        return true;
    }

    /// RFC 7671 §5.2.3: the topmost certificate may be signed by a key that only the DNS has.
    bool ends_at_bare_key() {
        for (std::size_t i = 0; i < query_.bare_keys.size(); ++i) {
            if (!spend_check() || !has_signed(query_.bare_keys[i], node(trail_.size() - 1)) || !is_valid(false))
                continue;
            found_ = Path{};
            found_->depth = trail_.size() - 1;
            found_->bare_key = i;
            record_trail();
            return true;
        }
        return false;
    }

    void record_trail() {
        for (const auto index : trail_) {
            if (index < presented_) {
                found_->presented.push_back(index);
            } else {
                found_->issuer = index - presented_;
            }
        }
    }

    /// RFC 5280 §6.1 over the whole trail, the trust anchor included (RFC 7672 §3.1.2: clients SHOULD apply its
    /// constraints).
    bool is_valid(bool top_is_anchor) {
        auto fault = find_fault(top_is_anchor);
        if (!fault) return true;
        fault_ = *fault;
        outdated_ = std::any_of(trail_.begin(), trail_.end(), [&](std::size_t index) {
            return date_fault(*nodes_[index].certificate, query_.now).has_value();
        });
        return false;
    }

    std::optional<std::string> find_fault(bool top_is_anchor) const {
        std::size_t comparisons_left = limits::name_comparisons;
        std::size_t below = 0;  // certificates between the leaf and this issuer that are not self-issued
        for (std::size_t step = 0; step < trail_.size(); ++step) {
            if (auto fault = certificate_fault(node(step), query_.now)) return fault;
            if (step == 0) continue;
            const bool is_top = top_is_anchor && step + 1 == trail_.size();
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

    const PathQuery& query_;
    const IsAnchor& is_anchor_;
    std::vector<PathNode> nodes_;  // the presented ones, then the known issuers
    std::size_t presented_ = 0;
    std::vector<std::size_t> trail_;
    std::size_t checks_left_ = limits::signature_checks;
    std::string fault_;
    bool outdated_ = false;
    std::optional<Path> found_;
};

}  // namespace

PathResult find_path(const PathQuery& query, const IsAnchor& is_anchor) { return PathSearch(query, is_anchor).run(); }

}  // namespace danelaw
