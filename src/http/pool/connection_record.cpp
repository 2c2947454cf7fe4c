// SPDX-License-Identifier: BSL-1.0

#include "http/pool/connection_record.hpp"

#include <dynasio/http/errc.hpp>

#include <boost/asio/error.hpp>
#include <boost/asio/ssl/error.hpp>

#include <array>

namespace dynasio::http {

namespace asio = boost::asio;

std::string_view to_string(close_reason why) noexcept
{
    // In the order of close_reason.
    constexpr std::array<std::string_view, 8> names{
        "idle", "server_closed", "unread_data", "not_reusable", "error", "deadline", "cancelled", "stopped"};
    auto const i = static_cast<std::size_t>(why);
    return i < names.size() ? names[i] : std::string_view("unknown");
}

close_reason close_reason_of(boost::system::error_code e) noexcept
{
    if (e == asio::error::operation_aborted)
        return close_reason::cancelled;
    if (e == errc::exchange_timeout || e == errc::idle_timeout)
        return close_reason::deadline;
    if (e == asio::error::eof || e == asio::error::connection_reset || e == asio::error::broken_pipe
        || e == asio::error::connection_aborted || e == asio::ssl::error::stream_truncated
        || e == errc::closed_early)
        return close_reason::server_closed;
    return close_reason::error;
}

} // namespace dynasio::http
