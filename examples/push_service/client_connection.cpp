// SPDX-License-Identifier: BSL-1.0

#include "client_connection.hpp"

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/chunk_encode.hpp>

#include <algorithm>
#include <exception>
#include <iostream>
#include <utility>

namespace examples {

namespace beast = boost::beast;
using clock = std::chrono::steady_clock;

namespace {

/// A client that holds a connection sends nothing on it: whatever comes is its end.
asio::awaitable<void> wait_for_end_of(beast::tcp_stream& stream, bool& has_ended)
{
    char byte = 0;
    boost::system::error_code ignored;
    co_await stream.async_read_some(
        asio::buffer(&byte, 1), asio::redirect_error(asio::use_awaitable, ignored));
    has_ended = true;
}

bool is_stored(dynasio::notification const& message)
{
    return message.ttl && message.ttl->count() > 0;
}

} // namespace

/// Undoes at its end what it has done at its begin, and tells those who wait for it.
class client_connection::scope
{
public:
    scope(client_connection& of, std::function<void()> undo) : of_(of), undo_(std::move(undo)) {}
    ~scope()
    {
        undo_();
        of_.bell_.ring();
    }
    scope(scope const&) = delete;
    scope& operator=(scope const&) = delete;

private:
    client_connection& of_;
    std::function<void()> undo_;
};

client_connection::client_connection(
    dynasio::router_record record, connection_options options, tables of_user, ownership_check is_owner)
    : record_(std::move(record)),
      options_(options),
      tables_(std::move(of_user)),
      is_owner_(std::move(is_owner)),
      next_check_(clock::now() + options.check_interval)
{}

void client_connection::look()
{
    look_ = true;
    bell_.ring();
}

void client_connection::end()
{
    ended_ = true;
    bell_.ring();
}

asio::awaitable<client_connection::pushed> client_connection::push(
    dynasio::message_table table, dynasio::notification message)
{
    auto const self = shared_from_this();
    if (!is_stored(message))
    {
        auto const unstored = std::count_if(
            queue_.begin(), queue_.end(), [](sent_message const& each) { return !is_stored(each.message); });
        if (ended_ || full_ || static_cast<std::size_t>(unstored) >= options_.max_unstored)
            co_return pushed::busy;
        queue_.push_back({std::move(table), std::move(message)});
        bell_.ring();
        co_return pushed::delivered;
    }

    auto const until = clock::now() + options_.push_wait;
    while ((look_ || draining_) && !ended_)
    {
        if (full_ || clock::now() >= until)
            co_return pushed::busy;
        co_await bell_.wait(until);
    }
    if (ended_)
        co_return pushed::ended;

    {
        ++storing_;
        scope const stores(*this, [this] { --storing_; });
        co_await table.store_message(message);
    }
    if (ended_)
        co_return pushed::ended; // maybe after the next node has looked for stored messages
    message.update_id = message.message_id;
    if (look_ || queue_.size() + sent_.size() >= options_.max_unacknowledged)
        look_ = true;
    else
        queue_.push_back({std::move(table), std::move(message)});
    bell_.ring();
    co_return pushed::delivered;
}

asio::awaitable<std::size_t> client_connection::acknowledge(std::vector<std::string> ids)
{
    auto const self = shared_from_this();
    std::size_t deleted = 0;
    for (auto const& id : ids)
    {
        auto found = sent_.find(id);
        if (found == sent_.end())
            continue;
        auto const sent = found->second;
        // False for one that was replaced, or is gone: nothing is left to do then either.
        (void)co_await sent.table.delete_message(sent.message);
        found = sent_.find(id);
        if (found == sent_.end())
            continue; // acknowledged twice
        if (found->second.drain != drains_)
            acknowledged_.insert(id);
        sent_.erase(found);
        ++deleted;
        bell_.ring();
    }
    co_return deleted;
}

asio::awaitable<void> client_connection::run(beast::tcp_stream& stream)
{
    using namespace asio::experimental::awaitable_operators;
    auto const self = shared_from_this();
    scope const ends(*this, [this] { ended_ = true; });
    stream.expires_never();
    // Whichever ends first ends the other. Neither throws: that would not count as an end.
    co_await (wait_for_end_of(stream, client_is_gone_) || deliver(stream));
}

asio::awaitable<void> client_connection::deliver(beast::tcp_stream& stream)
{
    try
    {
        while (!ended_)
        {
            if (look_ && storing_ == 0)
                co_await send_stored(stream);
            else if (!look_ && !queue_.empty())
                co_await send_next(stream);
            else
                co_await wait();
        }
        stream.expires_after(options_.write_timeout);
        auto const last = beast::http::make_chunk_last();
        co_await asio::async_write(stream, last, asio::use_awaitable);
    }
    catch (std::exception const& failure)
    {
        // The client has gone, or the database fails. The client will come back for what is stored.
        if (!client_is_gone_)
            std::cerr << "connection of " << record_.uaid << " ends: " << failure.what() << '\n';
    }
}

asio::awaitable<void> client_connection::wait()
{
    co_await bell_.wait(next_check_);
    if (clock::now() < next_check_ || ended_)
        co_return;
    bool const is_owner = co_await is_owner_();
    next_check_ = clock::now() + options_.check_interval;
    if (!is_owner)
        end();
}

asio::awaitable<void> client_connection::send_stored(beast::tcp_stream& stream)
{
    draining_ = true;
    scope const drains(*this, [this] { draining_ = full_ = false; });
    // A message that was stored after a page was read belongs before those of later pages: begin again. Not for
    // ever, or many of them would keep all others waiting.
    bool complete = false;
    for (int left = 10; !complete && !ended_; --left)
    {
        look_ = false;
        ++drains_;
        acknowledged_.clear();
        std::erase_if(queue_, [](sent_message const& each) { return is_stored(each.message); });
        complete = true;
        for (auto const& table : tables_())
        {
            complete = co_await drain(stream, table, left > 0);
            if (!complete)
                break;
        }
    }
}

/// Ends with false if it has to be started again.
asio::awaitable<bool> client_connection::drain(
    beast::tcp_stream& stream, dynasio::message_table table, bool may_start_again)
{
    auto stored = table.drain(record_.uaid, dynasio::read_options().skip_expired());
    while (auto message = co_await stored.next())
    {
        while (sent_.size() >= options_.max_unacknowledged && !ended_)
        {
            full_ = true;
            bell_.ring(); // whoever waits to push need not
            co_await wait();
        }
        full_ = false;
        if (ended_)
            break;
        if (look_ && may_start_again)
            co_return false;
        auto const id = message->message_id;
        if (acknowledged_.contains(id) || !sent_.emplace(id, sent_message{table, *message, drains_}).second)
            continue;
        co_await write(stream, client_line(*message));
    }
    co_return true;
}

asio::awaitable<void> client_connection::send_next(beast::tcp_stream& stream)
{
    auto next = std::move(queue_.front());
    queue_.pop_front();
    auto const line = client_line(next.message);
    next.drain = drains_;
    if (is_stored(next.message))
    {
        auto const id = next.message.message_id;
        sent_.insert_or_assign(id, std::move(next));
    }
    co_await write(stream, line);
}

asio::awaitable<void> client_connection::write(beast::tcp_stream& stream, std::string line)
{
    stream.expires_after(options_.write_timeout);
    auto const chunk = beast::http::make_chunk(asio::buffer(line));
    co_await asio::async_write(stream, chunk, asio::use_awaitable);
}

} // namespace examples
