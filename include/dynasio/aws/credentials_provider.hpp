// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_AWS_CREDENTIALS_PROVIDER_HPP
#define DYNASIO_AWS_CREDENTIALS_PROVIDER_HPP

#include <dynasio/aws/resolved_credentials.hpp>

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <memory>
#include <string_view>

namespace dynasio::aws {

/// Source of AWS credentials. A client asks for them before each attempt: first `cached`, which costs no
/// coroutine, and `get` only when that has nothing.
///
/// Lifetimes: whoever awaits `get` keeps the provider alive until it is done.
/// Thread safety: any number of threads may use one object, and any number of `get` may run at a time.
class credentials_provider
{
public:
    virtual ~credentials_provider() = default;

    /// A short word for logs and error messages.
    virtual std::string_view name() const noexcept = 0;

    /// The credentials to use at the time `now`, if they are there without waiting; else null.
    virtual std::shared_ptr<resolved_credentials const> cached(
        std::chrono::system_clock::time_point now) noexcept = 0;

    /// Obtains credentials; never null.
    ///
    /// Throws `configuration_error`: `credentials_not_configured` when nothing tells this provider what to
    /// do, so that a chain goes on to the next one; any other code when it was told and it does not work,
    /// which ends a chain. Cancellation: every type; ends with `operation_aborted`.
    virtual boost::asio::awaitable<std::shared_ptr<resolved_credentials const>> get() = 0;
};

} // namespace dynasio::aws

#endif
