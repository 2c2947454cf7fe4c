// SPDX-License-Identifier: BSL-1.0
//
// Updates that are not the same when they are applied twice are not sent again once they may have been applied.

#include "support/scripted_client.hpp"
#include "unit/client/client_requests.hpp"

#include <dynasio/expressions.hpp>
#include <dynasio/http/errc.hpp>
#include <dynasio/operations/transact_write_items.hpp>
#include <dynasio/operations/update_item.hpp>

#include <boost/describe/class.hpp>

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

namespace {

using dynasio::attr;
using dynasio::call_options;
using dynasio::client_errc;
using dynasio::path;
using dynasio::resend;
using dynasio::update;
using dynasio::update_item_input;
using dynasio::tests::get_request;
using dynasio::tests::scripted_client;

struct counter
{
    std::string id;
    int count = 0;
    int other = 0;
    std::vector<std::string> log;
};
BOOST_DESCRIBE_STRUCT(counter, (), (id, count, other, log))

TEST(update, knows_whether_it_accumulates)
{
    EXPECT_TRUE(update(attr<&counter::count> += 1).accumulates());
    EXPECT_TRUE(update(attr<&counter::count> -= 1).accumulates());
    EXPECT_TRUE(update(attr<&counter::count> = attr<&counter::count> + 1).accumulates());
    EXPECT_TRUE(update(add(attr<&counter::count>, 1)).accumulates());
    EXPECT_TRUE(update(add(path("count"), 1)).accumulates());
    EXPECT_TRUE(update(attr<&counter::log> = list_append(attr<&counter::log>, {"x"})).accumulates());
    EXPECT_TRUE(update(attr<&counter::count> = if_not_exists(attr<&counter::count>, 0) + 1).accumulates());
    EXPECT_TRUE(
        update(attr<&counter::count> = attr<&counter::other>, attr<&counter::other> = attr<&counter::count>)
            .accumulates())
        << "they change places";
    EXPECT_TRUE(update(remove(path("log[0]"))).accumulates()) << "the next element takes its place";
    EXPECT_TRUE(update(set(path("log[7]"), "x")).accumulates()) << "behind the end it is appended";
    EXPECT_TRUE(update(attr<&counter::other> = 1, attr<&counter::count> += 1).accumulates());

    EXPECT_FALSE(update(attr<&counter::count> = 1).accumulates());
    EXPECT_FALSE(update(attr<&counter::count> = attr<&counter::other>).accumulates());
    EXPECT_FALSE(update(attr<&counter::count> = attr<&counter::other> + 1).accumulates());
    EXPECT_FALSE(update(attr<&counter::count> = if_not_exists(attr<&counter::count>, 0)).accumulates());
    EXPECT_FALSE(update(remove(path("log"))).accumulates());
    EXPECT_FALSE(update(set(path("log[0]"), "x")).accumulates());
    EXPECT_FALSE(update(add(path("tags"), {"x"})).accumulates()) << "a set";
    EXPECT_FALSE(update(erase(path("tags"), {"x"})).accumulates());
}

update_item_input request_with(update const& u)
{
    update_item_input request;
    request.table_name = "counters";
    request.key = dynasio::item{{"id", "a"}};
    return with(std::move(request), u);
}

void expect_lost_response(scripted_client& s)
{
    s.server->expect("UpdateItem").fail(dynasio::http::errc::closed_early, dynasio::http::stage::receiving);
}

void expect_lost_transaction(scripted_client& s)
{
    s.server->expect("TransactWriteItems")
        .fail(dynasio::http::errc::closed_early, dynasio::http::stage::receiving);
}

/// The outcome of an update whose first response is lost. `sent_again` responds to a second attempt.
dynasio::result<dynasio::update_item_output> outcome_of(
    update_item_input const& request, call_options const& options, bool sent_again)
{
    scripted_client s;
    expect_lost_response(s);
    if (sent_again)
        s.server->expect("UpdateItem").reply(200, "{}");
    auto c = s.make(3);
    std::optional<dynasio::result<dynasio::update_item_output>> outcome;
    s.run([&]() -> boost::asio::awaitable<void> { outcome = co_await c.try_update_item(request, options); });
    return *outcome;
}

TEST(resend, does_not_count_twice)
{
    auto const request = request_with(update(attr<&counter::count> += 50));
    EXPECT_TRUE(request.accumulates);
    auto const outcome = outcome_of(request, call_options(), false);
    ASSERT_TRUE(outcome.has_error());
    EXPECT_EQ(outcome.error(), client_errc::outcome_unknown);
    EXPECT_TRUE(outcome.error().may_have_been_applied());
    EXPECT_EQ(outcome.error().details().attempts.size(), 1u);
}

TEST(resend, repeats_what_is_the_same_when_applied_twice)
{
    auto const outcome = outcome_of(request_with(update(attr<&counter::count> = 50)), call_options(), true);
    ASSERT_TRUE(outcome.has_value());
    EXPECT_TRUE(outcome->metadata.earlier_attempt_may_have_been_applied);
}

TEST(resend, always_repeats)
{
    auto const outcome = outcome_of(
        request_with(update(attr<&counter::count> += 50)), call_options().resend(resend::always), true);
    ASSERT_TRUE(outcome.has_value());
    EXPECT_TRUE(outcome->metadata.earlier_attempt_may_have_been_applied);
}

TEST(resend, can_be_forbidden_for_text_of_the_users_own)
{
    update_item_input request;
    request.table_name = "counters";
    request.key = dynasio::item{{"id", "a"}};
    request.update_expression = "SET n = n + :one";
    EXPECT_TRUE(outcome_of(request, call_options(), true).has_value()) << "by default as the SDKs do";
    auto const outcome = outcome_of(request, call_options().resend(resend::never), false);
    ASSERT_TRUE(outcome.has_error());
    EXPECT_EQ(outcome.error(), client_errc::outcome_unknown);
}

/// What a server does with a visit that it counts.
boost::asio::awaitable<std::string> count_visit(dynasio::client const& client)
{
    //[count
    auto const visit = with(update_item_input{.table_name = "counters", .key = dynasio::item{{"id", "a"}}},
        update(attr<&counter::count> += 1));
    auto const outcome = co_await client.try_update_item(visit);
    if (outcome)
        co_return "counted once";
    if (outcome.error() == client_errc::outcome_unknown)
        co_return "counted once or not at all"; // and not sent again
    if (outcome.error().may_have_been_applied())
        co_return "the same, as the deadline came first or the call was cancelled";
    co_return "not counted";
    //]
}

TEST(resend, leaves_the_decision_to_the_caller)
{
    scripted_client s;
    expect_lost_response(s);
    s.server->expect("UpdateItem").reply(200, "{}");
    auto c = s.make(3);
    s.run(
        [&]() -> boost::asio::awaitable<void>
        {
            auto const first = co_await count_visit(c);
            EXPECT_EQ(first, "counted once or not at all");
            auto const second = co_await count_visit(c);
            EXPECT_EQ(second, "counted once");
        });
}

TEST(resend, repeats_after_a_refusal)
{
    scripted_client s;
    s.server->expect("UpdateItem")
        .reply(400, R"({"__type":"com.amazonaws.dynamodb.v20120810#ThrottlingException","message":"x"})");
    s.server->expect("UpdateItem")
        .fail(dynasio::http::errc::connect_timeout, dynasio::http::stage::connecting);
    s.server->expect("UpdateItem").reply(200, "{}");
    auto c = s.make(4);
    s.run(
        [&]() -> boost::asio::awaitable<void>
        {
            auto const request = request_with(update(attr<&counter::count> += 50));
            auto const outcome = co_await c.try_update_item(request);
            CO_ASSERT_TRUE(outcome.has_value());
            EXPECT_FALSE(outcome->metadata.earlier_attempt_may_have_been_applied);
            EXPECT_EQ(outcome->metadata.attempts, 3u);
        });
}

TEST(resend, exactly_once_needs_a_token)
{
    scripted_client s;
    s.server->expect("GetItem").reply(200, "{}");
    expect_lost_transaction(s);
    s.server->expect("TransactWriteItems").reply(200, "{}");
    auto c = s.make(3);
    s.run(
        [&]() -> boost::asio::awaitable<void>
        {
            auto const once = call_options().resend(resend::exactly_once);
            auto const write = request_with(update(attr<&counter::count> = 50));
            auto const refused = co_await c.try_update_item(write, once);
            CO_ASSERT_TRUE(refused.has_error());
            EXPECT_EQ(refused.error(), client_errc::bad_input);
            auto const read = get_request();
            auto const found = co_await c.try_get_item(read, once);
            EXPECT_TRUE(found.has_value());
            dynasio::transact_write_items_input request;
            request.transact_items.resize(1);
            auto& put = request.transact_items[0].put.emplace();
            put.table_name = "counters";
            put.item = write.key;
            auto const done = co_await c.try_transact_write_items(request, once);
            CO_ASSERT_TRUE(done.has_value());
            EXPECT_EQ(done->metadata.attempts, 2u);
            EXPECT_FALSE(done->metadata.earlier_attempt_may_have_been_applied);
        });
    auto const sent = s.server->requests();
    ASSERT_EQ(sent.size(), 3u);
    EXPECT_EQ(sent[1].body, sent[2].body) << "with the same token";
}

} // namespace
