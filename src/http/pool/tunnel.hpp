// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_HTTP_POOL_TUNNEL_HPP
#define DYNASIO_SRC_HTTP_POOL_TUNNEL_HPP

#include "http/pool/connect_response.hpp"
#include "http/pool/route.hpp"
#include "text/wiped_text.hpp"

#include <dynasio/http/errc.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/write.hpp>

#include <cstddef>
#include <tuple>
#include <vector>

namespace dynasio::http {

struct tunnel_result
{
    boost::system::error_code error;
    unsigned status = 0; ///< with 2xx and no error there is a tunnel
};

/// Asks the proxy at the other end of the stream for a tunnel. The arguments outlive the operation.
template <class Stream>
boost::asio::awaitable<tunnel_result> open_tunnel(
    Stream& stream, route const& way, origin const& to, std::size_t max_header_bytes)
{
    namespace asio = boost::asio;
    tunnel_result result;
    text::wiped_text request;
    request.text = connect_request(way, to);
    auto const written =
        co_await asio::async_write(stream, asio::buffer(request.text), asio::as_tuple(asio::deferred));
    result.error = std::get<0>(written);
    connect_response response(max_header_bytes);
    std::vector<char> buffer(1024);
    std::size_t filled = 0;
    for (bool complete = false; !complete && !result.error;)
    {
        if (filled == buffer.size())
            buffer.resize(2 * filled);
        auto const place = asio::buffer(buffer.data() + filled, buffer.size() - filled);
        auto const arrived = co_await stream.async_read_some(place, asio::as_tuple(asio::deferred));
        result.error = std::get<0>(arrived);
        filled += std::get<1>(arrived);
        if (!result.error)
            complete = response.read({buffer.data(), filled}, result.error);
        else if (result.error == asio::error::eof || result.error == asio::ssl::error::stream_truncated)
            result.error = errc::closed_early;
    }
    result.status = response.status();
    co_return result;
}

} // namespace dynasio::http

#endif
