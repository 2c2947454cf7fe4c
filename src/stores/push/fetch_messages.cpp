// SPDX-License-Identifier: BSL-1.0
//
// Reading messages, and the position up to which a user has read.

#include "call/client_state.hpp"
#include "client/client_handle.hpp"
#include "composed/busy_guard.hpp"
#include "stores/argument_checks.hpp"
#include "stores/push/message_table_state.hpp"

#include <dynasio/expressions.hpp>
#include <dynasio/operations/update_item.hpp>
#include <dynasio/paginate.hpp>

#include <algorithm>
#include <limits>
#include <utility>

namespace dynasio::stores::push {

namespace {

using message_row = stored_message;

/// Where `fetch_timestamp_messages` begins: legacy messages with channels from 01a to 01f are behind it.
constexpr std::string_view end_of_topic_keys = "01;";

/// The size of a page that holds so many messages, and one more item.
std::int32_t page_size_for(std::size_t messages)
{
    constexpr std::size_t largest = std::numeric_limits<std::int32_t>::max();
    return static_cast<std::int32_t>(std::min(messages, largest - 1) + 1);
}

query_input query_of(message_table_state const& self, key_condition const& which, std::int32_t page_size)
{
    auto request = with(self.request<query_input>(), which);
    request.consistent_read = true;
    request.limit = page_size;
    return request;
}

auto of_user(message_table_state const& self, uaid const& user)
{
    return key(attr<&message_row::uaid> == self.stored_key(user));
}

query_input query_topics(message_table_state const& self, uaid const& user, std::int32_t page_size)
{
    return query_of(
        self, of_user(self, user) && attr<&message_row::chidmessageid> < end_of_topics, page_size);
}

/// Behind all messages of the position; without one, behind `start`.
query_input query_behind(message_table_state const& self, uaid const& user,
    std::optional<message_position> const& position, std::string_view start, std::int32_t page_size)
{
    auto const key = position ? "02:" + position->text() + ":z" : std::string(start);
    return query_of(self, of_user(self, user) && attr<&message_row::chidmessageid> > key, page_size);
}

/// The message in an item; empty if it is none, which is reported, or if it is to be left out.
std::optional<notification> message_in(
    message_table_state const& self, item const& stored, uaid const& user, bool skip_expired)
{
    auto message = decode_or_skip(self, true, [&] { return decode_message(stored, self.table(), user); });
    if (message && skip_expired && is_expired(*message, self.now()))
        return std::nullopt;
    return message;
}

/// The position in a channel record; empty if it has none, or cannot be read, which is reported.
std::optional<message_position> position_in(message_table_state const& self, item const& stored)
{
    auto const record = decode_or_skip(self, true, [&] { return decode_channels(stored, self.table()); });
    if (!record || !record->current_timestamp)
        return std::nullopt;
    return message_position(*record->current_timestamp);
}

void check_limit(std::size_t limit)
{
    if (limit == 0)
        throw_bad_input("limit", "must be at least 1");
}

} // namespace

awaitable<fetched_messages> fetch_messages(
    message_table_state::pointer self, uaid user, std::size_t limit, read_options options)
{
    check_limit(limit);
    auto const call = self->with_deadline(options.call());
    auto const request = query_topics(*self, user, page_size_for(limit));
    auto items = query_items(self->owner(), request, call);
    fetched_messages result;
    while (result.messages.size() < limit)
    {
        auto const stored = co_await items.next();
        if (!stored)
            break;
        if (sort_key_of(*stored) == channels_key)
            result.position = position_in(*self, *stored);
        else if (auto message = message_in(*self, *stored, user, options.skips_expired()))
            result.messages.push_back(*std::move(message));
    }
    co_return result;
}

awaitable<fetched_messages> fetch_timestamp_messages(message_table_state::pointer self, uaid user,
    std::optional<message_position> after, std::size_t limit, read_options options)
{
    check_limit(limit);
    auto const call = self->with_deadline(options.call());
    auto const request = query_behind(*self, user, after, end_of_topic_keys, page_size_for(limit));
    auto items = query_items(self->owner(), request, call);
    fetched_messages result;
    for (;;)
    {
        auto const stored = co_await items.next();
        if (!stored)
            break;
        auto message = message_in(*self, *stored, user, options.skips_expired());
        if (!message)
            continue;
        // The next fetch begins behind all messages of the last position.
        auto const& last = result.messages;
        if (last.size() >= limit && (!message->position || message->position != last.back().position))
            break;
        if (message->position)
            result.position = message->position;
        result.messages.push_back(*std::move(message));
    }
    co_return result;
}

awaitable<bool> update_last_message_read(
    message_table_state::pointer self, uaid user, message_position position, call_options options)
{
    using record = stored_channels;
    auto const call = self->with_deadline(options);
    auto const digits = position.text();
    std::uint64_t shortest = 1; // of as many digits
    for (std::size_t i = 1; i < digits.size(); ++i)
        shortest *= 10;
    auto request = self->request<update_item_input>();
    request.key = self->key_of_channels(user);
    request.return_values_on_condition_check_failure =
        model::return_values_on_condition_check_failure::all_old;
    update const changes(attr<&record::current_timestamp> = position.value(),
        attr<&record::expiry> = expiry_after(self->now(), max_message_life));
    // Numbers of as many digits are ordered as their texts are.
    auto const& stored_position = attr<&record::current_timestamp>;
    condition required = not_exists(stored_position)
        || (stored_position < position.value()
            && stored_position >= (digits.size() == 1 ? std::uint64_t(0) : shortest));
    for (;;)
    {
        auto const attempt = with(request, changes, required);
        auto const updated = co_await self->owner().try_update_item(attempt, call);
        if (updated)
            co_return true;
        auto const& failure = updated.error();
        bool const was_lost = failure == client_errc::outcome_unknown;
        if (!was_lost && failure != errc::conditional_check_failed)
            updated.value(); // throws
        auto const& old = failure.details().old_item;
        auto const found =
            old ? decode_channels(*old, self->table()).current_timestamp : std::optional<std::uint64_t>();
        if (!found)
            required = not_exists(stored_position); // dropped or reset meanwhile
        else if (message_position const stored(*found); stored == position)
            co_return was_lost;
        else if (stored > position)
            co_return false;
        else
            required = stored_position == *found;
    }
}

/// What a `message_drain` is about to read: topic messages, then ordinary ones.
class message_drain_state
{
public:
    message_drain_state(message_table_state::pointer table, uaid user, read_options options)
        : table_(std::move(table)), user_(user), options_(options)
    {}

