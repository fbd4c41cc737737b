#include <danelaw/mtasts/exchange.hpp>

namespace danelaw {

std::string to_text(FetchResult result) {
    switch (result) {
        case FetchResult::response:
            return "response";
        case FetchResult::connect_failed:
            return "connect_failed";
        case FetchResult::tls_failed:
            return "tls_failed";
        case FetchResult::connection_lost:
            return "connection_lost";
        case FetchResult::protocol_error:
            return "protocol_error";
        case FetchResult::too_big:
            return "too_big";
        case FetchResult::timeout:
            return "timeout";
    }
    return {};
}

std::string to_text(FetchStage stage) {
    switch (stage) {
        case FetchStage::connect:
            return "connect";
        case FetchStage::tls:
            return "tls";
        case FetchStage::http:
            return "http";
    }
    return {};
}

}  // namespace danelaw
