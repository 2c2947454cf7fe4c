// SPDX-License-Identifier: BSL-1.0
//
// Tables and streams of records on four threads, mostly for ThreadSanitizer.

#include "record_fixture.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>

#include <future>
#include <set>

namespace dynasio::tests {
namespace {

struct record_threads : record_cases
{
    asio::thread_pool pool{4};
};

asio::awaitable<std::size_t> count_all(record_table<visit> table, stream_options options)
{
    auto stream = table.scan(options);
    std::set<std::string> seen;
    while (auto each = co_await stream.next())
        seen.insert(each->who);
    co_return seen.size();
}

asio::awaitable<void> fill(record_table<visit> table)
{
    co_await table.open();
    std::vector<visit> all;
    for (int i = 0; i < 400; ++i)
        all.push_back({std::to_string(i), i, "Rome", "x"});
    co_await table.put_many(all);
}

TEST_F(record_threads, read_one_table_in_many_ways)
{
    auto const owner = make_client(pool.get_executor());
    record_table<visit> const visits(owner, table_name("visits"));
    asio::co_spawn(pool, fill(visits), asio::use_future).get();
    std::vector<std::future<std::size_t>> all;
    for (int i = 0; i < 4; ++i)
    {
        all.push_back(asio::co_spawn(
            pool, count_all(visits, stream_options().segments(8).page_size(20)), asio::use_future));
        all.push_back(asio::co_spawn(
            pool, count_all(visits, stream_options().read_ahead().page_size(30)), asio::use_future));
    }
    for (auto& each : all)
        EXPECT_EQ(each.get(), 400u);
}

} // namespace
} // namespace dynasio::tests
