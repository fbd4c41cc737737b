#pragma once

#include <danelaw/base/result.hpp>

#include <map>
#include <string>
#include <string_view>

namespace danelaw {

/// The fields of a header section that say how to read the body, and where the body begins.
struct MailHeader {
    std::string content_type = "text/plain";  ///< lower case
    std::string boundary;                     ///< of a multipart; empty where there is none
    std::string transfer_encoding = "7bit";   ///< lower case
    std::string_view body;
};

/// Reads the header section of a mail or of a part (RFC 5322 §2.2, RFC 2045 §5.1, §6.1). Lines that are no field are
/// passed over. Errors: longer than limits::mail_header_octets.
[[nodiscard]] Result<MailHeader> read_mail_header(std::string_view text);

}  // namespace danelaw
