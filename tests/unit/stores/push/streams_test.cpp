// SPDX-License-Identifier: BSL-1.0
//
// What the push stores do without a server in sight: pauses, warnings, and checks of options.

#include "support/scripted_client.hpp"

#include <dynasio/observer.hpp>
#include <dynasio/stores/message_months.hpp>
#include <dynasio/stores/message_table.hpp>
#include <dynasio/stores/router_table.hpp>

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace dynasio::tests {
namespace {

namespace asio = boost::asio;

class push_warnings final : public observer
{
public:
    void warning(store_warning const& found) noexcept override
    {
        seen.push_back(
            std::string(found.store) + ' ' + std::string(found.key) + ' ' + std::string(found.text));
    }
    std::vector<std::string> seen;
};

/// A page of a scan with so many users of October 2023.
std::string users(int count)
{
    std::string items;
    for (int i = 0; i < count; ++i)
        items += (i == 0 ? "" : ",") + std::string(R"({"uaid":{"S":"u)") + std::to_string(i)
            + R"("},"last_connect":{"N":"20231001000001"}})";
    return R"({"Items":[)" + items + "]}";
}

TEST(inactive_users, pauses_after_each_25)
{
    scripted_client world;
    world.server->expect("DescribeTable").reply(200, R"({"Table":{"TableName":"t","TableStatus":"ACTIVE"}})");
    world.server->expect("Scan").reply(200, users(60));
    world.server->expect("DeleteItem").reply(200, "{}").times(60);
    router_table const router(world.make(), "router");
    auto const begun = world.clock->now();
    drop_inactive_options options;
    options.pause = std::chrono::seconds(5);
    std::vector<std::pair<std::size_t, std::chrono::steady_clock::duration>> seen;
    world.run(
        [&]() -> asio::awaitable<void>
        {
            auto dropping = router.drop_inactive(1, options);
            while (auto const count = co_await dropping.next())
                seen.emplace_back(*count, world.clock->now() - begun);
        });
    ASSERT_EQ(seen.size(), 3u);
    using std::chrono::seconds;
    EXPECT_EQ(seen[0], std::pair(std::size_t(25), std::chrono::steady_clock::duration(seconds(0))));
    EXPECT_EQ(seen[1], std::pair(std::size_t(25), std::chrono::steady_clock::duration(seconds(5))));
    EXPECT_EQ(seen[2], std::pair(std::size_t(10), std::chrono::steady_clock::duration(seconds(10))));
}

TEST(inactive_users, one_next_at_a_time)
{
    scripted_client world;
    world.server->expect("DescribeTable").reply(200, R"({"Table":{"TableName":"t","TableStatus":"ACTIVE"}})");
    world.server->expect("Scan").reply(200, users(0));
    router_table const router(world.make(), "router");
    auto dropping = router.drop_inactive(1);
    int refused = 0;
    world.run(
        [&]() -> asio::awaitable<void>
        {
            auto const executor = co_await asio::this_coro::executor;
            asio::co_spawn(executor, dropping.next(), [](std::exception_ptr, std::optional<std::size_t>) {});
            co_await asio::post(executor, asio::use_awaitable);
            try
            {
                co_await dropping.next();
            }
            catch (std::logic_error const&)
            {
                ++refused;
            }
        });
    EXPECT_EQ(refused, 1);
}

TEST(push_stores, items_that_are_no_messages_are_told_to_the_observer)
{
    scripted_client world;
    auto const watcher = std::make_shared<push_warnings>();
    auto settings = world.options();
    settings.observer = watcher;
    message_table const table(client(world.context.get_executor(), settings), "messages");
    world.server->expect("Query").reply(200,
        R"({"Items":[{"uaid":{"S":"u"},"chidmessageid":{"S":" "},"current_timestamp":{"S":"x"}},)"
        R"({"uaid":{"S":"u"},"chidmessageid":{"S":"01:oops:x"}},)"
        R"({"uaid":{"S":"u"},"chidmessageid":{"S":"01:deadbeef-0000-0000-deca-fbad00000000:t"},"ttl":{"S":"x"}}]})");
    world.server->expect("GetItem").reply(
        200, R"({"Item":{"uaid":{"S":"u"},"chidmessageid":{"S":" "},"chids":{"SS":["nope"]}}})");
    world.run(
        [&]() -> asio::awaitable<void>
        {
            auto const fetched = co_await table.fetch_messages(uaid());
            EXPECT_TRUE(fetched.messages.empty());
            EXPECT_FALSE(fetched.position.has_value());
            auto const all = co_await table.all_channels(uaid());
            EXPECT_TRUE(all.channels.empty());
        });
    ASSERT_EQ(watcher->seen.size(), 4u);
    for (auto const& each : watcher->seen)
        EXPECT_TRUE(each.starts_with("message_table ")) << each;
    EXPECT_NE(watcher->seen[0].find("current_timestamp"), std::string::npos) << watcher->seen[0];
    EXPECT_NE(watcher->seen[1].find("01:oops:x"), std::string::npos) << watcher->seen[1];
    EXPECT_NE(watcher->seen[1].find("chidmessageid: "), std::string::npos) << watcher->seen[1];
    EXPECT_NE(watcher->seen[2].find("ttl"), std::string::npos) << watcher->seen[2];
    EXPECT_NE(watcher->seen[3].find("chids"), std::string::npos) << watcher->seen[3];
}

template <class Make>
std::string refusal_of(Make make)
{
    try
    {
        make();
    }
    catch (std::invalid_argument const& e)
    {
        return e.what();
    }
    return "";
}

TEST(push_stores, options_are_checked)
{
    scripted_client world;
    auto const owner = world.make();
    auto const with_router = [&](auto change)
    {
        router_table_options options;
        change(options);
        return refusal_of([&] { router_table(owner, "router", options); });
    };
    auto const with_messages = [&](auto change)
    {
        message_table_options options;
        change(options);
        EXPECT_EQ(refusal_of([&] { message_table(owner, "m", options); }),
            refusal_of([&] { message_months(owner, "m", table_capacity::on_demand(), options); }));
        return refusal_of([&] { message_table(owner, "m", options); });
    };
    using std::chrono::seconds;
    EXPECT_EQ(refusal_of([&] { router_table(owner, ""); }), "table_name: is empty");
    EXPECT_EQ(refusal_of([&] { message_table(owner, ""); }), "table_name: is empty");
    EXPECT_EQ(with_router([](auto& o) { o.uaid_hash_key = secret(""); }),
        "router_table_options::uaid_hash_key: is empty");
    EXPECT_EQ(with_router([](auto& o) { o.call_timeout = seconds(0); }),
        "router_table_options::call_timeout: must be positive");
    EXPECT_EQ(with_messages([](auto& o) { o.uaid_hash_key = secret(""); }),
        "message_table_options::uaid_hash_key: is empty");
    EXPECT_EQ(with_messages([](auto& o) { o.call_timeout = seconds(0); }),
        "message_table_options::call_timeout: must be positive");
    EXPECT_EQ(with_messages([](auto& o) { o.batch_timeout = seconds(-1); }),
        "message_table_options::batch_timeout: must be positive");
    EXPECT_EQ(with_messages([](auto& o) { o.page_size = 0; }),
        "message_table_options::page_size: must be from 1 to 2147483647");
    EXPECT_EQ(with_messages([](auto& o) { o.page_size = 2'147'483'648; }),
        "message_table_options::page_size: must be from 1 to 2147483647");
    EXPECT_EQ(with_messages([](auto& o) { o.page_size = 2'147'483'647; }), "");
}

} // namespace
} // namespace dynasio::tests
