// SPDX-License-Identifier: BSL-1.0
//
// The operations on messages.

#include "push_actor.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace dynasio::tests::model {

namespace {

using op = push_operation;

constexpr char const* first_ordinary_key = "02";

asio::awaitable<std::vector<notification>> all_of(message_drain messages)
{
    std::vector<notification> all;
    while (auto message = co_await messages.next())
        all.push_back(*std::move(message));
    co_return all;
}

std::string text_of(notification const& message)
{
    return message.data.value_or("a message without a text");
}

} // namespace

void push_actor::add_write(
    unsigned user, call const& c, std::string key, message_action what, std::string text)
{
    message_event e{&c, what, std::move(text), c.ended};
    // Of a batch that was not finished, the rest was stored.
    bool const is_left = std::find(c.keys_left.begin(), c.keys_left.end(), key) != c.keys_left.end();
    if (c.unfinished && !is_left)
        e.ended = verdict::done;
    mailboxes.at(user).writes.push_back({std::move(key), std::move(e)});
}

void push_actor::check_message(call const& c, unsigned user, notification const& message)
{
    auto const text = text_of(message);
    bool const fits = message.uaid == user_id(user)
        && message.message_id == (message.legacy ? "legacy" : text) && message.ttl == std::chrono::hours(24)
        && message.headers && message.headers->encoding == "aes128gcm" && !message.headers->crypto_key
        && message.timestamp > std::chrono::sys_seconds()
        && message.update_id == (message.legacy ? std::nullopt : message.data);
    if (!fits)
        problem(c, "not as it was stored: " + key_of(message));
}

void push_actor::add_read(unsigned user, call& c, partition_read read, std::vector<notification> const& found)
{
    read.from = &c;
    std::string last;
    for (auto const& each : found)
    {
        auto key = key_of(each);
        check_message(c, user, each);
        if (key <= last)
            problem(c, "not in order, or twice: " + key);
        last = key;
        c.said += ' ' + key + '=' + text_of(each);
        messages_seen_.at(user).insert_or_assign(key, each);
        read.found.emplace(std::move(key), text_of(each));
    }
    mailboxes.at(user).reads.push_back(std::move(read));
}

asio::awaitable<void> push_actor::store(planned_push_call p)
{
    auto& c = actor_.new_call(p.describe());
    bool const has_key = p.what == op::store;
    auto const message = has_key ? message_at(p.place, user_id(p.user), c.who)
                                 : message_without_position(actor_.index(), user_id(p.user), c.who);
    auto operation = messages_.store_message(message, actor::options_of(c));
    auto const key = co_await actor_.run(c, std::move(operation));
    check_end(c);
    if (key)
        c.said = *key;
    if (key && has_key && *key != key_of(message))
        problem(c, "another sort key");
    add_write(p.user, c, has_key ? key_of(message) : key.value_or(""), message_action::store, c.who);
}

asio::awaitable<void> push_actor::store_several(planned_push_call p)
{
    auto& c = actor_.new_call(p.describe());
    std::vector<notification> messages;
    std::vector<std::string> keys;
    for (unsigned i = 0; i < 3; ++i)
    {
        auto const place = (p.place + i * 3) % push_places;
        messages.push_back(message_at(place, user_id(p.user), c.who + '-' + std::to_string(i)));
        keys.push_back(key_of(messages.back()));
    }
    // Of equal keys the last one is stored.
    messages.push_back(message_at(p.place, user_id(p.user), c.who + "-3"));
    keys.push_back(keys.front());
    auto operation = messages_.store_messages(messages, actor::options_of(c));
    auto const stored = co_await actor_.run(c, std::move(operation));
    check_end(c);
    if (stored && *stored != keys)
        problem(c, "other sort keys");
    for (std::size_t i = 1; i < keys.size(); ++i)
        add_write(p.user, c, keys[i], message_action::store, text_of(messages[i]));
}

