#pragma once

#include <danelaw/io/resolver.hpp>

#include <memory>

namespace danelaw {

/// A Resolver that asks two others the same question at the same time, and gives with_second_opinion() of what they
/// say. Before the second is believed where it does not say secure, it has to find the keys of `anchor` secure: over a
/// resolver that strips DNSSEC it would call every zone bogus.
[[nodiscard]] std::unique_ptr<Resolver> make_two_resolvers(std::unique_ptr<Resolver> first,
                                                           std::unique_ptr<Resolver> second, DomainName anchor);

}  // namespace danelaw
