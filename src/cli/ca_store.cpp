#include "cli/ca_store.hpp"

#include "cli/files.hpp"

#include <danelaw/base/text.hpp>

#include <fmt/format.h>

namespace danelaw::cli {
namespace {

TrustStore read_store(const std::string& text, const std::string& subject) {
    auto store = TrustStore::from_pem(text);
    if (!store) throw SetupError(fmt::format("{}: {}", subject, store.error().detail));
    return std::move(*store);
}

}  // namespace

CaStore::CaStore(const Settings& settings) : file_(settings.value("ca-file").value_or(system_ca_file)) {
    if (!settings.value("ca-file")) return;
    store_ = read_store(read_file(file_, "--ca-file"), fmt::format("--ca-file: {}", printable(file_)));
}

CaSource CaStore::source() {
    return CaSource{file_, [this]() -> const TrustStore& { return store(); }};
}

const TrustStore& CaStore::store() {
    if (!store_) store_ = read_store(read_file_if_there(file_).value_or(""), file_);
    return *store_;
}

}  // namespace danelaw::cli
