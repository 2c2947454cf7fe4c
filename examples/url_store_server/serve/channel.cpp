// SPDX-License-Identifier: BSL-1.0

#include "serve/channel.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/stream_traits.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace examples {

namespace {

namespace beast = boost::beast;
using asio::ip::tcp;
using boost::system::error_code;
using plain_stream = beast::tcp_stream;
using tls_stream = beast::ssl_stream<beast::tcp_stream>;

constexpr std::size_t bytes_per_write = 64 * 1024;

bool is_end(error_code failure)
{
    return failure == asio::error::eof || failure == asio::ssl::error::stream_truncated;
}

template <class Stream>
class stream_channel : public channel
{
public:
    template <class... Arguments>
    explicit stream_channel(Arguments&&... arguments) : stream_(std::forward<Arguments>(arguments)...)
    {}

    asio::awaitable<std::size_t> read_some(asio::mutable_buffer into, duration limit) override
    {
        error_code failure;
        bottom().expires_after(limit);
        auto const count =
            co_await stream_.async_read_some(into, asio::redirect_error(asio::use_awaitable, failure));
        if (failure && !is_end(failure))
            throw connection_failure(failure);
        co_return count;
    }

    asio::awaitable<void> write(asio::const_buffer all, duration limit) override
    {
        error_code failure;
        std::size_t within_limit = 0;
        while (all.size() > 0)
        {
            if (within_limit == 0)
                bottom().expires_after(limit);
            auto const part = asio::buffer(all, bytes_per_write);
            auto const count =
                co_await stream_.async_write_some(part, asio::redirect_error(asio::use_awaitable, failure));
            if (failure)
                throw connection_failure(failure);
            all += count;
            within_limit += count;
            if (within_limit >= bytes_per_write)
                within_limit = 0;
        }
    }

    bool has_input() override
    {
        error_code ignored;
        return bottom().socket().available(ignored) > 0;
    }

    void cancel() override { bottom().cancel(); }

protected:
    plain_stream& bottom() { return beast::get_lowest_layer(stream_); }
    Stream& stream() { return stream_; }

    asio::awaitable<void> discard_input()
    {
        error_code failure;
        bottom().socket().shutdown(tcp::socket::shutdown_send, failure);
        bottom().expires_after(std::chrono::seconds(2));
        std::array<char, 4096> ignored;
        while (!failure)
            co_await bottom().async_read_some(
                asio::buffer(ignored), asio::redirect_error(asio::use_awaitable, failure));
        bottom().close();
    }

private:
    Stream stream_;
};

class plain_channel : public stream_channel<plain_stream>
{
public:
    using stream_channel::stream_channel;

    asio::awaitable<void> handshake(duration) override { co_return; }
    asio::awaitable<void> close_gently() override { return discard_input(); }
};

class tls_channel : public stream_channel<tls_stream>
{
public:
    using stream_channel::stream_channel;

    asio::awaitable<void> handshake(duration limit) override
    {
        error_code failure;
        bottom().expires_after(limit);
        co_await stream().async_handshake(
            asio::ssl::stream_base::server, asio::redirect_error(asio::use_awaitable, failure));
        if (failure)
            throw connection_failure(failure);
        is_secure_ = true;
    }

    /// Sends close_notify, without which the peer takes the end for a broken connection.
    asio::awaitable<void> close_gently() override
    {
        error_code ignored;
        bottom().expires_after(std::chrono::seconds(2));
        if (is_secure_)
            co_await stream().async_shutdown(asio::redirect_error(asio::use_awaitable, ignored));
        co_await discard_input();
    }

private:
    bool is_secure_ = false;
};

} // namespace

std::unique_ptr<channel> make_plain_channel(tcp::socket socket)
{
    return std::make_unique<plain_channel>(std::move(socket));
}

std::unique_ptr<channel> make_tls_channel(tcp::socket socket, asio::ssl::context& tls)
{
    return std::make_unique<tls_channel>(plain_stream(std::move(socket)), tls);
}

} // namespace examples
