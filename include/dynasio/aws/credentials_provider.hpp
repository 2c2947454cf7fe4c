// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_AWS_CREDENTIALS_PROVIDER_HPP
#define DYNASIO_AWS_CREDENTIALS_PROVIDER_HPP

#include <dynasio/aws/credentials_result.hpp>
#include <dynasio/clock.hpp>
#include <dynasio/http/transport.hpp>

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <memory>
#include <string_view>

namespace dynasio::aws {

/// What a provider may use to obtain credentials: the transport and the clock of the client that asks.
struct provider_context
{
    provider_context(http::time_point until, http::transport& over, std::shared_ptr<http::clock> time)
        : deadline(until), transport(over), clock(std::move(time))
    {}

    /// When `get` must have ended.
    http::time_point deadline;
    http::transport& transport;
    std::shared_ptr<http::clock> clock;
};

/// Source of AWS credentials. Derive from it to get them from elsewhere; two functions are enough:
///
///     class vault_credentials final : public dynasio::aws::credentials_provider
///     {
///     public:
///         std::string_view name() const noexcept override { return "vault"; }
///         boost::asio::awaitable<credentials_result> get(provider_context const& with) override
///         {
///             auto const response = co_await with.transport.send(request_, with.deadline);
///             if (!response)
///                 co_return credentials_error(errc::credentials_failed, response.error().detail);
///             co_return std::make_shared<resolved_credentials const>(read_keys(response->body));
///         }
///     };
///
/// A client keeps what `get` has returned until its `expiration`, and until the service refuses it. It asks for more some
/// time before they expire, in the background, see `refresh_windows`. It runs one `get` at a time, which all calls that
/// have no credentials wait for, each until its own deadline.
///
/// Thread safety: clients on any threads may use one object at the same time, so any number of `get` may run.
class credentials_provider
{
public:
    virtual ~credentials_provider() = default;

    /// A short word for logs and error messages.
    virtual std::string_view name() const noexcept = 0;

    /// Obtains credentials. They may be expired already: the service decides whether it accepts them.
    ///
    /// Errors: see `credentials_error`. An exception, or null, is a failure like any other to the client; report what is
    /// not configured as a result, because that is no exception but the usual course of a search.
    /// Lifetimes: the client keeps the provider and `with` alive until `get` has ended.
    /// Executor: that of the client. Do not block it, and do not use that client, which waits for this function.
    /// Cancellation: every type. It must end soon after, else it stays in memory; its result is not used. The client
    /// cancels it at `with.deadline`, and when the client is destroyed.
    virtual boost::asio::awaitable<credentials_result> get(provider_context const& with) = 0;

    /// The longest time that `get` may take, positive. Default 10 s.
    virtual std::chrono::steady_clock::duration timeout() const noexcept;

    /// Whether calls go on with credentials that have expired where `get` fails or returns expired ones, and leave it to the service to
    /// refuse them (static stability). Default false: then they fail with the error of `get`.
    [[nodiscard]] virtual bool outlive_expiration() const noexcept;

    /// Credentials that are there without waiting, for use at the time `now`; else null, which is the default. Clients ask
    /// before each attempt, ahead of what they have kept. For credentials that never change, and for providers that keep
    /// what several clients share. Must not wait.
    virtual std::shared_ptr<resolved_credentials const> cached(
        std::chrono::system_clock::time_point now) noexcept;

    /// The service has refused these credentials as expired or unknown: `cached` should not return them again. Several
    /// calls may report the same ones, also after others were obtained. Does nothing by default. Must not wait.
    virtual void invalidate(resolved_credentials const& refused) noexcept;
};

} // namespace dynasio::aws

#endif
