// SPDX-License-Identifier: BSL-1.0

#include "serve/stream_server.hpp"

#include "common/accept_all.hpp"
#include "decide/refusal.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <exception>
#include <iostream>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace examples {

using asio::ip::tcp;
using boost::system::error_code;

struct stream_server::session
{
    std::unique_ptr<channel> peer;
    boost::beast::flat_buffer buffer = {};
    asio::cancellation_signal cancel = {};
    exchange* current = nullptr; ///< under way
    bool idle = true;            ///< waits for the first byte of a request
};

namespace {

std::string describe(std::exception_ptr failure)
{
    try
    {
        std::rethrow_exception(std::move(failure));
    }
    catch (std::exception const& e)
    {
        return e.what();
    }
    catch (...)
    {
        return "unknown failure";
    }
}

/// What to tell the client; empty if nobody waits for a response.
std::optional<refusal> response_to(std::exception_ptr failure)
{
    try
    {
        std::rethrow_exception(failure);
    }
    catch (connection_failure const&)
    {
        return std::nullopt;
    }
    catch (...)
    {}
    return refusal_from(std::move(failure));
}

http::fields fields_of(refusal const& refused)
{
    http::fields fields;
    fields.set(http::field::content_type, "text/plain; charset=utf-8");
    if (refused.is_temporary())
        fields.set(http::field::retry_after, "1");
    for (auto const& [name, value] : refused.fields())
        fields.set(name, value);
    return fields;
}

asio::awaitable<void> respond_with(exchange& one, refusal refused)
{
    auto fields = fields_of(refused);
    std::string text = refused.what();
    text += '\n';
    co_await one.respond(refused.code(), std::move(fields), std::move(text));
}

} // namespace

stream_server::stream_server(asio::io_context& context, stream_server_options options, handler answer)
    : context_(context),
      options_(std::move(options)),
      answer_(std::move(answer)),
      acceptor_(context, tcp::endpoint(asio::ip::address_v4::loopback(), options_.port)),
      all_ended_(context)
{}

void stream_server::start()
{
    accept_all(acceptor_, [this](tcp::socket socket) { begin(std::move(socket)); });
}

void stream_server::begin(tcp::socket socket)
{
    if (sessions_.size() >= options_.max_connections)
        return refuse(std::move(socket));
    error_code ignored;
    socket.set_option(tcp::no_delay(true), ignored);
    auto const self = std::make_shared<session>();
    self->peer = options_.tls ? make_tls_channel(std::move(socket), *options_.tls)
                              : make_plain_channel(std::move(socket));
    sessions_.insert(self);
    auto const ended = [this, self](std::exception_ptr)
    {
        // Failed or cancelled: the connection is gone either way.
        sessions_.erase(self);
        if (sessions_.empty())
            all_ended_.cancel();
    };
    asio::co_spawn(context_, serve(self), asio::bind_cancellation_slot(self->cancel.slot(), ended));
}

/// Tells a client without TLS why, if that is possible without waiting.
void stream_server::refuse(tcp::socket socket)
{
    constexpr std::string_view response = "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\n"
                                          "Connection: close\r\nContent-Type: text/plain\r\n"
                                          "Content-Length: 21\r\n\r\ntoo many connections\n";
    error_code ignored;
    socket.non_blocking(true, ignored);
    if (!options_.tls)
        socket.write_some(asio::buffer(response), ignored);
    socket.shutdown(tcp::socket::shutdown_send, ignored);
}

asio::awaitable<void> stream_server::serve(std::shared_ptr<session> self)
{
    co_await self->peer->handshake(options_.limits.header);
    while (self->buffer.size() > 0 || !stopping_ || self->peer->has_input())
    {
        bool const goes_on = co_await serve_one(*self);
        if (!goes_on)
            break;
    }
    co_await self->peer->close_gently();
}

/// One request and its response; ends with whether the connection can take another one.
asio::awaitable<bool> stream_server::serve_one(session& self)
{
    exchange one(*self.peer, self.buffer, options_.limits);
    struct visit
    {
        session& where;
        ~visit() { where.current = nullptr; }
    } const leaves{self};
    self.current = &one;
    std::exception_ptr failure;
    bool found = false;
    self.idle = self.buffer.size() == 0;
    try
    {
        found = co_await one.read_head();
    }
    catch (...)
    {
        failure = std::current_exception();
    }
    self.idle = false;
    auto const refused = failure ? response_to(failure) : std::nullopt;
    if (refused)
    {
        one.close_afterwards();
        co_await respond_with(one, *refused);
    }
    if (failure || !found)
        co_return false;
    co_await answer(one);
    co_return one.goes_on();
}

asio::awaitable<void> stream_server::answer(exchange& one)
{
    if (stopping_)
        one.close_afterwards();
    std::exception_ptr failure;
    try
    {
        co_await answer_(one);
    }
    catch (...)
    {
        failure = std::current_exception();
    }
    if (!failure)
        co_return;
    auto const refused = response_to(failure);
    if (refused && (refused->code() == status::internal_server_error || one.has_begun()))
        std::cerr << "request failed: " << describe(failure) << std::endl;
    if (!refused || one.has_begun())
        std::rethrow_exception(failure);
    co_await respond_with(one, *refused);
}

asio::awaitable<std::size_t> stream_server::shut_down(std::chrono::steady_clock::duration limit)
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
    {
        if (each->current)
            each->current->close_afterwards();
        if (each->idle && !each->peer->has_input())
            each->peer->cancel();
    }

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
