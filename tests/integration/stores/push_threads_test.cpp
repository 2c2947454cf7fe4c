// SPDX-License-Identifier: BSL-1.0
//
// One router and one message table on four threads, mostly for ThreadSanitizer.

#include "push_fixture.hpp"

#include <dynasio/stores/message_months.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>

#include <atomic>
#include <future>
#include <set>

namespace dynasio::tests {
namespace {

constexpr int rounds = 20;

class push_threads : public push_cases
{
protected:
    static asio::awaitable<std::vector<std::string>> store_often(message_months months)
    {
        std::vector<std::string> keys;
        for (int i = 0; i < rounds; ++i)
        {
            auto one = message("m", 0);
            one.position.reset();
            auto key = co_await months.current().store_message(one);
            keys.push_back(std::move(key));
        }
        co_return keys;
    }

    static asio::awaitable<int> connect_often(router_table router, std::atomic<std::int64_t>& clock)
    {
        int won = 0;
        for (int i = 0; i < rounds; ++i)
        {
            auto const wanted = record(++clock);
            auto const outcome = co_await router.register_user(wanted);
            won += outcome.registered ? 1 : 0;
            co_await router.clear_node(wanted);
        }
        co_return won;
    }
};

asio::awaitable<void> make_router(client owner, std::string name)
{
    co_await get_router_table(std::move(owner), std::move(name));
}

TEST_F(push_threads, tables_and_months_on_four_threads)
{
    asio::thread_pool pool(4);
    auto const owner = make_client(pool.get_executor());
    auto const run_now = [&](auto operation)
    { return asio::co_spawn(pool, std::move(operation), asio::use_future).get(); };
    run_now(make_router(owner, router_name()));
    router_table const router(owner, router_name(), router_options());
    message_months const months(owner, message_name(), table_capacity::on_demand(), message_options());
    run_now(months.refresh());

    std::atomic<std::int64_t> clock = 1;
    std::vector<std::future<std::vector<std::string>>> storing;
    std::vector<std::future<int>> connecting;
    for (int i = 0; i < 4; ++i)
    {
        storing.push_back(asio::co_spawn(pool, store_often(months), asio::use_future));
        connecting.push_back(asio::co_spawn(pool, connect_often(router, clock), asio::use_future));
    }
    std::set<std::string> keys;
    for (auto& each : storing)
        for (auto const& key : each.get())
            EXPECT_TRUE(keys.insert(key).second) << key;
    int won = 0;
    for (auto& each : connecting)
        won += each.get();
    EXPECT_GE(won, 1);
    EXPECT_EQ(keys.size(), 4u * rounds);
    auto const stored = run_now(scan(owner, months.current().table_name()));
    EXPECT_EQ(stored.size(), keys.size());
    auto const user_left = run_now(router.get_uaid(user));
    ASSERT_TRUE(user_left.has_value());
    EXPECT_FALSE(user_left->node_id.has_value());
}

} // namespace
} // namespace dynasio::tests
