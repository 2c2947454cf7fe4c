// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_AWS_RESOLVED_CREDENTIALS_HPP
#define DYNASIO_AWS_RESOLVED_CREDENTIALS_HPP

#include <dynasio/sigv4/credentials.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <utility>

namespace dynasio::aws {

/// Credentials, with what is known about them.
/// Has constructors on purpose, so that it may stand in a `co_await` expression on GCC 12.
struct resolved_credentials
{
    resolved_credentials() = default;
    explicit resolved_credentials(sigv4::credentials keys, std::string from = {}, std::string account = {},
        std::optional<std::chrono::system_clock::time_point> until = {})
        : credentials(std::move(keys)),
          provider(std::move(from)),
          account_id(std::move(account)),
          expiration(until)
    {}

    sigv4::credentials credentials;

    /// Name of the provider, for logs.
    std::string provider;

    /// Account that the credentials belong to; empty when not known.
    std::string account_id;

    /// When the service will stop to accept them; nothing when they do not expire, or it is not known.
    std::optional<std::chrono::system_clock::time_point> expiration;

    /// Whether the service accepts them no longer at the time `now`, as far as known.
    [[nodiscard]] bool is_expired(std::chrono::system_clock::time_point now) const noexcept
    {
        return expiration && *expiration <= now;
    }
};

} // namespace dynasio::aws

#endif
