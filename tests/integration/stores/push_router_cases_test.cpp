// SPDX-License-Identifier: BSL-1.0
//
// The acceptance cases of `router_table`.

#include "push_fixture.hpp"

#include <dynasio/expressions.hpp>
#include <dynasio/operations/describe_table.hpp>
#include <dynasio/operations/update_item.hpp>
#include <dynasio/stores/push/preflight_check.hpp>
#include <dynasio/testing/scripted_transport.hpp>

#include <algorithm>
#include <tuple>
#include <vector>

namespace dynasio::tests {
namespace {

using push_router_cases = push_cases;

asio::awaitable<model::table_description> describe(client owner, std::string table)
{
    describe_table_input request;
    request.table_name = std::move(table);
    auto found = co_await owner.describe_table(request);
    co_return found.table.value();
}

/// Another writer changes an attribute of the user.
asio::awaitable<void> set_attribute(client owner, std::string table, std::string name, attribute_value value)
{
    auto request = with(update_item_input(), update(set(path::of(name), value)));
    request.table_name = std::move(table);
    request.key = item::of("uaid", "abad1dea00000000aabbccdd00000000");
    co_await owner.update_item(request);
}

asio::awaitable<void> make_router(client owner, std::string name)
{
    co_await get_router_table(owner, std::move(name));
}

TEST_F(push_router_cases, case_1_the_table_is_made_once)
{
    run_push(
        [this](push_service& s) -> asio::awaitable<void>
        {
            auto const name = table_name("other");
            std::vector<asio::awaitable<void>> both;
            both.push_back(make_router(s.owner, name));
            both.push_back(make_router(s.owner, name));
            co_await together(std::move(both));
            auto const table = co_await describe(s.owner, name);
            CO_ASSERT_EQ(table.key_schema.size(), 1u);
            EXPECT_EQ(table.key_schema[0].attribute_name, "uaid");
            CO_ASSERT_EQ(table.attribute_definitions.size(), 1u);
            EXPECT_EQ(table.attribute_definitions[0].attribute_type, model::scalar_attribute_type::s);
            CO_ASSERT_TRUE(table.provisioned_throughput.has_value());
            EXPECT_EQ(table.provisioned_throughput->read_capacity_units, 5);
            EXPECT_EQ(table.provisioned_throughput->write_capacity_units, 5);
            EXPECT_TRUE(table.global_secondary_indexes.empty());

            auto const again = co_await get_router_table(s.owner, name);
            EXPECT_EQ(again.table_name(), name);
            bool refused = false;
            try
            {
                co_await create_router_table(s.owner, name);
            }
            catch (service_error const& e)
            {
                refused = e.code() == errc::resource_in_use;
            }
            EXPECT_TRUE(refused);
            auto const made = co_await create_router_table(s.owner, table_name("third"));
            auto const nobody = co_await made.get_uaid(user);
            EXPECT_FALSE(nobody.has_value());
        });
}

TEST_F(push_router_cases, case_1_an_index_of_last_connect_if_wanted)
{
    run_push(
        [this](push_service& s) -> asio::awaitable<void>
        {
            auto options = router_options();
            options.access_index = true;
            auto const name = table_name("indexed");
            co_await get_router_table(s.owner, name, table_capacity::on_demand(), options);
            auto const table = co_await describe(s.owner, name);
            CO_ASSERT_EQ(table.global_secondary_indexes.size(), 1u);
            EXPECT_EQ(table.global_secondary_indexes[0].index_name, "AccessIndex");
            auto making = get_router_table(s.owner, router_name(), table_capacity::on_demand(), options);
            co_await failure(std::move(making), store_errc::schema_mismatch);
        });
}

TEST_F(push_router_cases, case_2_a_new_user)
{
    run_push(
        [this](push_service& s) -> asio::awaitable<void>
        {
            auto wanted = record();
            wanted.current_month = "message_2018_06";
            wanted.record_version = 1;
            auto const outcome = co_await s.router.register_user(wanted);
            EXPECT_TRUE(outcome.registered);
            EXPECT_FALSE(outcome.previous.has_value());
            EXPECT_FALSE(outcome.previous_is_unknown);
            EXPECT_FALSE(outcome.current.has_value());
            EXPECT_EQ(s.operations(), std::vector<std::string>{"UpdateItem"});
            auto const stored = co_await stored_user(s.owner);
            auto const expected =
                item::of("uaid", user_text, "router_type", "webpush", "connected_at", 1'528'934'400'123,
                    "node_id", "http://n1:8080", "current_month", "message_2018_06", "record_version", 1);
            EXPECT_EQ(stored, expected);

            s.sent->clear();
            wanted.stored_key = user_text;
            auto const found = co_await s.router.get_uaid(user);
            EXPECT_EQ(found, wanted);
            EXPECT_NE(s.bodies("GetItem").at(0).find(R"("ConsistentRead":true)"), std::string::npos);
        });
}

TEST_F(push_router_cases, case_3_only_a_later_connection_wins)
{
    run_push(
        [](push_service& s) -> asio::awaitable<void>
        {
            auto first = record();
            first.current_month = "message_2018_06";
            co_await s.router.register_user(first);
            for (auto const time : {1'528'934'400'122, 1'528'934'400'123})
            {
                auto again = record(time);
                again.node_id = "http://n2:8080";
                auto const lost = co_await s.router.register_user(again);
                EXPECT_FALSE(lost.registered);
                EXPECT_FALSE(lost.previous.has_value());
                CO_ASSERT_TRUE(lost.current.has_value());
                EXPECT_EQ(lost.current->node_id, "http://n1:8080");
                EXPECT_EQ(lost.current->uaid, user);
            }
            auto later = record(1'528'934'400'124);
            later.node_id = "http://n2:8080";
            later.router_data = item::of("token", "t", "creds", item::of("senderID", "x"));
            auto const won = co_await s.router.register_user(later);
            EXPECT_TRUE(won.registered);
            CO_ASSERT_TRUE(won.previous.has_value());
            first.stored_key = user_text;
            EXPECT_EQ(won.previous, first);
            auto const found = co_await s.router.get_uaid(user);
            CO_ASSERT_TRUE(found.has_value());
            EXPECT_EQ(found->current_month, "message_2018_06");
            EXPECT_EQ(found->node_id, "http://n2:8080");
            EXPECT_EQ(found->router_data, later.router_data);
        });
}

TEST_F(push_router_cases, case_4_types_stay_and_no_node_is_no_obstacle)
{
    run_push(
        [](push_service& s) -> asio::awaitable<void>
        {
            auto const first = record();
            co_await s.router.register_user(first);
            auto other = record(1'528'934'400'999);
            other.router_type = "fcm";
            auto const refused = co_await s.router.register_user(other);
            EXPECT_FALSE(refused.registered);
            bool const cleared = co_await s.router.clear_node(first);
            EXPECT_TRUE(cleared);
            auto const still = co_await s.router.register_user(other);
            EXPECT_FALSE(still.registered);
            auto const earlier = record(1'000);
            auto const won = co_await s.router.register_user(earlier);
            EXPECT_TRUE(won.registered);
            CO_ASSERT_TRUE(won.previous.has_value());
            EXPECT_FALSE(won.previous->node_id.has_value());
        });
}

TEST_F(push_router_cases, case_5_what_a_registration_needs)
{
    run_push(
        [](push_service& s) -> asio::awaitable<void>
        {
            auto no_time = record();
            no_time.connected_at.reset();
            auto why = co_await failure(s.router.register_user(no_time), store_errc::bad_input);
            EXPECT_EQ(why.attribute, "connected_at");
            auto no_type = record();
            no_type.router_type.reset();
            why = co_await failure(s.router.register_user(no_type), store_errc::bad_input);
            EXPECT_EQ(why.attribute, "router_type");
            auto twice = record();
            twice.other.set("node_id", "http://n2:8080");
            why = co_await failure(s.router.register_user(twice), store_errc::bad_input);
            EXPECT_EQ(why.attribute, "other");
            EXPECT_TRUE(s.operations().empty());
        });
}

TEST_F(push_router_cases, case_6_ruins_are_removed_unless_they_are_completed)
{
    run_push(
        [this](push_service& s) -> asio::awaitable<void>
        {
            auto found = co_await s.router.get_uaid(user);
            EXPECT_FALSE(found.has_value());
            EXPECT_EQ(s.operations(), std::vector<std::string>{"GetItem"});

            co_await put(s.owner, router_name(), item::of("uaid", user_text));
            found = co_await s.router.get_uaid(user);
            EXPECT_FALSE(found.has_value());
            auto stored = co_await stored_user(s.owner);
            EXPECT_FALSE(stored.has_value());

            co_await put(s.owner, router_name(), item::of("uaid", user_text));
            auto const complete =
                [&](http::request& r,
                    interposed_transport::sender const& send) -> asio::awaitable<http::send_result>
            {
                if (dynasio::testing::operation_of(r) == "DeleteItem")
                {
                    s.between->set({});
                    auto const wanted = record();
                    co_await s.router.register_user(wanted);
                }
                co_return co_await send(r);
            };
            s.between->set(complete);
            found = co_await s.router.get_uaid(user);
            EXPECT_FALSE(found.has_value());
            stored = co_await stored_user(s.owner);
            CO_ASSERT_TRUE(stored.has_value());
            EXPECT_TRUE(stored->contains("router_type"));
        });
}

TEST_F(push_router_cases, case_7_only_the_own_connection_is_cleared)
{
    run_push(
        [this](push_service& s) -> asio::awaitable<void>
        {
            auto const current = record();
            co_await s.router.register_user(current);
            auto const stale = record(1'528'934'400'122);
            bool cleared = co_await s.router.clear_node(stale);
            EXPECT_FALSE(cleared);
            auto elsewhere = record();
            elsewhere.node_id = "http://n2:8080";
            cleared = co_await s.router.clear_node(elsewhere);
            EXPECT_FALSE(cleared);
            auto stored = co_await stored_user(s.owner);
            EXPECT_TRUE(stored->contains("node_id"));

            co_await set_attribute(s.owner, router_name(), "current_month", "message_2018_07");
            cleared = co_await s.router.clear_node(current);
            EXPECT_TRUE(cleared);
            stored = co_await stored_user(s.owner);
            EXPECT_EQ(stored,
                item::of("uaid", user_text, "router_type", "webpush", "connected_at", 1'528'934'400'123,
                    "current_month", "message_2018_07"));
            cleared = co_await s.router.clear_node(current);
            EXPECT_FALSE(cleared);

            s.sent->clear();
            auto nowhere = record();
            nowhere.node_id.reset();
            cleared = co_await s.router.clear_node(nowhere);
            EXPECT_FALSE(cleared);
            EXPECT_TRUE(s.operations().empty());
        });
}

TEST_F(push_router_cases, case_8_a_user_is_dropped_once)
{
    run_push(
        [](push_service& s) -> asio::awaitable<void>
        {
            auto const current = record();
            co_await s.router.register_user(current);
            drop_user_options other;
            other.if_connected_at.emplace(std::chrono::milliseconds(1));
            bool dropped = co_await s.router.drop_user(user, other);
            EXPECT_FALSE(dropped);
            dropped = co_await s.router.drop_user(user);
            EXPECT_TRUE(dropped);
            dropped = co_await s.router.drop_user(user);
            EXPECT_FALSE(dropped);
            co_await s.router.register_user(current);
            other.if_connected_at = current.connected_at;
            dropped = co_await s.router.drop_user(user, other);
            EXPECT_TRUE(dropped);
            EXPECT_EQ(s.count("DeleteItem"), 4u);
        });
}

TEST_F(push_router_cases, case_9_another_month)
{
    run_push(
        [this](push_service& s) -> asio::awaitable<void>
        {
            bool updated = co_await s.router.update_message_month(user, "message_2018_07");
            EXPECT_FALSE(updated);
            auto stored = co_await stored_user(s.owner);
            EXPECT_FALSE(stored.has_value());

            auto const current = record();
            co_await s.router.register_user(current);
            co_await set_attribute(s.owner, router_name(), "current_timestamp", 7);
            updated = co_await s.router.update_message_month(user, "message_2018_07");
            EXPECT_TRUE(updated);
            auto found = co_await s.router.get_uaid(user);
            CO_ASSERT_TRUE(found.has_value());
            EXPECT_EQ(found->current_month, "message_2018_07");
            EXPECT_EQ(found->last_connect, 20180614000003);
            EXPECT_TRUE(found->other.empty());
            EXPECT_EQ(found->node_id, current.node_id);

            auto options = router_options();
            options.last_connect = last_connect_form::month_hour;
            router_table const original(s.owner, router_name(), options);
            co_await original.update_message_month(user, "message_2018_07");
            found = co_await s.router.get_uaid(user);
            EXPECT_EQ(found->last_connect, 201806000003);
            co_await failure(s.router.update_message_month(user, ""), store_errc::bad_input);
        });
}

TEST_F(push_router_cases, case_10_connected_this_month)
{
    run_push(
        [](push_service& s) -> asio::awaitable<void>
        {
            auto current = record();
            EXPECT_FALSE(s.router.has_connected_this_month(current));
            for (auto const& [value, expected] : {std::pair(20180614000003, true),
                     std::pair(201806000003, true), std::pair(201805230010, false),
                     std::pair(20170614000003, false), std::pair(201706000003, false)})
            {
                current.last_connect = value;
                EXPECT_EQ(s.router.has_connected_this_month(current), expected) << value;
            }
            co_return;
        });
}

TEST_F(push_router_cases, case_11_fields_are_padded)
{
    run_push(
        [this](push_service& s) -> asio::awaitable<void>
        {
            auto const current = record();
            co_await s.router.register_user(current);
            auto options = router_options();
            options.last_connect = last_connect_form::month_hour;
            router_table const original(s.owner, router_name(), options);
            using namespace std::chrono;
            for (auto const& [time, here, there] :
                {std::tuple(sys_days(2019y / January / 1) + hours(0), 20190101000003, 201901000003),
                    std::tuple(sys_days(2018y / December / 31) + hours(23), 20181231230003, 201812230003)})
            {
                set_time(time);
                co_await s.router.update_message_month(user, "message");
                auto found = co_await s.router.get_uaid(user);
                EXPECT_EQ(found->last_connect, here);
                co_await original.update_message_month(user, "message");
                found = co_await s.router.get_uaid(user);
                EXPECT_EQ(found->last_connect, there);
            }
        });
}

TEST_F(push_router_cases, case_12_the_table_never_shows_the_uaid)
{
    run_push(
        [this](push_service& s) -> asio::awaitable<void>
        {
            auto options = router_options();
            options.uaid_hash_key = secret("SuperSikkret");
            router_table const router(s.owner, router_name(), options);
            auto const current = record();
            co_await router.register_user(current);
            auto const found = co_await router.get_uaid(user);
            CO_ASSERT_TRUE(found.has_value());
            EXPECT_EQ(found->uaid, user);
            EXPECT_EQ(found->stored_key, hash_uaid(secret("SuperSikkret"), user_text));
            auto const stored = co_await scan(s.owner, router_name());
            CO_ASSERT_EQ(stored.size(), 1u);
            EXPECT_EQ(stored[0].at("uaid").as_string(), found->stored_key);
            bool const cleared = co_await router.clear_node(*found);
            EXPECT_TRUE(cleared);
            bool const dropped = co_await router.drop_user(user);
            EXPECT_TRUE(dropped);
            for (auto const* operation : {"UpdateItem", "GetItem", "DeleteItem"})
                for (auto const& body : s.bodies(operation))
                    EXPECT_EQ(body.find(user_text), std::string::npos) << body;
        });
}

TEST_F(push_router_cases, case_13_a_preflight_leaves_nothing)
{
    run_push(
        [this](push_service& s) -> asio::awaitable<void>
        {
            co_await preflight_check(s.messages, s.router);
            auto users = co_await scan(s.owner, router_name());
            auto messages = co_await scan(s.owner, message_name());
            EXPECT_TRUE(users.empty());
            EXPECT_TRUE(messages.empty());
            EXPECT_EQ(s.count("PutItem"), 1u);
            EXPECT_EQ(s.count("DeleteItem"), 2u);
        });
}

/// Answers as the service does to somebody who may not do this.
interposed_transport::hook deny(std::string operation)
{
    return [operation](http::request& r,
               interposed_transport::sender const& send) -> asio::awaitable<http::send_result>
    {
        if (dynasio::testing::operation_of(r) != operation)
            co_return co_await send(r);
        http::response refused;
        refused.status = 400;
        refused.body = R"({"__type":"com.amazon.coral.service#AccessDeniedException","Message":"no"})";
        co_return refused;
    };
}

TEST_F(push_router_cases, case_13_a_failed_preflight_names_the_step)
{
    run_push(
        [this](push_service& s) -> asio::awaitable<void>
        {
            s.between->set(deny("DeleteItem"));
            std::string text;
            try
            {
                co_await preflight_check(s.messages, s.router);
            }
            catch (service_error const& e)
            {
                EXPECT_EQ(e.code(), errc::access_denied);
                text = e.what();
            }
            EXPECT_NE(
                text.find("preflight_check: delete the message; a message may be left"), std::string::npos)
                << text;
            s.between->set(deny("GetItem"));
            text.clear();
            try
            {
                co_await preflight_check(s.messages, s.router);
            }
            catch (service_error const& e)
            {
                text = e.what();
            }
            EXPECT_NE(text.find("preflight_check: read the user"), std::string::npos) << text;
            EXPECT_EQ(text.find("may be left"), std::string::npos) << text;
            auto const users = co_await scan(s.owner, router_name());
            EXPECT_TRUE(users.empty());
        });
}

TEST_F(push_router_cases, case_13_a_preflight_touches_no_other_user)
{
    run_push(
        [this](push_service& s) -> asio::awaitable<void>
        {
            auto other = record();
            other.uaid = uaid(preflight_uaid);
            co_await s.router.register_user(other);
            auto const why = co_await failure(preflight_check(s.messages, s.router), store_errc::conflict);
            EXPECT_NE(why.reason.find("register a user"), std::string::npos) << why.reason;
            auto const users = co_await scan(s.owner, router_name());
            EXPECT_EQ(users.size(), 1u);
        });
}

TEST_F(push_router_cases, case_13_a_preflight_drops_no_newer_connection)
{
    run_push(
        [](push_service& s) -> asio::awaitable<void>
        {
            auto other = record();
            other.uaid = uaid(preflight_uaid);
            unsigned deletions = 0;
            auto const connect =
                [&](http::request& r,
                    interposed_transport::sender const& send) -> asio::awaitable<http::send_result>
            {
                if (dynasio::testing::operation_of(r) == "DeleteItem" && ++deletions == 2)
                    co_await s.router.register_user(other);
                co_return co_await send(r);
            };
            s.between->set(connect);
            co_await preflight_check(s.messages, s.router);
            auto const kept = co_await s.router.get_uaid(other.uaid);
            CO_ASSERT_TRUE(kept.has_value());
            EXPECT_EQ(kept->node_id, other.node_id);
        });
}

TEST_F(push_router_cases, what_other_programs_wrote_is_kept)
{
    run_push(
        [this](push_service& s) -> asio::awaitable<void>
        {
            auto const foreign = item::of("uaid", user_text, "router_type", "webpush", "connected_at", 5,
                "priv_channels", item::of("x", 1), "expiry", nullptr);
            co_await put(s.owner, router_name(), foreign);
            auto found = co_await s.router.get_uaid(user);
            CO_ASSERT_TRUE(found.has_value());
            EXPECT_EQ(found->other, item::of("priv_channels", item::of("x", 1), "expiry", nullptr));
            co_await s.router.drop_user(user);
            co_await s.router.register_user(*found);
            auto const stored = co_await stored_user(s.owner);
            EXPECT_EQ(stored, foreign);

            co_await set_attribute(s.owner, router_name(), "node_id", 17);
            auto const why = co_await failure(s.router.get_uaid(user), store_errc::malformed_item);
            EXPECT_EQ(why.table, router_name());
            EXPECT_EQ(why.key, item::of("uaid", user_text));
            EXPECT_EQ(why.attribute, "node_id");
        });
}

TEST_F(push_router_cases, a_registration_for_existing_users_makes_none)
{
    run_push(
        [this](push_service& s) -> asio::awaitable<void>
        {
            register_options options;
            options.if_exists = true;
            auto const wanted = record();
            auto outcome = co_await s.router.register_user(wanted, options);
            EXPECT_FALSE(outcome.registered);
            EXPECT_FALSE(outcome.current.has_value());
            auto const stored = co_await stored_user(s.owner);
            EXPECT_FALSE(stored.has_value());
            co_await s.router.register_user(wanted);
            auto const later = record(1'528'934'400'124);
            outcome = co_await s.router.register_user(later, options);
            EXPECT_TRUE(outcome.registered);
        });
}

TEST_F(push_router_cases, a_write_over_a_malformed_record_says_that_it_was_applied)
{
    run_push(
        [this](push_service& s) -> asio::awaitable<void>
        {
            co_await put(s.owner, router_name(), item::of("uaid", user_text, "record_version", "one"));
            auto const wanted = record();
            auto const why = co_await failure(s.router.register_user(wanted), store_errc::malformed_item);
            EXPECT_TRUE(why.applied);
            auto const stored = co_await stored_user(s.owner);
            EXPECT_EQ(stored->at("node_id").as_string(), "http://n1:8080");
        });
}

TEST_F(push_router_cases, case_30_the_latest_of_100_connections_wins)
{
    run_push(
        [](push_service& s) -> asio::awaitable<void>
        {
            std::vector<std::pair<std::int64_t, std::int64_t>> accepted; // time, time before
            std::vector<asio::awaitable<void>> all;
            auto const connect = [&](std::int64_t time) -> asio::awaitable<void>
            {
                auto const wanted = record(time);
                auto const outcome = co_await s.router.register_user(wanted);
                if (outcome.registered)
                    accepted.emplace_back(time,
                        outcome.previous ? outcome.previous->connected_at->time_since_epoch().count() : 0);
            };
            for (int i = 0; i < 100; ++i)
                all.push_back(connect(1'000 + i * 37 % 100));
            co_await together(std::move(all));
            auto const found = co_await s.router.get_uaid(user);
            CO_ASSERT_TRUE(found.has_value());
            EXPECT_EQ(found->connected_at->time_since_epoch().count(), 1'099);
            std::sort(accepted.begin(), accepted.end());
            CO_ASSERT_FALSE(accepted.empty());
            std::int64_t before = 0;
            for (auto const& [time, previous] : accepted)
            {
                EXPECT_EQ(previous, before);
                before = time;
            }
            EXPECT_EQ(before, 1'099);
        });
}

} // namespace
} // namespace dynasio::tests
