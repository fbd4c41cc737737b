#pragma once

#include <danelaw/base/result.hpp>

#include <getdns/getdns.h>
#include <getdns/getdns_extra.h>

namespace danelaw {

/// The functions of libgetdns that are used. It is loaded by the process that validates with it and by no other:
/// linked, it would bring OpenSSL into every start.
struct GetdnsLibrary {
    decltype(&getdns_context_create) context_create = nullptr;
    decltype(&getdns_context_destroy) context_destroy = nullptr;
    decltype(&getdns_context_config) context_config = nullptr;
    decltype(&getdns_context_set_tls_ca_file) set_tls_ca_file = nullptr;
    decltype(&getdns_context_set_dnssec_trust_anchors) set_trust_anchors = nullptr;
    decltype(&getdns_general_sync) general_sync = nullptr;
    decltype(&getdns_validate_dnssec2) validate = nullptr;
    decltype(&getdns_str2dict) dict_from_text = nullptr;
    decltype(&getdns_str2rr_dict) record_from_text = nullptr;
    decltype(&getdns_get_errorstr_by_id) error_text = nullptr;
    decltype(&getdns_dict_destroy) dict_destroy = nullptr;
    decltype(&getdns_dict_get_int) dict_get_int = nullptr;
    decltype(&getdns_dict_get_bindata) dict_get_bindata = nullptr;
    decltype(&getdns_dict_get_list) dict_get_list = nullptr;
    decltype(&getdns_list_create) list_create = nullptr;
    decltype(&getdns_list_destroy) list_destroy = nullptr;
    decltype(&getdns_list_set_dict) list_set_dict = nullptr;
    decltype(&getdns_list_get_dict) list_get_dict = nullptr;
    decltype(&getdns_list_get_length) list_get_length = nullptr;
};

/// Loads it. Errors: it is not installed, or is another than was built with.
[[nodiscard]] Result<GetdnsLibrary> load_getdns();

}  // namespace danelaw
