// SPDX-License-Identifier: BSL-1.0
//
// What one try of a request came to: whether it may go out once more, and what is reported.

#ifndef DYNASIO_SRC_HTTP_EXCHANGE_OUTCOME_HPP
#define DYNASIO_SRC_HTTP_EXCHANGE_OUTCOME_HPP

#include <dynasio/http/errc.hpp>
#include <dynasio/http/message.hpp>
#include <dynasio/http/transport.hpp>

#include "http/pool/connection.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>
#include <string>

namespace dynasio::http {

/// How far one try came.
struct progress
{
    /// The size of a request whose source has not ended, nor told its size.
    static constexpr auto unknown_size = static_cast<std::size_t>(-1);

    boost::system::error_code error;
    std::size_t sent = 0;
    std::size_t size = 0;  ///< see `unknown_size`
    bool answered = false; ///< a byte of the response has arrived
    bool tried_again = false;
    bool may_have_acted = false; ///< on the try before
};

inline bool is_end_of_connection(boost::system::error_code e)
{
    return e == boost::asio::error::eof || e == boost::asio::error::connection_reset
        || e == boost::asio::error::broken_pipe || e == boost::asio::error::connection_aborted
        || e == boost::asio::ssl::error::stream_truncated || e == errc::closed_early;
}

/// `on_deadline` stands for the alarm of the connection. `where` tells how far the response came, where another one than
/// the reader of the connection knows.
transport_error failure_of(connection const& c, progress p, errc on_deadline = errc::exchange_timeout,
    std::string const& where = std::string());

/// Whether the same request may go out once more, on a new connection.
bool can_try_again(connection const& c, request const& r, progress const& p);

/// The same request goes out once more.
progress progress_of_retry(progress const& before);

/// Why a request cannot be written as HTTP; no error if it can.
transport_error refusal(request const& r);

transport_error too_late(request const& r);

/// The request was cancelled before it began.
transport_error cancelled_before(request const& r);

/// A new connection has ended, or the server has sent something, before the request; or the pool was stopped.
transport_error unfit_connection(connection const& c);

} // namespace dynasio::http

#endif