    static awaitable<std::optional<notification>> next(std::shared_ptr<message_drain_state> self)
    {
        composed::busy_guard const turn(self->busy_);
        for (;;)
        {
            if (self->at_end_)
                co_return std::nullopt;
            if (!self->items_)
                self->begin();
            auto const stored = co_await self->items_->next();
            if (!stored)
                self->end_part();
            else if (auto message = self->take(*stored))
                co_return message;
        }
    }

private:
    void begin()
    {
        auto const size = static_cast<std::int32_t>(table_->options().page_size);
        auto const request = in_topics_ ? query_topics(*table_, user_, size)
                                        : query_behind(*table_, user_, position_, end_of_topics, size);
        items_.emplace(query_items(table_->owner(), request, options_.call()));
    }

    void end_part()
    {
        items_.reset();
        at_end_ = !in_topics_;
        in_topics_ = false;
    }

    std::optional<notification> take(item const& stored)
    {
        if (in_topics_ && sort_key_of(stored) == channels_key)
        {
            position_ = position_in(*table_, stored);
            return std::nullopt;
        }
        return message_in(*table_, stored, user_, options_.skips_expired());
    }

    message_table_state::pointer table_;
    uaid user_;
    read_options options_;
    std::optional<item_stream<query_output>> items_;
    std::optional<message_position> position_;
    bool in_topics_ = true;
    bool at_end_ = false;
    bool busy_ = false;
};

message_drain drain_messages(message_table_state::pointer self, uaid user, read_options options)
{
    return message_drain(std::make_shared<message_drain_state>(std::move(self), user, options));
}

} // namespace dynasio::stores::push

namespace dynasio {

message_drain::message_drain(std::shared_ptr<stores::push::message_drain_state> state) noexcept
    : state_(std::move(state))
{}

boost::asio::awaitable<std::optional<notification>> message_drain::next()
{
    return stores::push::message_drain_state::next(state_);
}

} // namespace dynasio
