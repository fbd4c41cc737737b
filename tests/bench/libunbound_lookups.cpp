// libunbound_lookups CONFIG IN_FLIGHT: what libunbound alone needs for the names on standard input (A records), so many
// at once; the measure for `danelaw lookup -`. Prints how many answers were secure.
#include <unbound.h>

#include <poll.h>

#include <cstdlib>
#include <iostream>
#include <string>

namespace {

int in_flight = 0;
int secure = 0;

void on_answer(void*, int, ub_result* result) {
    --in_flight;
    if (result == nullptr) return;
    secure += result->secure;
    ub_resolve_free(result);
}

void wait_until(ub_ctx* context, int left) {
    while (in_flight > left) {
        pollfd readable{ub_fd(context), POLLIN, 0};
        poll(&readable, 1, -1);
        ub_process(context);
    }
}

}  // namespace

int main(int count, char** arguments) {
    constexpr int type_a = 1;
    constexpr int internet = 1;
    if (count != 3) return 3;
    ub_ctx* const context = ub_ctx_create();
    ub_ctx_async(context, 1);
    if (ub_ctx_config(context, arguments[1]) != UB_NOERROR) return 3;
    const int at_once = std::atoi(arguments[2]);
    std::string name;
    while (std::getline(std::cin, name)) {
        wait_until(context, at_once - 1);
        if (ub_resolve_async(context, name.c_str(), type_a, internet, nullptr, on_answer, nullptr) != UB_NOERROR)
            return 3;
        ++in_flight;
    }
    wait_until(context, 0);
    ub_ctx_delete(context);
    std::cout << secure << " secure\n";
    return 0;
}
