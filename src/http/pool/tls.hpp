// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_HTTP_POOL_TLS_HPP
#define DYNASIO_SRC_HTTP_POOL_TLS_HPP

#include <dynasio/http/pool.hpp>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>

#include <memory>
#include <string>

namespace dynasio::http {

using tls_stream = boost::asio::ssl::stream<boost::asio::ip::tcp::socket>;

struct session_deleter
{
    void operator()(SSL_SESSION* s) const noexcept { SSL_SESSION_free(s); }
};

using session_ptr = std::unique_ptr<SSL_SESSION, session_deleter>;

/// A context as the options want it. Throws `boost::system::system_error`.
std::shared_ptr<boost::asio::ssl::context> make_tls_context(tls_options const& options);

/// Prepares a stream for its handshake with `host`: SNI, host name check, and a session to resume, which may be null.
void prepare_tls(tls_stream& stream, std::string const& host, bool verify, SSL_SESSION* resume);

/// The session of a connection on which data was read, or null when it has none to resume.
session_ptr session_of(tls_stream& stream);

/// Why the certificate of the peer was refused; empty when it was not.
std::string refusal_of(tls_stream& stream);

/// Makes the session stay valid although the connection is closed without the farewell of TLS.
void forget_tls(tls_stream& stream) noexcept;

} // namespace dynasio::http

#endif
