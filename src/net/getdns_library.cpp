#include "net/getdns_library.hpp"

#include <fmt/format.h>

#include <dlfcn.h>

namespace danelaw {

Result<GetdnsLibrary> load_getdns() {
    // Its name in Debian 12 and 13. Never unloaded.
    constexpr const char* file = "libgetdns.so.10";
    void* const loaded = ::dlopen(file, RTLD_NOW | RTLD_LOCAL);
    if (loaded == nullptr) {
        return failure(fmt::format("{} cannot be loaded, install the package libgetdns10 or libgetdns10t64", file));
    }
    const char* missing = nullptr;
    const auto find = [&](auto& function, const char* name) {
        function = reinterpret_cast<std::remove_reference_t<decltype(function)>>(::dlsym(loaded, name));
        if (function == nullptr) missing = name;
    };
    GetdnsLibrary library;
    find(library.context_create, "getdns_context_create");
    find(library.context_destroy, "getdns_context_destroy");
    find(library.context_config, "getdns_context_config");
    find(library.set_tls_ca_file, "getdns_context_set_tls_ca_file");
    find(library.set_trust_anchors, "getdns_context_set_dnssec_trust_anchors");
    find(library.general_sync, "getdns_general_sync");
    find(library.validate, "getdns_validate_dnssec2");
    find(library.dict_from_text, "getdns_str2dict");
    find(library.record_from_text, "getdns_str2rr_dict");
    find(library.error_text, "getdns_get_errorstr_by_id");
    find(library.dict_destroy, "getdns_dict_destroy");
    find(library.dict_get_int, "getdns_dict_get_int");
    find(library.dict_get_bindata, "getdns_dict_get_bindata");
    find(library.dict_get_list, "getdns_dict_get_list");
    find(library.list_create, "getdns_list_create");
    find(library.list_destroy, "getdns_list_destroy");
    find(library.list_set_dict, "getdns_list_set_dict");
    find(library.list_get_dict, "getdns_list_get_dict");
    find(library.list_get_length, "getdns_list_get_length");
    if (missing != nullptr) return failure(fmt::format("{} has no {}, getdns 1.6 was expected", file, missing));
    return library;
}

}  // namespace danelaw
