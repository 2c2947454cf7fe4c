// SPDX-License-Identifier: BSL-1.0
//
// The acceptance cases of `message_table` and `message_months`.

#include "push_fixture.hpp"

#include <dynasio/operations/describe_time_to_live.hpp>
#include <dynasio/operations/list_tables.hpp>
#include <dynasio/stores/message_months.hpp>
#include <dynasio/testing/scripted_transport.hpp>

#include <algorithm>
#include <set>

namespace dynasio::tests {
namespace {

using push_message_cases = push_cases;
using strings = std::vector<std::string>;

constexpr std::uint64_t now_us = 1'528'934'400'123'456;

TEST_F(push_message_cases, case_14_the_table_expires_its_items)
{
    run_push(
        [this](push_service& s) -> asio::awaitable<void>
        {
            describe_time_to_live_input request;
            request.table_name = message_name();
            auto const found = co_await s.owner.describe_time_to_live(request);
            CO_ASSERT_TRUE(found.time_to_live_description.has_value());
            EXPECT_EQ(found.time_to_live_description->attribute_name, "expiry");
            auto const again = co_await create_message_table(s.owner, message_name());
            EXPECT_EQ(again.table_name(), message_name());
        });
}

/// Answers as a server does that has no times to live.
asio::awaitable<http::send_result> no_time_to_live(http::request& r, interposed_transport::sender const& send)
{
    if (dynasio::testing::operation_of(r) != "DescribeTimeToLive")
        co_return co_await send(r);
    http::response refused;
    refused.status = 400;
    refused.body = R"({"__type":"com.amazon.coral.service#UnknownOperationException"})";
    co_return refused;
}

TEST_F(push_message_cases, case_14_servers_without_times_to_live_are_tolerated)
{
    run_push(
        [this](push_service& s) -> asio::awaitable<void>
        {
            s.between->set(&no_time_to_live);
            auto const table = co_await create_message_table(s.owner, table_name("plain"));
            auto const found = co_await table.all_channels(user);
            EXPECT_FALSE(found.exists);
        });
}

TEST_F(push_message_cases, case_14_months)
{
    run_push(
        [this](push_service& s) -> asio::awaitable<void>
        {
            auto const prefix = table_name("m");
            message_months const months(
                s.owner, prefix, table_capacity::provisioned(5, 5), message_options());
            co_await months.refresh();
            list_tables_input const every;
            auto tables = co_await s.owner.list_tables(every);
            auto const exists = [&](std::string const& name)
            { return std::ranges::find(tables.table_names, name) != tables.table_names.end(); };
            EXPECT_TRUE(exists(prefix + "_2018_05"));
            EXPECT_TRUE(exists(prefix + "_2018_06"));
            EXPECT_FALSE(exists(prefix + "_2018_07"));
            EXPECT_EQ(months.current().table_name(), prefix + "_2018_06");
            EXPECT_TRUE(months.find(prefix + "_2018_05").has_value());
            EXPECT_FALSE(months.find(prefix + "_2018_04").has_value());
            EXPECT_FALSE(months.find("message").has_value());

            auto expired = co_await months.expired();
            EXPECT_EQ(expired, strings());
            using namespace std::chrono;
            set_time(sys_days(2018y / July / 31) - seconds(86'401)); // 30 days after June, less a second
            expired = co_await months.expired();
            EXPECT_EQ(expired, strings());
            set_time(sys_days(2018y / July / 31));
            expired = co_await months.expired();
            EXPECT_EQ(expired, strings{prefix + "_2018_05"});
            co_await months.refresh(); // August is tomorrow
            auto const dropped = co_await months.drop_expired();
            EXPECT_EQ(dropped, expired);
            tables = co_await s.owner.list_tables(every);
            EXPECT_FALSE(exists(prefix + "_2018_05"));
            EXPECT_TRUE(exists(prefix + "_2018_06"));
            EXPECT_TRUE(exists(prefix + "_2018_07"));
            EXPECT_TRUE(exists(prefix + "_2018_08"));
            EXPECT_EQ(months.current().table_name(), prefix + "_2018_07");

            auto newest = co_await newest_message_table(s.owner, prefix);
            CO_ASSERT_TRUE(newest.has_value());
            EXPECT_EQ(newest->table_name(), prefix + "_2018_08");
            newest = co_await newest_message_table(s.owner, message_name());
            CO_ASSERT_TRUE(newest.has_value());
            EXPECT_EQ(newest->table_name(), message_name());
            newest = co_await newest_message_table(s.owner, table_name("mess"));
            EXPECT_FALSE(newest.has_value());
        });
}

TEST_F(push_message_cases, case_14_expired_tables_that_others_drop_or_that_stay)
{
    run_push(
        [this](push_service& s) -> asio::awaitable<void>
        {
            auto const prefix = table_name("m");
            strings const old{prefix + "_2017_01", prefix + "_2017_02"};
            for (auto const& name : old)
                co_await create_message_table(s.owner, name);
            message_months const months(s.owner, prefix, table_capacity::on_demand(), message_options());
            strings deleted;
            unsigned refused_at = 1;
            auto const refuse =
                [&](http::request& r,
                    interposed_transport::sender const& send) -> asio::awaitable<http::send_result>
            {
                if (dynasio::testing::operation_of(r) != "DeleteTable")
                    co_return co_await send(r);
                deleted.push_back(r.body);
                if (deleted.size() != refused_at)
                    co_return co_await send(r);
                http::response refused;
                refused.status = 400;
                refused.body = R"({"__type":"com.amazon.coral.service#AccessDeniedException"})";
                co_return refused;
            };
            s.between->set(refuse);
            bool denied = false;
            try
            {
                co_await months.drop_expired();
            }
            catch (service_error const& e)
            {
                denied = e.code() == errc::access_denied;
            }
            EXPECT_TRUE(denied);
            deleted.clear();
            refused_at = 2;
            auto const why = co_await failure(months.drop_expired(), store_errc::unfinished);
            EXPECT_EQ(why.deleted, 1u);
            EXPECT_NE(why.reason.find(prefix + "_2017_0"), std::string::npos) << why.reason;
            CO_ASSERT_TRUE(why.cause.has_value());
            EXPECT_EQ(*why.cause, errc::access_denied);

            auto const twice =
                [&](http::request& r,
                    interposed_transport::sender const& send) -> asio::awaitable<http::send_result>
            {
                if (dynasio::testing::operation_of(r) == "DeleteTable")
                    co_await send(r);
                co_return co_await send(r);
            };
            s.between->set(twice);
            auto const dropped = co_await months.drop_expired();
            EXPECT_EQ(dropped.size(), 1u);
            auto const left = co_await months.expired();
            EXPECT_EQ(left, strings());
        });
}

TEST_F(push_message_cases, months_share_their_positions)
{
    run_push(
        [this](push_service& s) -> asio::awaitable<void>
        {
            message_months const months(
                s.owner, table_name("m"), table_capacity::on_demand(), message_options());
            co_await months.refresh();
            auto one = message("a", 0);
            one.position.reset();
            auto const first = co_await months.current().store_message(one);
            auto const second = co_await months.current().store_message(one);
            EXPECT_EQ(first, "02:" + std::to_string(now_us) + ":" + std::string(channel_text));
            EXPECT_EQ(second, "02:" + std::to_string(now_us + 1) + ":" + std::string(channel_text));
        });
}

TEST_F(push_message_cases, case_15_channels)
{
    run_push(
        [this](push_service& s) -> asio::awaitable<void>
        {
            channel_id const undashed("DEADBEEF00000000DECAFBAD00000000");
            co_await s.messages.register_channel(user, undashed);
            auto stored = co_await stored_message(s.owner, " ");
            EXPECT_EQ(stored,
                item::of("uaid", user_text, "chidmessageid", " ", "chids",
                    std::vector<std::string>{std::string(channel_text)}, "expiry", 1'531'526'400));
            EXPECT_EQ(s.count("UpdateItem"), 1u);
            co_await s.messages.register_channel(user, channel, std::chrono::seconds(60));
            stored = co_await stored_message(s.owner, " ");
            EXPECT_EQ(stored->at("expiry").as_number(), number(1'528'934'460));
            auto const all = co_await s.messages.all_channels(user);
            EXPECT_TRUE(all.exists);
            EXPECT_EQ(all.channels, std::set<channel_id>{channel});
            auto registering = s.messages.register_channel(user, channel, std::chrono::seconds(-1));
            co_await failure(std::move(registering), store_errc::bad_input);
            EXPECT_THROW(channel_id("nope"), store_error);
        });
}

TEST_F(push_message_cases, case_16_channels_are_removed_once)
{
    run_push(
        [this](push_service& s) -> asio::awaitable<void>
        {
            bool removed = co_await s.messages.unregister_channel(user, channel);
            EXPECT_FALSE(removed);
            auto stored = co_await stored_message(s.owner, " ");
            EXPECT_FALSE(stored.has_value());
            co_await s.messages.register_channel(user, channel);
            removed = co_await s.messages.unregister_channel(user, channel);
            EXPECT_TRUE(removed);
            stored = co_await stored_message(s.owner, " ");
            CO_ASSERT_TRUE(stored.has_value());
            EXPECT_FALSE(stored->contains("chids"));
            removed = co_await s.messages.unregister_channel(user, channel);
            EXPECT_FALSE(removed);
        });
}

TEST_F(push_message_cases, case_17_channels_are_saved_anew)
{
    run_push(
        [this](push_service& s) -> asio::awaitable<void>
        {
            auto all = co_await s.messages.all_channels(user);
            EXPECT_FALSE(all.exists);
            EXPECT_TRUE(all.channels.empty());
            co_await s.messages.register_channel(user, channel);
            co_await s.messages.update_last_message_read(user, message_position(7));
            co_await s.messages.save_channels(user, std::set<channel_id>());
            auto const stored = co_await stored_message(s.owner, " ");
            EXPECT_EQ(stored, item::of("uaid", user_text, "chidmessageid", " ", "expiry", 1'531'526'400));
            all = co_await s.messages.all_channels(user);
            EXPECT_TRUE(all.exists);
            EXPECT_TRUE(all.channels.empty());
            strings const foreign{std::string(channel_text), "nope"};
            auto record = item::of("uaid", user_text, "chidmessageid", " ", "chids", foreign);
            co_await put(s.owner, message_name(), record);
            all = co_await s.messages.all_channels(user);
            EXPECT_EQ(all.channels, std::set<channel_id>{channel});
            record.set("chids", "text");
            co_await put(s.owner, message_name(), record);
            auto const why = co_await failure(s.messages.all_channels(user), store_errc::malformed_item);
            EXPECT_EQ(why.attribute, "chids");
            EXPECT_EQ(why.key, item::of("uaid", user_text, "chidmessageid", " "));
        });
}

TEST_F(push_message_cases, case_18_messages_as_they_are_stored)
{
    run_push(
        [this](push_service& s) -> asio::awaitable<void>
        {
            auto one = message("mid", 0);
            one.position.reset();
            one.data = "ZGF0YQ";
            one.headers.emplace();
            one.headers->encoding = "aes128gcm";
            one.headers->crypto_key = "k";
            auto const key = co_await s.messages.store_message(one);
            EXPECT_EQ(key, "02:1528934400123456:" + std::string(channel_text));
            EXPECT_EQ(s.operations(), strings{"PutItem"});
            auto stored = co_await stored_message(s.owner, key);
            EXPECT_EQ(stored,
                item::of("uaid", user_text, "chidmessageid", key, "headers",
                    item::of("encoding", "aes128gcm", "crypto_key", "k"), "ttl", 100, "timestamp",
                    1'528'934'400, "updateid", "mid", "expiry", 1'528'934'500, "data", "ZGF0YQ"));
            auto fetched = co_await s.messages.fetch_timestamp_messages(user);
            CO_ASSERT_EQ(fetched.messages.size(), 1u);
            one.position = message_position(now_us);
            one.timestamp = std::chrono::sys_seconds(std::chrono::seconds(1'528'934'400));
            one.update_id = "mid";
            EXPECT_EQ(fetched.messages[0], one);

            auto topic = topic_message("top", "t1");
            topic.ttl = std::chrono::seconds(99'999'999);
            auto const topic_key = co_await s.messages.store_message(topic);
            EXPECT_EQ(topic_key, "01:" + std::string(channel_text) + ":top");
            stored = co_await stored_message(s.owner, topic_key);
            EXPECT_EQ(stored->at("expiry").as_number(), number(1'531'526'400));
            EXPECT_FALSE(stored->contains("headers"));
            EXPECT_FALSE(stored->contains("data"));

            auto short_lived = message("s", now_us + 1);
            short_lived.ttl.reset();
            auto const short_key = co_await s.messages.store_message(short_lived);
            stored = co_await stored_message(s.owner, short_key);
            EXPECT_EQ(stored->at("expiry").as_number(), number(1'528'934'400));
            EXPECT_FALSE(stored->contains("ttl"));

            co_await put(s.owner, message_name(),
                item::of("uaid", user_text, "chidmessageid", "01:" + std::string(channel_text) + ":orig",
                    "headers", nullptr, "ttl", nullptr, "updateid", nullptr, "timestamp", 1'528'934'400,
                    "expiry", 1'528'934'400));
            fetched = co_await s.messages.fetch_messages(user);
            CO_ASSERT_EQ(fetched.messages.size(), 2u);
            EXPECT_EQ(fetched.messages[0].topic, "orig");
            EXPECT_FALSE(fetched.messages[0].headers.has_value());
            EXPECT_FALSE(fetched.messages[0].ttl.has_value());
            EXPECT_FALSE(fetched.messages[0].update_id.has_value());
        });
}

TEST_F(push_message_cases, case_18_messages_that_cannot_be_stored)
{
    run_push(
        [this](push_service& s) -> asio::awaitable<void>
        {
            auto bad = message("m", 1);
            bad.ttl = std::chrono::seconds(-1);
            auto why = co_await failure(s.messages.store_message(bad), store_errc::bad_input);
            EXPECT_EQ(why.attribute, "ttl");
            bad = message("m", 1);
            bad.data = std::string(409'600, 'x');
            co_await failure(s.messages.store_message(bad), store_errc::bad_input);
            std::vector<notification> batch(1, bad);
            co_await failure(s.messages.store_messages(batch), store_errc::bad_input);
            auto const messages = co_await scan(s.owner, message_name());
            EXPECT_TRUE(messages.empty());
            EXPECT_EQ(s.count("PutItem") + s.count("BatchWriteItem"), 0u);
        });
}

TEST_F(push_message_cases, case_19_topic_messages_replace_each_other)
{
    run_push(
        [](push_service& s) -> asio::awaitable<void>
        {
            co_await store(s.messages, topic_message("top", "first"));
            auto const first = co_await s.messages.fetch_messages(user);
            CO_ASSERT_EQ(first.messages.size(), 1u);
            EXPECT_EQ(first.messages[0].message_id, "first");
            co_await store(s.messages, topic_message("top", "second"));
            auto const second = co_await s.messages.fetch_messages(user);
            CO_ASSERT_EQ(second.messages.size(), 1u);
            EXPECT_EQ(second.messages[0].message_id, "second");
            bool deleted = co_await s.messages.delete_message(first.messages[0]);
            EXPECT_FALSE(deleted);
            auto const still = co_await s.messages.fetch_messages(user);
            EXPECT_EQ(still.messages, second.messages);
            deleted = co_await s.messages.delete_message(second.messages[0]);
            EXPECT_TRUE(deleted);
            deleted = co_await s.messages.delete_message(second.messages[0]);
            EXPECT_FALSE(deleted);
            auto blind = topic_message("top", "any");
            deleted = co_await s.messages.delete_message(blind);
            EXPECT_TRUE(deleted);
        });
}

TEST_F(push_message_cases, case_20_topics_first_then_pages_in_order)
{
    run_push(
        [](push_service& s) -> asio::awaitable<void>
        {
            co_await s.messages.register_channel(user, channel);
            std::vector<notification> all;
            for (auto const* topic : {"a", "b", "c"})
                all.push_back(topic_message(topic, topic));
            for (unsigned i = 0; i < 12; ++i)
                all.push_back(message("m" + std::to_string(i), now_us + i));
            co_await s.messages.store_messages(all);
            EXPECT_EQ(s.count("BatchWriteItem"), 1u);

            auto const topics = co_await s.messages.fetch_messages(user, 2);
            EXPECT_EQ(ids_of(topics.messages), (strings{"a", "b"}));
            EXPECT_FALSE(topics.position.has_value());
            auto page = co_await s.messages.fetch_timestamp_messages(user);
            CO_ASSERT_EQ(page.messages.size(), 10u);
            EXPECT_EQ(page.messages[0].message_id, "m0");
            EXPECT_EQ(page.position, message_position(now_us + 9));
            EXPECT_EQ(s.count("Query"), 2u);
            for (auto const& body : s.bodies("Query"))
                EXPECT_NE(body.find(R"("ConsistentRead":true)"), std::string::npos) << body;
            page = co_await s.messages.fetch_timestamp_messages(user, page.position);
            EXPECT_EQ(ids_of(page.messages), (strings{"m10", "m11"}));
            EXPECT_EQ(page.position, message_position(now_us + 11));
            page = co_await s.messages.fetch_timestamp_messages(user, page.position);
            EXPECT_TRUE(page.messages.empty());
            EXPECT_FALSE(page.position.has_value());
            auto fetching = s.messages.fetch_messages(user, 0);
            co_await failure(std::move(fetching), store_errc::bad_input);
        });
}

TEST_F(push_message_cases, case_21_nothing_is_lost_without_a_channel_record)
{
    run_push(
        [](push_service& s) -> asio::awaitable<void>
        {
            co_await store(s.messages, topic_message("a", "a"));
            co_await store(s.messages, topic_message("b", "b"));
            auto const fetched = co_await s.messages.fetch_messages(user);
            EXPECT_EQ(ids_of(fetched.messages), (strings{"a", "b"}));
            EXPECT_FALSE(fetched.position.has_value());
        });
}

TEST_F(push_message_cases, case_22_legacy_messages_lie_among_both)
{
    run_push(
        [this](push_service& s) -> asio::awaitable<void>
        {
            for (auto const* start : {"00adbeef", "01adbeef", "deadbeef"})
            {
                auto legacy = message(std::string("l") + start, 0);
                legacy.position.reset();
                legacy.legacy = true;
                legacy.channel = channel_id(start + std::string("-0000-0000-deca-fbad00000000"));
                co_await s.messages.store_message(legacy);
            }
            co_await store(s.messages, message("m", now_us));
            auto const first = co_await s.messages.fetch_messages(user);
            EXPECT_EQ(ids_of(first.messages), (strings{"l00adbeef", "l01adbeef"}));
            EXPECT_TRUE(first.messages[0].legacy);
            auto const second = co_await s.messages.fetch_timestamp_messages(user);
            EXPECT_EQ(ids_of(second.messages), (strings{"l01adbeef", "m", "ldeadbeef"}));
            EXPECT_EQ(second.position, message_position(now_us));

            strings drained;
            auto messages = s.messages.drain(user);
            while (auto const each = co_await messages.next())
                drained.push_back(each->message_id);
            EXPECT_EQ(drained, (strings{"l00adbeef", "l01adbeef", "m", "ldeadbeef"}));
            EXPECT_FALSE(first.messages[0].update_id.has_value());
            auto const key = "00adbeef-0000-0000-deca-fbad00000000:l00adbeef";
            auto const stored = co_await stored_message(s.owner, key);
            CO_ASSERT_TRUE(stored.has_value());
            EXPECT_FALSE(stored->contains("updateid"));
            bool const deleted = co_await s.messages.delete_message(first.messages[0]);
            EXPECT_TRUE(deleted);
            auto const left = co_await s.messages.fetch_messages(user);
            EXPECT_EQ(ids_of(left.messages), (strings{"l01adbeef"}));
        });
}

TEST_F(push_message_cases, case_22_what_old_items_lack)
{
    run_push(
        [this](push_service& s) -> asio::awaitable<void>
        {
            auto old = item::of("uaid", user_text, "chidmessageid", std::string(channel_text) + ":id",
                "updateid", "u", "ttl", 100, "expiry", 1'528'934'500);
            co_await put(s.owner, message_name(), old);
            auto page = co_await s.messages.fetch_timestamp_messages(user);
            CO_ASSERT_EQ(page.messages.size(), 1u);
            EXPECT_EQ(page.messages[0].message_id, "id");
            EXPECT_FALSE(page.messages[0].update_id.has_value());
            auto const arrival = std::chrono::sys_seconds(std::chrono::seconds(1'528'934'400));
            EXPECT_EQ(page.messages[0].timestamp, arrival);
            EXPECT_FALSE(is_expired(page.messages[0], time()));
            old.erase("expiry");
            co_await put(s.owner, message_name(), old);
            page = co_await s.messages.fetch_timestamp_messages(user);
            EXPECT_EQ(page.messages.at(0).timestamp, std::chrono::sys_seconds());
        });
}

TEST_F(push_message_cases, case_23_groups_and_long_pages)
{
    run_push(
        [](push_service& s) -> asio::awaitable<void>
        {
            for (unsigned i = 0; i < 3; ++i)
                co_await store(s.messages, message("m" + std::to_string(i), now_us + i));
            auto twin = message("twin", now_us + 1);
            twin.channel = channel_id("eeeeeeee-0000-0000-deca-fbad00000000");
            co_await s.messages.store_message(twin);
            auto page = co_await s.messages.fetch_timestamp_messages(user, std::nullopt, 2);
            EXPECT_EQ(ids_of(page.messages), (strings{"m0", "m1", "twin"}));
            page = co_await s.messages.fetch_timestamp_messages(user, page.position, 2);
            EXPECT_EQ(ids_of(page.messages), (strings{"m2"}));

            std::vector<notification> large;
            for (unsigned i = 0; i < 40; ++i)
            {
                large.push_back(message("l" + std::to_string(i), now_us + 100 + i));
                large.back().data = std::string(60'000, 'x');
            }
            co_await s.messages.store_messages(large);
            s.sent->clear();
            page = co_await s.messages.fetch_timestamp_messages(user, message_position(now_us + 99), 30);
            EXPECT_EQ(page.messages.size(), 30u);
            EXPECT_GE(s.count("Query"), 2u);
        });
}

TEST_F(push_message_cases, case_24_the_position_never_goes_back)
{
    run_push(
        [](push_service& s) -> asio::awaitable<void>
        {
            for (unsigned i = 5; i < 9; ++i)
                co_await store(s.messages, message("m" + std::to_string(i), i));
            for (auto const& [value, expected] :
                {std::pair(5U, true), std::pair(7U, true), std::pair(6U, false), std::pair(7U, false)})
            {
                bool const moved =
                    co_await s.messages.update_last_message_read(user, message_position(value));
                EXPECT_EQ(moved, expected) << value;
            }
            EXPECT_EQ(s.count("UpdateItem"), 4u);
            auto const read = co_await s.messages.fetch_messages(user);
            EXPECT_EQ(read.position, message_position(7));
            auto const next = co_await s.messages.fetch_timestamp_messages(user, read.position);
            EXPECT_EQ(ids_of(next.messages), (strings{"m8"}));
        });
}

TEST_F(push_message_cases, case_24_positions_of_two_lengths_are_ordered_as_keys)
{
    run_push(
        [](push_service& s) -> asio::awaitable<void>
        {
            // "1528934400124" (milliseconds) lies behind "1528934400123456".
            message_position const micro(1'528'934'400'123'456);
            message_position const milli(1'528'934'400'124);
            co_await store(s.messages, message("micro", micro.value()));
            co_await store(s.messages, message("milli", milli.value()));
            auto const page = co_await s.messages.fetch_timestamp_messages(user);
            EXPECT_EQ(ids_of(page.messages), (strings{"micro", "milli"}));
            EXPECT_EQ(page.position, milli);
            bool moved = co_await s.messages.update_last_message_read(user, micro);
            EXPECT_TRUE(moved);
            moved = co_await s.messages.update_last_message_read(user, milli);
            EXPECT_TRUE(moved);
            moved = co_await s.messages.update_last_message_read(user, micro);
            EXPECT_FALSE(moved);
            auto const read = co_await s.messages.fetch_messages(user);
            EXPECT_EQ(read.position, milli);
            auto const rest = co_await s.messages.fetch_timestamp_messages(user, read.position);
            EXPECT_TRUE(rest.messages.empty());
        });
}

TEST_F(push_message_cases, case_25_batches)
{
    run_push(
        [this](push_service& s) -> asio::awaitable<void>
        {
            std::vector<notification> all;
            for (unsigned i = 0; i < 58; ++i)
                all.push_back(message("m" + std::to_string(i), now_us + i));
            all.push_back(topic_message("top", "first"));
            all.push_back(topic_message("top", "last"));
            s.between->set(leave_unprocessed(3, 2));
            auto const keys = co_await s.messages.store_messages(all);
            EXPECT_EQ(keys.size(), 60u);
            EXPECT_EQ(keys[58], keys[59]);
            auto const stored = co_await scan(s.owner, message_name());
            EXPECT_EQ(stored.size(), 59u);
            auto const topics = co_await s.messages.fetch_messages(user);
            EXPECT_EQ(ids_of(topics.messages), (strings{"last"}));
            EXPECT_GE(s.count("BatchWriteItem"), 4u);

            s.between->set(leave_unprocessed(1, 1'000'000));
            std::vector<notification> more;
            more.push_back(message("x", now_us + 100));
            auto storing =
                s.messages.store_messages(more, call_options().timeout(std::chrono::milliseconds(300)));
            auto const why = co_await failure(std::move(storing), store_errc::unfinished);
            CO_ASSERT_EQ(why.keys_left.size(), 1u);
            EXPECT_EQ(why.keys_left[0],
                item::of("uaid", user_text, "chidmessageid",
                    "02:" + std::to_string(now_us + 100) + ":" + std::string(channel_text)));
        });
}

TEST_F(push_message_cases, case_26_items_that_are_no_messages_hide_no_others)
{
    run_push(
        [this](push_service& s) -> asio::awaitable<void>
        {
            for (auto const* key : {"02:oops:x", "03:a:b", "01::t", "02j3", "01:x", "~"})
                co_await put(s.owner, message_name(), item::of("uaid", user_text, "chidmessageid", key));
            co_await put(s.owner, message_name(),
                item::of("uaid", user_text, "chidmessageid", "01:" + std::string(channel_text) + ":bad",
                    "ttl", "text"));
            co_await store(s.messages, topic_message("top", "t"));
            co_await store(s.messages, message("m", now_us));
            auto const topics = co_await s.messages.fetch_messages(user);
            EXPECT_EQ(ids_of(topics.messages), (strings{"t"}));
            auto const others = co_await s.messages.fetch_timestamp_messages(user);
            EXPECT_EQ(ids_of(others.messages), (strings{"m"}));
            strings drained;
            auto messages = s.messages.drain(user);
            while (auto const each = co_await messages.next())
                drained.push_back(each->message_id);
            EXPECT_EQ(drained, (strings{"t", "m"}));
        });
}

TEST_F(push_message_cases, case_27_users_move_to_another_month)
{
    run_push(
        [this](push_service& s) -> asio::awaitable<void>
        {
            auto const next = co_await create_message_table(
                s.owner, table_name("next"), table_capacity::provisioned(5, 5), message_options());
            std::set<channel_id> channels;
            for (auto const* start : {"aaaaaaaa", "bbbbbbbb", "cccccccc"})
                channels.insert(channel_id(start + std::string("-0000-0000-deca-fbad00000000")));
            co_await s.messages.save_channels(user, channels);
            co_await s.messages.update_last_message_read(user, message_position(9));
            auto const before = co_await stored_message(s.owner, " ");
            auto const current = record();
            co_await s.router.register_user(current);
            for (int times = 0; times < 2; ++times)
            {
                s.sent->clear();
                bool const moved = co_await s.messages.migrate(user, next, s.router);
                EXPECT_TRUE(moved);
                EXPECT_EQ(s.operations(), (strings{"GetItem", "UpdateItem", "UpdateItem"}));
                auto const found = co_await next.all_channels(user);
                EXPECT_EQ(found.channels, channels);
                auto const there = co_await scan(s.owner, table_name("next"));
                CO_ASSERT_EQ(there.size(), 1u);
                EXPECT_FALSE(there[0].contains("current_timestamp"));
            }
            auto const found = co_await s.router.get_uaid(user);
            CO_ASSERT_TRUE(found.has_value());
            EXPECT_EQ(found->current_month, table_name("next"));
            auto const after = co_await stored_message(s.owner, " ");
            EXPECT_EQ(after, before);

            uaid const nobody;
            bool const moved = co_await s.messages.migrate(nobody, next, s.router);
            EXPECT_FALSE(moved);
            auto const there = co_await scan(s.owner, table_name("next"));
            EXPECT_EQ(there.size(), 1u);
        });
}

TEST_F(push_message_cases, case_28_topics_that_cannot_be_stored)
{
    run_push(
        [](push_service& s) -> asio::awaitable<void>
        {
            for (auto const& topic :
                {std::string("a:b"), std::string(33, 'x'), std::string(), std::string("a b")})
            {
                auto const bad = topic_message(topic, "m");
                auto const why = co_await failure(s.messages.store_message(bad), store_errc::bad_input);
                EXPECT_EQ(why.attribute, "topic") << topic;
                co_await failure(s.messages.delete_message(bad), store_errc::bad_input);
            }
            EXPECT_TRUE(s.operations().empty());
            co_await store(s.messages, topic_message(std::string(32, 'x'), "m"));
        });
}

TEST_F(push_message_cases, expired_messages_are_left_out_if_wanted)
{
    run_push(
        [this](push_service& s) -> asio::awaitable<void>
        {
            co_await store(s.messages, topic_message("top", "t"));
            co_await store(s.messages, message("m1", now_us));
            auto longer = message("m2", now_us + 1);
            longer.ttl = std::chrono::seconds(1'000);
            co_await s.messages.store_message(longer);
            auto const wanted = read_options().skip_expired();
            set_time(time() + std::chrono::seconds(99));
            auto page = co_await s.messages.fetch_timestamp_messages(user, std::nullopt, 10, wanted);
            EXPECT_EQ(ids_of(page.messages), (strings{"m1", "m2"}));
            set_time(time() + std::chrono::seconds(1));
            page = co_await s.messages.fetch_timestamp_messages(user, std::nullopt, 10, wanted);
            EXPECT_EQ(ids_of(page.messages), (strings{"m2"}));
            page = co_await s.messages.fetch_messages(user, 10, wanted);
            EXPECT_TRUE(page.messages.empty());
            page = co_await s.messages.fetch_messages(user);
            EXPECT_EQ(ids_of(page.messages), (strings{"t"}));
            strings drained;
            auto messages = s.messages.drain(user, wanted);
            while (auto const each = co_await messages.next())
                drained.push_back(each->message_id);
            EXPECT_EQ(drained, (strings{"m2"}));
        });
}

TEST_F(push_message_cases, a_drain_reads_page_by_page)
{
    run_push(
        [this](push_service& s) -> asio::awaitable<void>
        {
            auto options = message_options();
            options.page_size = 4;
            message_table const table(s.owner, message_name(), options);
            std::vector<notification> all;
            for (unsigned i = 0; i < 3; ++i)
                all.push_back(topic_message("t" + std::to_string(i), "t" + std::to_string(i)));
            for (unsigned i = 0; i < 10; ++i)
                all.push_back(message("m" + std::to_string(i), now_us + i));
            co_await table.store_messages(all);
            co_await table.update_last_message_read(user, message_position(now_us + 1));
            s.sent->clear();
            strings drained;
            auto messages = table.drain(user);
            while (auto const each = co_await messages.next())
                drained.push_back(each->message_id);
            EXPECT_EQ(drained, (strings{"t0", "t1", "t2", "m2", "m3", "m4", "m5", "m6", "m7", "m8", "m9"}));
            EXPECT_GE(s.count("Query"), 3u);
            auto const none = co_await messages.next();
            EXPECT_FALSE(none.has_value());
        });
}

TEST_F(push_message_cases, hashed_users)
{
    run_push(
        [this](push_service& s) -> asio::awaitable<void>
        {
            auto options = message_options();
            options.uaid_hash_key = secret("SuperSikkret");
            message_table const table(s.owner, message_name(), options);
            co_await store(table, message("m", now_us));
            co_await table.register_channel(user, channel);
            auto const page = co_await table.fetch_timestamp_messages(user);
            CO_ASSERT_EQ(page.messages.size(), 1u);
            EXPECT_EQ(page.messages[0].uaid, user);
            bool const deleted = co_await table.delete_message(page.messages[0]);
            EXPECT_TRUE(deleted);
            for (auto const& each : co_await scan(s.owner, message_name()))
                EXPECT_EQ(each.at("uaid").as_string(), hash_uaid(secret("SuperSikkret"), user_text));
        });
}

} // namespace
} // namespace dynasio::tests