/// A message as this coroutine saw it last, which may have been replaced.
asio::awaitable<void> push_actor::delete_one(planned_push_call p)
{
    auto const& seen = messages_seen_.at(p.user);
    auto message = message_at(p.place, user_id(p.user), "nobody's");
    message.update_id = "nobody's";
    if (auto const at = seen.find(key_of(message)); at != seen.end())
        message = at->second;
    else if (!seen.empty() && p.number % 2 == 0)
        message = std::next(seen.begin(), static_cast<std::ptrdiff_t>(p.number % seen.size()))->second;
    if (p.what == op::delete_any)
        message.update_id.reset();
    co_await acknowledge(p.user, message);
}

asio::awaitable<void> push_actor::acknowledge(unsigned user, notification message)
{
    auto const key = key_of(message);
    auto& c = actor_.new_call("delete_message u" + std::to_string(user) + ' ' + key + " if "
        + message.update_id.value_or("there is any"));
    auto operation = messages_.delete_message(message, actor::options_of(c));
    auto const deleted = co_await actor_.run(c, std::move(operation));
    check_end(c);
    if (deleted && !*deleted)
    {
        c.ended = verdict::refused;
        c.said = "false";
    }
    add_write(user, c, key, message.update_id ? message_action::drop_if : message_action::drop,
        message.update_id.value_or(""));
}

asio::awaitable<void> push_actor::fetch(planned_push_call p)
{
    auto& c = actor_.new_call(p.describe());
    auto const limit = 1 + p.number % 3;
    bool const topics = p.what == op::fetch_topics;
    std::optional<message_position> after;
    if (!topics && p.place % 2 == 0)
        after = position_at(p.place / 2);
    c.what += " limit " + std::to_string(limit) + (after ? " after " + after->text() : "");
    partition_read read;
    if (topics)
        read.below = first_ordinary_key;
    else
        read.after = after ? "02:" + after->text() + ":z" : "01;";
    auto operation = topics
        ? messages_.fetch_messages(user_id(p.user), limit, actor::options_of(c))
        : messages_.fetch_timestamp_messages(user_id(p.user), after, limit, actor::options_of(c));
    auto const found = co_await actor_.run(c, std::move(operation));
    check_end(c);
    if (!found)
        co_return;
    std::optional<message_position> last;
    for (auto const& each : found->messages)
        if (each.position)
            last = each.position;
    if (topics)
        mailboxes.at(p.user).positions.push_back(
            {&c, false, found->position ? std::optional(found->position->text()) : std::nullopt});
    else if (found->position != last)
        problem(c, "not the position of the last message");
    c.said = "position " + (found->position ? found->position->text() : "none");
    if (found->messages.size() >= limit)
    {
        read.up_to = key_of(found->messages.back());
        // Messages of one position are returned together.
        if (auto const position = position_in_key(read.up_to); !position.empty())
            read.up_to = "02:" + position + ":z";
        else if (found->messages.size() > limit)
            problem(c, "more than the limit");
    }
    add_read(p.user, c, std::move(read), found->messages);
}

asio::awaitable<std::vector<notification>> push_actor::drain(unsigned user)
{
    auto& c = actor_.new_call("drain u" + std::to_string(user));
    auto operation = all_of(messages_.drain(user_id(user), actor::options_of(c)));
    auto found = co_await actor_.run(c, std::move(operation));
    check_end(c);
    std::vector<notification> result;
    if (found)
        result = *std::move(found);
    partition_read read;
    read.behind_position = true;
    if (c.ended == verdict::done)
        add_read(user, c, std::move(read), result);
    co_return result;
}

asio::awaitable<void> push_actor::move_position(planned_push_call p)
{
    auto const position = position_at(p.number);
    auto& c = actor_.new_call(p.describe() + " to " + position.text());
    // "Not before it" is also what it is after an earlier attempt, and another caller who went further.
    c.refusal_is_open = true;
    auto operation = messages_.update_last_message_read(user_id(p.user), position, actor::options_of(c));
    auto const moved = co_await actor_.run(c, std::move(operation));
    check_end(c);
    if (moved && !*moved)
    {
        c.ended = verdict::refused;
        c.said = "false";
    }
    mailboxes.at(p.user).positions.push_back({&c, true, position.text()});
}

} // namespace dynasio::tests::model
