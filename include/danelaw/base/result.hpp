#pragma once

#include <boost/system/result.hpp>

#include <stdexcept>
#include <string>
#include <utility>

namespace danelaw {

/// Why bytes or text could not be read: one sentence, `<subject>: <what is wrong>, <what was expected>`.
struct Error {
    std::string detail;
};

/// A value or an Error. Only `if (r)`, `*r`, `r->`, `r.error()` and `failure()` are used, so that
/// the alias can become std::expected one day.
template <class T>
using Result = boost::system::result<T, Error>;

/// Makes the failing side of any Result.
[[nodiscard]] inline Error failure(std::string detail) { return Error{std::move(detail)}; }

/// Our own environment does not let us work (no trust anchor, unreadable file, no resolver).
/// Thrown, caught in main: exit 3. Never used for what the remote world does.
class SetupError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

}  // namespace danelaw
