// SPDX-License-Identifier: BSL-1.0
//
// The smallest and the largest values of the options of batches and of waiting.

#include "batch_requests.hpp"
#include "support/scripted_client.hpp"

#include <dynasio/batch.hpp>
#include <dynasio/wait.hpp>

#include <functional>
#include <limits>
#include <ostream>
#include <vector>

namespace dynasio::tests {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using namespace batch_requests;
using duration = call_options::duration;

/// The operation throws `std::invalid_argument` with this message.
template <class T>
asio::awaitable<void> expect_refused(asio::awaitable<T> operation, std::string expected)
{
    std::string what = "nothing";
    try
    {
        (void)co_await std::move(operation);
    }
    catch (std::invalid_argument const& e)
    {
        what = e.what();
    }
    EXPECT_EQ(what, expected);
}

template <class Options>
struct duration_member
{
    char const* name;
    duration Options::* member;
};

constexpr duration_member<batch_options> durations_of_batch[] = {
    {"batch_options::timeout", &batch_options::timeout},
    {"batch_options::base_delay", &batch_options::base_delay},
    {"batch_options::max_delay", &batch_options::max_delay},
};

constexpr duration_member<wait_options> durations_of_wait[] = {
    {"wait_options::timeout", &wait_options::timeout},
    {"wait_options::first_delay", &wait_options::first_delay},
    {"wait_options::max_delay", &wait_options::max_delay},
};

struct option_limits : ::testing::Test
{
    scripted_client scripted;
};

TEST_F(option_limits, durations_of_0_or_less_are_refused_by_name)
{
    scripted.run(
        [&]() -> asio::awaitable<void>
        {
            auto const c = scripted.make();
            for (auto const value : {duration::zero(), duration(-1), duration::min()})
            {
                for (auto const& [name, member] : durations_of_batch)
                {
                    batch_options options;
                    options.*member = value;
                    auto const expected = std::string(name) + ": must be positive";
                    co_await expect_refused(try_batch_write(c, puts(1), options), expected);
                    co_await expect_refused(batch_write(c, puts(1), options), expected);
                    co_await expect_refused(try_batch_get(c, reads(1), options), expected);
                    co_await expect_refused(batch_get(c, reads(1), options), expected);
                }
                for (auto const& [name, member] : durations_of_wait)
                {
                    wait_options options;
                    options.*member = value;
                    auto const expected = std::string(name) + ": must be positive";
                    co_await expect_refused(wait_until_table_exists(c, "t", options), expected);
                    co_await expect_refused(try_wait_until_table_exists(c, "t", options), expected);
                    co_await expect_refused(wait_until_table_not_exists(c, "t", options), expected);
                }
            }
            batch_options options;
            options.concurrency = 0;
            co_await expect_refused(
                try_batch_get(c, reads(1), options), "batch_options::concurrency: must be at least 1");
        });
    EXPECT_TRUE(scripted.server->requests().empty());
}

/// Which durations have the large value: a bit each, in the order of the members.
struct large_case
{
    unsigned members;
    duration value;

    template <class Options, std::size_t N>
    void set(Options& options, duration_member<Options> const (&all)[N]) const
    {
        for (std::size_t i = 0; i < N; ++i)
            if ((members >> i & 1) != 0)
                options.*all[i].member = value;
    }
};

std::vector<large_case> large_cases()
{
    std::vector<large_case> all;
    for (unsigned members = 1; members < 8; ++members)
        for (auto const value :
            {duration::max(), duration::max() - 1ns, duration::max() - 1h, duration::max() / 2})
            all.push_back({members, value});
    return all;
}

TEST_F(option_limits, large_durations_leave_time_for_retries_of_a_batch)
{
    for (auto const& each : large_cases())
    {
        SCOPED_TRACE(std::to_string(each.members) + " at " + std::to_string(each.value.count()));
        scripted_client own;
        own.server->expect("BatchWriteItem").reply(400, throttled);
        own.server->expect("BatchWriteItem").reply(200, "{}");
        own.run(
            [&]() -> asio::awaitable<void>
            {
                auto const c = own.make();
                batch_options options;
                options.concurrency = std::numeric_limits<std::size_t>::max();
                options.base_delay = 1ms;
                each.set(options, durations_of_batch);
                auto const written = co_await try_batch_write(c, puts(3), options);
                EXPECT_TRUE(written.complete()) << written.error.value_or(error());
            });
    }
}

TEST_F(option_limits, large_durations_leave_time_for_another_look_at_a_table)
{
    constexpr char creating[] = R"({"Table":{"TableStatus":"CREATING"}})";
    for (auto const& each : large_cases())
    {
        SCOPED_TRACE(std::to_string(each.members) + " at " + std::to_string(each.value.count()));
        scripted_client own;
        own.server->expect("DescribeTable").reply(200, creating);
        own.server->expect("DescribeTable").reply(200, R"({"Table":{"TableStatus":"ACTIVE"}})");
        own.run(
            [&]() -> asio::awaitable<void>
            {
                auto const c = own.make();
                wait_options options;
                each.set(options, durations_of_wait);
                auto const found = co_await try_wait_until_table_exists(c, "t", options);
                EXPECT_TRUE(found.has_value());
            });
    }
}

} // namespace
} // namespace dynasio::tests
