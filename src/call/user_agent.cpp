// SPDX-License-Identifier: BSL-1.0

#include "call/user_agent.hpp"

#include <dynasio/json/detail/ascii.hpp>
#include <dynasio/version.hpp>

#include <stdexcept>

namespace dynasio::call {

namespace {

bool is_token_char(char c)
{
    return json::is_letter(c) || json::is_digit(c)
        || std::string_view("!$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

/// With other characters than those of a token of HTTP replaced.
std::string to_token(std::string_view text)
{
    std::string result(text);
    for (auto& c : result)
        if (!is_token_char(c))
            c = '-';
    return result;
}

} // namespace

std::string user_agent(std::string_view app_id, aws::retry_mode mode)
{
    if (app_id.size() > 50)
        throw std::invalid_argument("client_options::app_id: longer than 50 characters");
    std::string result = "dynasio/" DYNASIO_VERSION_STRING " ua/2.1 lang/c++#20 cfg/retry-mode#";
    result += mode == aws::retry_mode::adaptive ? "adaptive" : "standard";
#if defined(__linux__)
    result += " os/linux";
#endif
#if defined(__x86_64__)
    result += " md/arch#x86_64";
#elif defined(__aarch64__)
    result += " md/arch#aarch64";
#endif
    if (!app_id.empty())
        result += " app/" + to_token(app_id);
    return result;
}

} // namespace dynasio::call
