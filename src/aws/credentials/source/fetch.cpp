// SPDX-License-Identifier: BSL-1.0

#include "aws/credentials/source/fetch.hpp"

#include "clock/add_saturated.hpp"
#include "clock/backoff.hpp"
#include "clock/random_source.hpp"
#include "text/ini_text.hpp"

#include <boost/asio/error.hpp>

#include <algorithm>
#include <optional>
#include <utility>

namespace dynasio::aws::detail {

namespace {

namespace asio = boost::asio;

constexpr auto longest_pause = std::chrono::seconds(20);

/// A request that may hold secrets.
class secret_request
{
public:
    explicit secret_request(http::request r) : request(std::move(r)) { request.secret = true; }
    secret_request(secret_request const&) = delete;
    secret_request& operator=(secret_request const&) = delete;
    ~secret_request() { text::wipe(request.body); }

    http::request request;
};

std::string name_of(http::origin const& where)
{
    return (where.tls ? "https://" : "http://") + where.host_header();
}

} // namespace

bool is_server_error(http::response const& response) noexcept
{
    return response.status / 100 == 5 || response.status == 429;
}

secret_response& secret_response::operator=(secret_response&& other) noexcept
{
    std::swap(response_, other.response_);
    return *this;
}

secret_response::~secret_response()
{
    text::wipe(response_.body);
}

asio::awaitable<fetch_result> fetch(provider_context const& with, http::request r, fetch_rules rules)
{
    secret_request const sent(std::move(r));
    std::optional<http::random_source> random;
    for (unsigned attempt = 1;; ++attempt)
    {
        auto const end =
            std::min(with.deadline, http::add_saturated(with.clock->now(), rules.attempt_timeout));
        auto outcome = co_await with.transport.send(sent.request, end);
        bool const again = outcome.has_value()
            ? rules.is_retryable(*outcome)
            : rules.retry_failures && outcome.error().code != asio::error::operation_aborted;
        if (again && attempt < rules.attempts)
        {
            if (!random)
                random.emplace(std::nullopt);
            auto const share = 0.5 + random->next_fraction() / 2;
            auto const pause = http::backoff(rules.base_pause, longest_pause, attempt - 1, share);
            auto const at = http::add_saturated(with.clock->now(), pause);
            if (at < with.deadline)
            {
                if (outcome.has_value())
                    text::wipe(outcome->body);
                co_await http::sleep_until(with.clock, at);
                continue;
            }
        }
        if (!outcome.has_value())
            co_return outcome.error();
        co_return secret_response(*std::move(outcome));
    }
}

credentials_error unreachable(
    http::origin const& where, std::string const& what, http::transport_error const& why)
{
    std::string text = what + " from " + name_of(where) + ": " + why.code.message();
    if (!why.detail.empty())
        text += " (" + why.detail + ")";
    return {errc::credentials_failed, std::move(text)};
}

credentials_error refused(http::origin const& where, std::string const& what, unsigned status)
{
    return {errc::credentials_failed,
        what + " from " + name_of(where) + ": HTTP status " + std::to_string(status)};
}

} // namespace dynasio::aws::detail
