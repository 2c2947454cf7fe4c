// SPDX-License-Identifier: BSL-1.0
//
// What the tables of a push service say when responses get lost, and other writers come between.

#include "push_fixture.hpp"

#include <dynasio/testing/scripted_transport.hpp>

#include <functional>

namespace dynasio::tests {
namespace {

using push_fault_cases = push_cases;

/// Loses the first response to the operation, and runs `meanwhile` before it is sent again.
interposed_transport::hook lose_once(
    push_service& s, std::string operation, std::function<asio::awaitable<void>()> meanwhile = {})
{
    return [&s, operation, meanwhile](http::request& r,
               interposed_transport::sender const& send) -> asio::awaitable<http::send_result>
    {
        auto response = co_await send(r);
        if (dynasio::testing::operation_of(r) != operation)
            co_return response;
        s.between->set({});
        if (meanwhile)
            co_await meanwhile();
        co_return lost_response();
    };
}

template <class T>
asio::awaitable<bool> is_unknown(asio::awaitable<T> operation)
{
    try
    {
        (void)co_await std::move(operation);
    }
    catch (operation_error const& e)
    {
        EXPECT_TRUE(e.may_have_been_applied());
        co_return e.code() == client_errc::outcome_unknown;
    }
    co_return false;
}

TEST_F(push_fault_cases, a_registration_that_was_applied_before_is_one)
{
    run_push(
        [](push_service& s) -> asio::awaitable<void>
        {
            auto const first = record();
            s.between->set(lose_once(s, "UpdateItem"));
            auto outcome = co_await s.router.register_user(first);
            EXPECT_TRUE(outcome.registered);
            EXPECT_TRUE(outcome.previous_is_unknown);
            EXPECT_FALSE(outcome.previous.has_value());
            EXPECT_EQ(s.count("UpdateItem"), 2u);

            // Without a node, the second attempt is applied too, and finds what the first one wrote.
            auto nowhere = record();
            nowhere.uaid = uaid();
            nowhere.node_id.reset();
            s.between->set(lose_once(s, "UpdateItem"));
            outcome = co_await s.router.register_user(nowhere);
            EXPECT_TRUE(outcome.registered);
            EXPECT_TRUE(outcome.previous_is_unknown);
            EXPECT_FALSE(outcome.previous.has_value());
        });
}

/// Loses the first request of the operation.
interposed_transport::hook lose_request(push_service& s, std::string operation)
{
    return [&s, operation](http::request& r,
               interposed_transport::sender const& send) -> asio::awaitable<http::send_result>
    {
        if (dynasio::testing::operation_of(r) != operation)
            co_return co_await send(r);
        s.between->set({});
        co_return lost_response();
    };
}

TEST_F(push_fault_cases, a_registration_that_was_not_applied_before_finds_the_previous_one)
{
    run_push(
        [](push_service& s) -> asio::awaitable<void>
        {
            auto const first = record();
            co_await s.router.register_user(first);
            auto const later = record(1'528'934'400'124);
            s.between->set(lose_request(s, "UpdateItem"));
            auto const outcome = co_await s.router.register_user(later);
            EXPECT_TRUE(outcome.registered);
            EXPECT_FALSE(outcome.previous_is_unknown);
            CO_ASSERT_TRUE(outcome.previous.has_value());
            EXPECT_EQ(outcome.previous->connected_at, first.connected_at);

            s.between->set(lose_request(s, "UpdateItem"));
            auto nobody = record();
            nobody.uaid = uaid();
            auto const of_nobody = co_await s.router.register_user(nobody);
            EXPECT_TRUE(of_nobody.registered);
            EXPECT_FALSE(of_nobody.previous_is_unknown);
            EXPECT_FALSE(of_nobody.previous.has_value());
        });
}

TEST_F(push_fault_cases, a_registration_that_another_one_replaced_is_unknown)
{
    run_push(
        [](push_service& s) -> asio::awaitable<void>
        {
            auto const later = [&]() -> asio::awaitable<void>
            {
                auto other = record(1'528'934'400'999);
                other.node_id = "http://n2:8080";
                co_await s.router.register_user(other);
            };
            auto const first = record();
            s.between->set(lose_once(s, "UpdateItem", later));
            bool const unknown = co_await is_unknown(s.router.register_user(first));
            EXPECT_TRUE(unknown);
        });
}

TEST_F(push_fault_cases, a_node_that_was_cleared_before_is_cleared)
{
    run_push(
        [this](push_service& s) -> asio::awaitable<void>
        {
            auto const current = record();
            co_await s.router.register_user(current);
            s.between->set(lose_once(s, "UpdateItem"));
            bool const cleared = co_await s.router.clear_node(current);
            EXPECT_TRUE(cleared);
            auto const stored = co_await stored_user(s.owner);
            EXPECT_FALSE(stored->contains("node_id"));

            co_await s.router.register_user(current);
            auto const later = [&]() -> asio::awaitable<void>
            {
                auto const other = record(1'528'934'400'999);
                co_await s.router.register_user(other);
            };
            s.between->set(lose_once(s, "UpdateItem", later));
            bool unknown = co_await is_unknown(s.router.clear_node(current));
            EXPECT_TRUE(unknown);
            auto const kept = co_await stored_user(s.owner);
            EXPECT_TRUE(kept->contains("node_id"));

            co_await s.router.drop_user(user);
            co_await s.router.register_user(current);
            auto const elsewhere = [&]() -> asio::awaitable<void>
            {
                auto other = record();
                other.node_id = "http://n2:8080";
                co_await s.router.register_user(other);
            };
            s.between->set(lose_once(s, "UpdateItem", elsewhere));
            unknown = co_await is_unknown(s.router.clear_node(current));
            EXPECT_TRUE(unknown);

            co_await s.router.drop_user(user);
            co_await s.router.register_user(current);
            auto const and_left = [&]() -> asio::awaitable<void>
            {
                auto const other = record(1'528'934'400'999);
                co_await s.router.register_user(other);
                co_await s.router.clear_node(other);
            };
            s.between->set(lose_once(s, "UpdateItem", and_left));
            unknown = co_await is_unknown(s.router.clear_node(current));
            EXPECT_TRUE(unknown);
        });
}

TEST_F(push_fault_cases, a_drop_that_may_have_been_applied_is_unknown)
{
    run_push(
        [](push_service& s) -> asio::awaitable<void>
        {
            auto const current = record();
            co_await s.router.register_user(current);
            s.between->set(lose_once(s, "DeleteItem"));
            bool unknown = co_await is_unknown(s.router.drop_user(user));
            EXPECT_TRUE(unknown);
            co_await s.router.register_user(current);
            drop_user_options options;
            options.if_connected_at = current.connected_at;
            s.between->set(lose_once(s, "DeleteItem"));
            unknown = co_await is_unknown(s.router.drop_user(user, options));
            EXPECT_TRUE(unknown);
        });
}

TEST_F(push_fault_cases, a_user_who_is_gone_has_no_month)
{
    run_push(
        [this](push_service& s) -> asio::awaitable<void>
        {
            auto const current = record();
            co_await s.router.register_user(current);
            auto const drop = [&]() -> asio::awaitable<void> { co_await s.router.drop_user(user); };
            s.between->set(lose_once(s, "UpdateItem", drop));
            bool const updated = co_await s.router.update_message_month(user, "message_2018_07");
            EXPECT_FALSE(updated);
            auto const stored = co_await stored_user(s.owner);
            EXPECT_FALSE(stored.has_value());
        });
}

TEST_F(push_fault_cases, channels_and_messages)
{
    run_push(
        [](push_service& s) -> asio::awaitable<void>
        {
            co_await s.messages.register_channel(user, channel);
            s.between->set(lose_once(s, "UpdateItem"));
            bool unknown = co_await is_unknown(s.messages.unregister_channel(user, channel));
            EXPECT_TRUE(unknown);

            co_await store(s.messages, topic_message("top", "t"));
            auto const fetched = co_await s.messages.fetch_messages(user);
            s.between->set(lose_once(s, "DeleteItem"));
            unknown = co_await is_unknown(s.messages.delete_message(fetched.messages.at(0)));
            EXPECT_TRUE(unknown);
            auto const blind = topic_message("top", "t");
            co_await s.messages.store_message(blind);
            s.between->set(lose_once(s, "DeleteItem"));
            bool const deleted = co_await s.messages.delete_message(blind);
            EXPECT_TRUE(deleted);

            s.between->set(lose_once(s, "UpdateItem"));
            bool moved = co_await s.messages.update_last_message_read(user, message_position(7));
            EXPECT_TRUE(moved);
            auto const further = [&]() -> asio::awaitable<void>
            { co_await s.messages.update_last_message_read(user, message_position(9)); };
            s.between->set(lose_once(s, "UpdateItem", further));
            moved = co_await s.messages.update_last_message_read(user, message_position(8));
            EXPECT_FALSE(moved);
        });
}

TEST_F(push_fault_cases, a_migration_tells_of_both_writes)
{
    run_push(
        [this](push_service& s) -> asio::awaitable<void>
        {
            auto const next = co_await create_message_table(s.owner, table_name("next"));
            co_await s.messages.register_channel(user, channel);
            auto const current = record();
            co_await s.router.register_user(current);
            unsigned updates = 0;
            auto const refuse_second =
                [&](http::request& r,
                    interposed_transport::sender const& send) -> asio::awaitable<http::send_result>
            {
                if (dynasio::testing::operation_of(r) != "UpdateItem" || ++updates != 2)
                    co_return co_await send(r);
                http::response refused;
                refused.status = 400;
                refused.body = R"({"__type":"com.amazon.coral.service#AccessDeniedException"})";
                co_return refused;
            };
            s.between->set(refuse_second);
            bool told = false;
            try
            {
                co_await s.messages.migrate(user, next, s.router);
            }
            catch (service_error const& e)
            {
                told = e.error().may_have_been_applied();
            }
            catch (operation_error const& e)
            {
                told = e.may_have_been_applied();
            }
            EXPECT_TRUE(told);
            auto const found = co_await next.all_channels(user);
            EXPECT_EQ(found.channels.size(), 1u);
        });
}

TEST_F(push_fault_cases, positions_of_equal_times_differ)
{
    run_push(
        [this](push_service& s) -> asio::awaitable<void>
        {
            std::vector<notification> all(50, message("m", 0));
            for (auto& each : all)
                each.position.reset();
            auto keys = co_await s.messages.store_messages(all);
            set_time(time() - std::chrono::hours(1)); // the clock is set back
            auto late = all[0];
            auto const last = co_await s.messages.store_message(late);
            EXPECT_TRUE(std::is_sorted(keys.begin(), keys.end()));
            EXPECT_EQ(std::unique(keys.begin(), keys.end()), keys.end());
            EXPECT_GT(last, keys.back());
        });
}

} // namespace
} // namespace dynasio::tests
