// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_HTTP_ERRC_HPP
#define DYNASIO_HTTP_ERRC_HPP

#include <boost/system/error_category.hpp>
#include <boost/system/error_code.hpp>

#include <type_traits>

namespace dynasio::http {

/// Why an exchange failed, where the operating system has no word for it.
enum class errc
{
    acquire_timeout = 1, ///< no connection became free in time
    connect_timeout,     ///< resolving, connecting or the TLS handshake took too long
    exchange_timeout,    ///< the response did not arrive in time
    no_address,          ///< the host name has no address
    closed_early,        ///< the server closed the connection before its response was complete
    malformed_response,  ///< the response is not HTTP
    response_too_large,  ///< the response is larger than the limit of the pool
    queue_full,          ///< too many requests wait for a connection
    tls_verification,    ///< the server's certificate was refused
    tls_setup,           ///< the TLS context cannot be made, such as for a trust store that cannot be read
    callback_failed,     ///< a function of the caller threw an exception
    idle_timeout,        ///< the server neither took nor sent anything for longer than it may
    source_failed,       ///< the source of the body threw an exception, or ended too early
    proxy_refused,       ///< the proxy refused the request, or the tunnel to the server
};

boost::system::error_category const& error_category() noexcept;

inline boost::system::error_code make_error_code(errc e) noexcept
{
    return {static_cast<int>(e), error_category()};
}

} // namespace dynasio::http

template <>
struct boost::system::is_error_code_enum<dynasio::http::errc> : std::true_type
{};

#endif
