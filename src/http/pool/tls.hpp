// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_HTTP_POOL_TLS_HPP
#define DYNASIO_SRC_HTTP_POOL_TLS_HPP

#include <dynasio/http/pool.hpp>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/system/error_code.hpp>

#include <memory>
#include <string>

namespace dynasio::http {

using tls_stream = boost::asio::ssl::stream<boost::asio::ip::tcp::socket>;

/// To an origin through a proxy, with TLS to both.
using nested_tls_stream = boost::asio::ssl::stream<tls_stream>;

/// A context as the options want it. The one that trusts the system's store is made once for the process. Throws
/// `boost::system::system_error`.
std::shared_ptr<boost::asio::ssl::context> make_tls_context(tls_options const& options);

/// Prepares a stream for its handshake with `host`: SNI, host name check, both without a trailing dot, and a session to
/// resume, which may be null.
void prepare_tls(SSL* stream, std::string const& host, bool verify, SSL_SESSION* resume);

/// Shows no client certificate.
void show_no_certificate(SSL* stream) noexcept;

/// The session of a connection on which data was read, or null when it has none to resume.
std::shared_ptr<SSL_SESSION> session_of(SSL* stream);

/// Why the certificate of the peer was refused; empty when it was not.
std::string refusal_of(SSL* stream);

/// Whether the peer has closed, or sent data that nobody asked for. The stream must be non-blocking. Looks through the
/// buffers of Asio, OpenSSL and the kernel, and takes in session tickets. `end` is how the peer has closed; no error for data.
bool has_unread_data(tls_stream& stream, boost::system::error_code& end) noexcept;
bool has_unread_data(nested_tls_stream& stream, boost::system::error_code& end) noexcept;

/// From now on OpenSSL overwrites what it has decrypted once that was read.
void cleanse_plaintext(SSL* stream) noexcept;

/// Makes the session stay valid although the connection is closed without the farewell of TLS.
void forget_tls(SSL* stream) noexcept;

} // namespace dynasio::http

#endif
