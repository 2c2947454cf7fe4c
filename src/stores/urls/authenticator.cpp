// SPDX-License-Identifier: BSL-1.0

#include <dynasio/stores/urls/url_authenticator.hpp>

#include <dynasio/json/detail/ascii.hpp>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace dynasio {

namespace {

bool is_token(std::string_view text)
{
    auto const end = text.find_last_not_of('=');
    auto const body = end == text.npos ? std::string_view() : text.substr(0, end + 1);
    constexpr std::string_view others = "-._~+/";
    return !body.empty()
        && std::all_of(body.begin(), body.end(),
            [&](char c) { return json::is_letter(c) || json::is_digit(c) || others.find(c) != others.npos; });
}

class bearer_authenticator final : public url_authenticator
{
public:
    explicit bearer_authenticator(std::string line)
        : fields_(http::fields::from_rendered_secret(std::move(line)))
    {}

    boost::asio::awaitable<void> authorize(http::fields& headers) override
    {
        headers.add_rendered(fields_.rendered());
        co_return;
    }

private:
    http::fields const fields_;
};

} // namespace

std::shared_ptr<url_authenticator> make_bearer_authenticator(std::string token)
{
    if (!is_token(token))
        throw std::invalid_argument(
            "the token of an authenticator is empty or has characters that tokens cannot have");
    auto result = std::make_shared<bearer_authenticator>("Authorization: Bearer " + token + "\r\n");
    std::fill(token.begin(), token.end(), '\0');
    return result;
}

} // namespace dynasio
