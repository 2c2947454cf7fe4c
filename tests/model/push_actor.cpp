// SPDX-License-Identifier: BSL-1.0
//
// The operations on users.

#include "push_actor.hpp"

#include <algorithm>
#include <cstdio>
#include <utility>

namespace dynasio::tests::model {

namespace {

using op = push_operation;

constexpr std::int64_t first_connection = 1'528'934'400'000;

router_table_options router_options(std::uint64_t seed)
{
    router_table_options result;
    result.uaid_hash_key = hash_key_of(seed);
    return result;
}

message_table_options message_options(std::uint64_t seed)
{
    message_table_options result;
    result.uaid_hash_key = hash_key_of(seed);
    result.page_size = 2 + seed % 3;
    return result;
}

void refuse(call& c)
{
    c.ended = verdict::refused;
    c.said = "false";
}

} // namespace

std::optional<secret> hash_key_of(std::uint64_t seed)
{
    if (seed % 2 == 0)
        return secret("SuperSikkret");
    return std::nullopt;
}

dynasio::uaid push_user(std::uint64_t seed, unsigned user)
{
    std::array<char, 33> digits{};
    std::snprintf(
        digits.data(), digits.size(), "abad1dea%016llx%08x", static_cast<unsigned long long>(seed), user);
    return dynasio::uaid(digits.data());
}

std::string stored_key_of(std::uint64_t seed, unsigned user)
{
    auto const text = push_user(seed, user).text();
    auto const key = hash_key_of(seed);
    return key ? hash_uaid(*key, text) : text;
}

push_actor::push_actor(actor& a, std::uint64_t seed, push_tables const& tables)
    : actor_(a),
      seed_(seed),
      tables_(tables),
      router_(a.owner(), tables.router, router_options(seed)),
      messages_(a.owner(), tables.messages, message_options(seed))
{}

void push_actor::problem(call const& c, std::string text)
{
    problems.push_back(std::move(text) + ": " + c.describe());
}

void push_actor::check_end(call const& c)
{
    if (c.ended == verdict::broken || c.ended == verdict::refused)
        problem(c, "no operation may end like this");
}

void push_actor::add_event(unsigned user, router_event e)
{
    users.at(user).push_back(std::move(e));
}

router_state push_actor::learn(unsigned user, call& c, router_record const& record)
{
    records_seen_.at(user).push_back(record);
    router_state result;
    result.exists = true;
    result.type = record.router_type.value_or("");
    result.connected_at = record.connected_at ? record.connected_at->time_since_epoch().count() : 0;
    result.node = record.node_id.value_or("");
    result.month = record.current_month.value_or("");
    result.contacted = record.last_connect.has_value();
    auto const* const tag = record.other.find("tag");
    if (tag && tag->if_string())
        result.tag = *tag->if_string();
    if (record.uaid != user_id(user) || record.stored_key != stored_key_of(seed_, user))
        problem(c, "the record of another user");
    if (!record.router_type || !record.connected_at || record.other.size() != 1)
        problem(c, "not what anybody registered");
    if (result.contacted && !router_.has_connected_this_month(record))
        problem(c, "not in contact this month");
    return result;
}

asio::awaitable<void> push_actor::perform(std::vector<planned_push_call> plan)
{
    for (auto const& p : plan)
        switch (p.what)
        {
        case op::register_user:
        case op::register_if_exists:
            co_await register_user(p);
            break;
        case op::get_user:
            co_await get_user(p);
            break;
        case op::update_month:
            co_await update_month(p);
            break;
        case op::clear_node:
        case op::drop_user:
        case op::drop_connection:
            co_await leave(p);
            break;
        case op::store:
        case op::store_now:
            co_await store(p);
            break;
        case op::store_several:
            co_await store_several(p);
            break;
        case op::delete_one:
        case op::delete_any:
            co_await delete_one(p);
            break;
        case op::fetch_topics:
        case op::fetch_ordinary:
            co_await fetch(p);
            break;
        case op::drain:
            co_await drain(p.user);
            break;
        case op::deliver: {
            auto const found = co_await drain(p.user);
            for (std::size_t i = 0; i < std::min<std::size_t>(found.size(), 2); ++i)
                co_await acknowledge(p.user, found[i]);
            break;
        }
        case op::move_position:
            co_await move_position(p);
            break;
        }
}

asio::awaitable<void> push_actor::register_user(planned_push_call p)
{
    auto& c = actor_.new_call(p.describe());
    router_event e;
    e.from = &c;
    e.what = router_action::register_user;
    e.if_exists = p.what == op::register_if_exists;
    e.given.type = p.place == 0 && p.number % 2 == 0 ? "fcm" : "webpush";
    e.given.connected_at = first_connection + static_cast<std::int64_t>(p.number);
    // Without a node, the request may also be applied twice.
    if (p.place % 4 != 3)
        e.given.node = "http://n" + std::to_string(actor_.index() % 3) + ":8080";
    e.given.tag = c.who;
    if (p.place % 2 == 0)
        e.given.month = "message_" + c.who;
    router_record record;
    record.uaid = user_id(p.user);
    record.router_type = e.given.type;
    record.connected_at.emplace(std::chrono::milliseconds(e.given.connected_at));
    if (!e.given.node.empty())
        record.node_id = e.given.node;
    if (!e.given.month.empty())
        record.current_month = e.given.month;
    record.other = item::of("tag", c.who);
    records_seen_.at(p.user).push_back(record);
    c.what += ' ' + e.given.describe();

    register_options options(actor::options_of(c));
    options.if_exists = e.if_exists;
    auto operation = router_.register_user(record, options);
    auto const result = co_await actor_.run(c, std::move(operation));
    check_end(c);
    if (result && result->registered)
    {
        if (result->current)
            problem(c, "registered, and kept out");
        if (!result->previous_is_unknown)
            e.found.emplace();
        else if (result->previous || !c.metadata.earlier_attempt_may_have_been_applied)
            problem(c, "the record before is unknown for no reason");
    }
    if (result && result->previous)
    {
        e.found = learn(p.user, c, *result->previous);
        auto const& before = **e.found;
        if (before.tag == c.who && before.node == e.given.node
            && (e.given.month.empty() || before.month == e.given.month))
            problem(c, "what an earlier attempt wrote is not what was there before");
    }
    if (result && !result->registered)
    {
        refuse(c);
        if (result->previous || result->previous_is_unknown)
            problem(c, "not registered, but there was a record before");
        if (result->current)
            e.found = learn(p.user, c, *result->current);
    }
    if (e.found)
        c.said += " found " + e.found->value_or(router_state()).describe();
    add_event(p.user, std::move(e));
}

asio::awaitable<void> push_actor::get_user(planned_push_call p)
{
    auto& c = actor_.new_call(p.describe());
    auto operation = router_.get_uaid(user_id(p.user), actor::options_of(c));
    auto const found = co_await actor_.run(c, std::move(operation));
    check_end(c);
    if (!found)
        co_return;
    router_event e;
    e.from = &c;
    e.found.emplace();
    if (*found)
        e.found = learn(p.user, c, **found);
    c.said = e.found->value_or(router_state()).describe();
    add_event(p.user, std::move(e));
}

asio::awaitable<void> push_actor::update_month(planned_push_call p)
{
    auto& c = actor_.new_call(p.describe());
    router_event e;
    e.from = &c;
    e.what = router_action::update_month;
    e.given.month = "month_" + c.who;
    // "No such user" is also what a user is who was dropped after an earlier attempt.
    c.refusal_is_open = true;
    auto operation = router_.update_message_month(user_id(p.user), e.given.month, actor::options_of(c));
    auto const updated = co_await actor_.run(c, std::move(operation));
    check_end(c);
    if (updated && !*updated)
        refuse(c);
    add_event(p.user, std::move(e));
}

/// Clears or drops one of the last records that were seen, which is often not the stored one any more.
asio::awaitable<void> push_actor::leave(planned_push_call p)
{
    auto const& seen = records_seen_.at(p.user);
    router_record record;
    record.uaid = user_id(p.user);
    record.node_id = "http://n0:8080";
    record.connected_at.emplace(std::chrono::milliseconds(first_connection));
    if (!seen.empty())
        record = seen[seen.size() - 1 - p.number % std::min<std::size_t>(seen.size(), 3)];
    auto& c = actor_.new_call(p.describe());
    router_event e;
    e.from = &c;
    e.what = p.what == op::clear_node ? router_action::clear_node
        : p.what == op::drop_user     ? router_action::drop
                                      : router_action::drop_connection;
    e.given.node = record.node_id.value_or("");
    e.given.connected_at = record.connected_at->time_since_epoch().count();
    c.what += ' ' + e.given.node + " at " + std::to_string(e.given.connected_at);
    std::optional<bool> left;
    if (p.what == op::clear_node)
    {
        auto operation = router_.clear_node(record, actor::options_of(c));
        left = co_await actor_.run(c, std::move(operation));
        if (e.given.node.empty() && c.metadata.requests != 0)
            problem(c, "a request for a record without a node");
    }
    else
    {
        drop_user_options options(actor::options_of(c));
        if (p.what == op::drop_connection)
            options.if_connected_at = record.connected_at;
        auto operation = router_.drop_user(record.uaid, options);
        left = co_await actor_.run(c, std::move(operation));
    }
    check_end(c);
    if (left && !*left)
        refuse(c);
    add_event(p.user, std::move(e));
}

} // namespace dynasio::tests::model
