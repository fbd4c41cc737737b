#pragma once

#include <memory>

namespace danelaw {

template <auto Free>
struct CDeleter {
    template <class T>
    void operator()(T* handle) const noexcept {
        Free(handle);
    }
};

/// Owns a handle of a C library; `Free` is the library's own release function.
template <class T, auto Free>
using CPtr = std::unique_ptr<T, CDeleter<Free>>;

}  // namespace danelaw
