// SPDX-License-Identifier: BSL-1.0
//
// Requests to where credentials come from.

#ifndef DYNASIO_SRC_AWS_CREDENTIALS_SOURCE_FETCH_HPP
#define DYNASIO_SRC_AWS_CREDENTIALS_SOURCE_FETCH_HPP

#include <dynasio/aws/credentials_provider.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/system/result.hpp>

#include <chrono>
#include <string>
#include <utility>

namespace dynasio::aws::detail {

/// Statuses that a later request may not get: 500 to 599 and 429.
bool is_server_error(http::response const& response) noexcept;

/// How often a source is asked. Trivially copyable, so it may be a temporary in a `co_await` expression.
struct fetch_rules
{
    unsigned attempts = 3;
    std::chrono::steady_clock::duration attempt_timeout = std::chrono::seconds(5);
    /// The pause before the second attempt is at most this long; it doubles with each one, up to 20 s.
    std::chrono::steady_clock::duration base_pause = std::chrono::milliseconds(100);
    /// Whether there is another attempt after a failure of the transport.
    bool retry_failures = true;
    /// Whether another attempt may get a better response.
    bool (*is_retryable)(http::response const&) = &is_server_error;
};

/// A response that may hold secrets. Its body is overwritten at the end.
class secret_response
{
public:
    explicit secret_response(http::response from) noexcept : response_(std::move(from)) {}
    secret_response(secret_response&&) noexcept = default;
    secret_response& operator=(secret_response&& other) noexcept;
    ~secret_response();

    [[nodiscard]] unsigned status() const noexcept { return response_.status; }
    [[nodiscard]] std::string const& body() const noexcept { return response_.body; }
    [[nodiscard]] http::fields const& headers() const noexcept { return response_.headers; }

private:
    http::response response_;
};

/// A response of whatever status, or why there is none.
using fetch_result = boost::system::result<secret_response, http::transport_error>;

/// Sends `r`, and sends it again after failures of the transport and responses that `rules` say may improve, before the deadline of
/// `with`. The last response or failure counts. The request, its headers and its body are overwritten at the end.
///
/// Lifetimes: `with` must outlive the operation.
/// Cancellation: every type; throws `operation_aborted` where the coroutine throws if cancelled.
boost::asio::awaitable<fetch_result> fetch(provider_context const& with, http::request r, fetch_rules rules);

/// What a failure of the transport is to a provider: `credentials_failed`, with the origin that could not be reached. `what`
/// was wanted: `the token of the instance metadata service`.
credentials_error unreachable(
    http::origin const& where, std::string const& what, http::transport_error const& why);

/// What a response with an error is to a provider: `credentials_failed`, with the status, and with nothing of the body.
credentials_error refused(http::origin const& where, std::string const& what, unsigned status);

} // namespace dynasio::aws::detail

#endif
