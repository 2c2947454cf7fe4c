// SPDX-License-Identifier: BSL-1.0

#include "call/transient_error.hpp"

#include <dynasio/http/errc.hpp>

#include <boost/asio/error.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/system/errc.hpp>

namespace dynasio::call {

bool is_transient(boost::system::error_code e)
{
    namespace generic = boost::system::errc;
    for (auto const code :
        {http::errc::acquire_timeout, http::errc::connect_timeout, http::errc::exchange_timeout,
            http::errc::no_address, http::errc::closed_early, http::errc::malformed_response})
        if (e == code)
            return true;
    for (auto const code : {generic::connection_refused, generic::connection_reset,
             generic::connection_aborted, generic::broken_pipe, generic::timed_out, generic::host_unreachable,
             generic::network_unreachable, generic::network_down, generic::network_reset,
             generic::not_connected, generic::address_not_available})
        if (e == code)
            return true;
    return e == boost::asio::error::eof || e == boost::asio::error::host_not_found_try_again
        || e.category() == boost::asio::error::get_ssl_category()
        || e.category() == boost::asio::ssl::error::get_stream_category();
}

} // namespace dynasio::call
