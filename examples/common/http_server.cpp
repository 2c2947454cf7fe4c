// SPDX-License-Identifier: BSL-1.0

#include "http_server.hpp"

#include "accept_all.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>

#include <array>
#include <optional>
#include <utility>
#include <vector>

namespace examples {

namespace beast = boost::beast;
using asio::ip::tcp;
using boost::system::error_code;

struct http_server::session
{
    explicit session(tcp::socket socket) : stream(std::move(socket)) {}

    /// Whether a byte has arrived that nobody has read yet.
    bool has_input()
    {
        error_code ignored;
        return stream.socket().available(ignored) > 0;
    }

    beast::tcp_stream stream;
    beast::flat_buffer buffer;
    asio::cancellation_signal cancel;
    bool idle = false; ///< waits for the first byte of a request
};

namespace {

http_response plain_answer(http::status status)
{
    http_response response(status, 11);
    response.set(http::field::content_type, "text/plain");
    response.body() = std::string(http::obsolete_reason(status)) + '\n';
    response.keep_alive(false);
    response.prepare_payload();
    return response;
}

/// How to answer what is not a request that can be served; empty when nobody waits for an answer.
std::optional<http::status> refusal_of(error_code failure)
{
    if (failure == http::error::body_limit)
        return http::status::payload_too_large;
    if (failure == http::error::header_limit)
        return http::status::request_header_fields_too_large;
    if (failure == beast::error::timeout)
        return http::status::request_timeout;
    if (failure.category() == make_error_code(http::error::bad_method).category()
        && failure != http::error::end_of_stream && failure != http::error::partial_message)
        return http::status::bad_request;
    return std::nullopt;
}

/// Closes so that the peer sees the answer even if it is still sending: what comes is read and thrown away
/// for a second.
asio::awaitable<void> close_gently(beast::tcp_stream& stream)
{
    error_code failure;
    stream.socket().shutdown(tcp::socket::shutdown_send, failure);
    stream.expires_after(std::chrono::seconds(1));
    std::array<char, 4096> ignored;
    while (!failure)
        co_await stream.async_read_some(
            asio::buffer(ignored), asio::redirect_error(asio::use_awaitable, failure));
}

} // namespace

http_server::http_server(
    asio::io_context& context, http_server_options options, handler answer, stream_handler stream)
    : context_(context),
      options_(options),
      answer_(std::move(answer)),
      stream_(std::move(stream)),
      acceptor_(context, tcp::endpoint(asio::ip::address_v4::loopback(), options.port)),
      all_ended_(context)
{}

void http_server::start()
{
    accept_all(acceptor_, [this](tcp::socket socket) { begin(std::move(socket)); });
}

void http_server::begin(tcp::socket socket)
{
    auto const self = std::make_shared<session>(std::move(socket));
    sessions_.insert(self);
    auto const ended = [this, self](
                           std::exception_ptr) // failed or cancelled: the connection is gone either way
    {
        sessions_.erase(self);
        if (sessions_.empty())
            all_ended_.cancel();
    };
    asio::co_spawn(context_, serve(self), asio::bind_cancellation_slot(self->cancel.slot(), ended));
}

asio::awaitable<void> http_server::serve(std::shared_ptr<session> self)
{
    while (self->buffer.size() > 0 || !stopping_ || self->has_input())
    {
        if (self->buffer.size() == 0)
        {
            self->idle = true;
            self->stream.expires_after(options_.idle_timeout);
            error_code failure;
            auto const got = co_await self->stream.async_read_some(
                self->buffer.prepare(4096), asio::redirect_error(asio::use_awaitable, failure));
            self->idle = false;
            if (failure)
                break;
            self->buffer.commit(got);
        }
        bool const goes_on = co_await serve_one(*self);
        if (!goes_on)
            break;
    }
    co_await close_gently(self->stream);
}

/// One request and its answer; ends with whether the connection can take another one.
asio::awaitable<bool> http_server::serve_one(session& self)
{
    http::request_parser<http::string_body> parser;
    parser.body_limit(options_.max_body_bytes);
    self.stream.expires_after(options_.transfer_timeout);
    error_code failure;
    co_await http::async_read(
        self.stream, self.buffer, parser, asio::redirect_error(asio::use_awaitable, failure));

    http_response response;
    if (!failure)
    {
        self.stream.expires_never(); // the handler has a deadline of its own
        bool const keep_alive = parser.get().keep_alive();
        bool const only_head = parser.get().method() == http::verb::head;
        auto request = parser.release();
        if (stream_)
            if (auto streaming = stream_(request, self.stream))
            {
                co_await std::move(*streaming);
                co_return false;
            }
        response = co_await answer_(std::move(request));
        response.keep_alive(keep_alive && !stopping_);
        if (only_head)
            response.body().clear();
        response.prepare_payload();
    }
    else if (auto const refusal = refusal_of(failure))
        response = plain_answer(*refusal);
    else
        co_return false;

    self.stream.expires_after(options_.transfer_timeout);
    co_await http::async_write(self.stream, response, asio::redirect_error(asio::use_awaitable, failure));
    co_return !failure && response.keep_alive();
}

asio::awaitable<std::size_t> http_server::shut_down(std::chrono::steady_clock::duration limit)
{
    stopping_ = true;
    // Connections that wait to be accepted may have sent their request already.
    error_code failure;
    acceptor_.non_blocking(true, failure);
    while (!failure)
    {
        tcp::socket socket(context_);
        acceptor_.accept(socket, failure);
        if (!failure)
            begin(std::move(socket));
    }
    acceptor_.close(failure);

    for (auto const& each : sessions_)
        if (each->idle && !each->has_input())
            each->stream.cancel();

    all_ended_.expires_after(limit);
    if (!sessions_.empty())
        co_await all_ended_.async_wait(asio::redirect_error(asio::use_awaitable, failure));

    auto const broken_off = sessions_.size();
    all_ended_.expires_at(std::chrono::steady_clock::time_point::max());
    for (auto const& each : std::vector(sessions_.begin(), sessions_.end()))
        each->cancel.emit(asio::cancellation_type::terminal);
    if (!sessions_.empty())
        co_await all_ended_.async_wait(asio::redirect_error(asio::use_awaitable, failure));
    co_return broken_off;
}

} // namespace examples
