// SPDX-License-Identifier: BSL-1.0

#include "aws/credentials/instance/instance_service.hpp"

#include "clock/add_saturated.hpp"
#include "text/ini_text.hpp"

#include <algorithm>
#include <charconv>

namespace dynasio::aws::detail {

namespace {

namespace asio = boost::asio;

constexpr std::string_view wanted_life = "21600"; // seconds
constexpr auto renewal_ahead = std::chrono::seconds(120);

fetch_rules rules(bool retry_failures) noexcept
{
    fetch_rules result;
    result.attempts = 4;
    result.attempt_timeout = std::chrono::seconds(1);
    result.retry_failures = retry_failures;
    return result;
}

bool is_visible(std::string_view text) noexcept
{
    return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c <= '~'; });
}

std::chrono::seconds life_of(secret_response const& response) noexcept
{
    auto const text = response.headers().find("x-aws-ec2-metadata-token-ttl-seconds").value_or(wanted_life);
    unsigned seconds = 0;
    std::from_chars(text.data(), text.data() + text.size(), seconds);
    return std::chrono::seconds(seconds);
}

} // namespace

http::request instance_service::request_to(std::string method, std::string const& path) const
{
    http::request r;
    r.to = where_.origin;
    r.method = std::move(method);
    r.target = where_.path + path;
    r.idempotent = true;
    r.headers = http::fields::from_rendered_secret({});
    return r;
}

std::optional<sigv4::secret> instance_service::kept_token(http::time_point now)
{
    std::lock_guard const lock(mutex_);
    if (token_.empty() || now >= token_end_)
        return std::nullopt;
    return token_;
}

void instance_service::keep_token(sigv4::secret const& token, http::time_point end)
{
    std::lock_guard const lock(mutex_);
    token_ = token;
    token_end_ = end;
    known_ = true;
}

/// Another call may have got a new one meanwhile.
void instance_service::forget_token(sigv4::secret const& refused)
{
    std::lock_guard const lock(mutex_);
    if (token_ == refused)
        token_.clear();
}

bool instance_service::is_known()
{
    std::lock_guard const lock(mutex_);
    return known_;
}

asio::awaitable<instance_service::token_result> instance_service::ask_token(provider_context const& with)
{
    bool const known = is_known();
    auto request = request_to("PUT", "/latest/api/token");
    request.headers.add("x-aws-ec2-metadata-token-ttl-seconds", wanted_life);
    auto const begun = with.clock->now();
    auto fetching = fetch(with, std::move(request), rules(known));
    auto const response = co_await std::move(fetching);
    constexpr char what[] = "the token of the instance metadata service";
    if (!response.has_value())
    {
        auto failure = unreachable(where_.origin, what, response.error());
        if (!known) // not on an instance
            failure.code = errc::credentials_not_configured;
        co_return failure;
    }
    if (response->status() != 200)
    {
        auto failure = refused(where_.origin, what, response->status());
        bool const off = response->status() == 403 || response->status() == 404 || response->status() == 405;
        if (off && !known)
            failure.code = errc::credentials_not_configured;
        co_return failure;
    }
    auto const text = text::trim(response->body());
    if (text.empty() || !is_visible(text))
        co_return credentials_error(
            errc::credentials_failed, std::string(what) + ": the response is no token");
    sigv4::secret const token(text);
    auto const life = life_of(*response) - renewal_ahead;
    keep_token(token, http::add_saturated(begun, std::max(life, std::chrono::seconds(0))));
    co_return token;
}

asio::awaitable<instance_service::result> instance_service::get(
    provider_context const& with, std::string path, std::string what)
{
    for (;;)
    {
        auto token = kept_token(with.clock->now());
        bool const fresh = !token;
        if (fresh)
        {
            auto asking = ask_token(with);
            auto asked = co_await std::move(asking);
            if (!asked.has_value())
                co_return asked.error();
            token = *std::move(asked);
        }
        auto request = request_to("GET", path);
        request.headers.add("x-aws-ec2-metadata-token", token->reveal());
        auto fetching = fetch(with, std::move(request), rules(true));
        auto response = co_await std::move(fetching);
        if (!response.has_value())
            co_return unreachable(where_.origin, what, response.error());
        if (response->status() != 401)
            co_return *std::move(response);
        // The token was refused. One that the service has just made is not replaced again.
        forget_token(*token);
        if (fresh)
            co_return refused(where_.origin, what, 401);
    }
}

} // namespace dynasio::aws::detail
