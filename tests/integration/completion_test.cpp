// SPDX-License-Identifier: BSL-1.0
//
// Operations without coroutines: callbacks, futures, deferred and detached ones, against a DynamoDB server.

#include "support/local_dynamodb.hpp"

#include <dynasio/clock.hpp>
#include <dynasio/completion.hpp>
#include <dynasio/operations/get_item.hpp>
#include <dynasio/operations/put_item.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>

#include <deque>

namespace dynasio::tests {
namespace {

namespace asio = boost::asio;

struct completion : local_dynamodb
{
    /// A table with one item `a`.
    std::string prepare()
    {
        auto const table = table_name("t");
        run(
            [table](client c) -> asio::awaitable<void>
            {
                co_await make_table(c, table);
                co_await put(c, table, id_key("a"));
            });
        return table;
    }

    /// Kept here, since operations take no temporaries on GCC 12.
    get_item_input const& request(std::string const& table)
    {
        auto& result = requests_.emplace_back();
        result.table_name = table;
        result.key = id_key("a");
        return result;
    }

    asio::io_context context{1};

private:
    std::deque<get_item_input> requests_;
};

TEST_F(completion, callbacks)
{
    auto const table = prepare();
    auto const c = make_client(context.get_executor());
    int called = 0;
    asio::co_spawn(context.get_executor(), c.get_item(request(table)),
        [&](std::exception_ptr failure, get_item_output found)
        {
            ++called;
            EXPECT_FALSE(failure);
            EXPECT_EQ(found.item, id_key("a"));
        });
    asio::co_spawn(context.get_executor(), c.get_item(request("missing-table")),
        [&](std::exception_ptr failure, get_item_output)
        {
            ++called;
            EXPECT_THROW(std::rethrow_exception(failure), service_error);
        });
    dynasio::co_spawn_result(context.get_executor(), c.try_get_item(request(table)),
        [&](result<get_item_output> found)
        {
            ++called;
            ASSERT_TRUE(found.has_value());
            EXPECT_EQ(found->item, id_key("a"));
        });
    dynasio::co_spawn_result(context.get_executor(), c.try_get_item(request("missing-table")),
        [&](result<get_item_output> found)
        {
            ++called;
            ASSERT_FALSE(found.has_value());
            EXPECT_EQ(found.error().code(), errc::resource_not_found);
        });
    EXPECT_EQ(called, 0); // nothing happens before the context runs
    context.run_for(test_limit);
    EXPECT_EQ(called, 4);
}

TEST_F(completion, futures)
{
    auto const table = prepare();
    asio::thread_pool pool(1);
    auto const c = make_client(pool.get_executor());
    auto found = asio::co_spawn(pool.get_executor(), c.get_item(request(table)), asio::use_future);
    EXPECT_EQ(found.get().item, id_key("a"));
    auto refused =
        asio::co_spawn(pool.get_executor(), c.get_item(request("missing-table")), asio::use_future);
    EXPECT_THROW(refused.get(), service_error);
    std::future<result<get_item_output>> tried = dynasio::co_spawn_result(
        pool.get_executor(), c.try_get_item(request("missing-table")), asio::use_future);
    auto const outcome = tried.get();
    ASSERT_FALSE(outcome.has_value());
    EXPECT_EQ(outcome.error().code(), errc::resource_not_found);
    pool.join();
}

TEST_F(completion, deferred_operations_begin_when_they_are_called)
{
    auto const table = prepare();
    auto const c = make_client(context.get_executor());
    auto later = asio::co_spawn(context.get_executor(), c.get_item(request(table)), asio::deferred);
    auto later_tried =
        dynasio::co_spawn_result(context.get_executor(), c.try_get_item(request(table)), asio::deferred);
    context.run_for(test_limit);
    context.restart();
    int called = 0;
    std::move(later)(
        [&](std::exception_ptr failure, get_item_output found)
        {
            ++called;
            EXPECT_FALSE(failure);
            EXPECT_EQ(found.item, id_key("a"));
        });
    std::move(later_tried)(
        [&](result<get_item_output> found)
        {
            ++called;
            EXPECT_TRUE(found.has_value());
        });
    context.run_for(test_limit);
    EXPECT_EQ(called, 2);
}

TEST_F(completion, detached_operations_are_carried_out)
{
    auto const table = prepare();
    {
        auto const c = make_client(context.get_executor());
        put_item_input stored;
        stored.table_name = table;
        stored.item = id_key("b");
        asio::co_spawn(context.get_executor(), c.put_item(stored), asio::detached);
        stored.item = id_key("c");
        dynasio::co_spawn_result(context.get_executor(), c.try_put_item(stored), asio::detached);
        context.run_for(test_limit);
    }
    run(
        [table](client c) -> asio::awaitable<void>
        {
            EXPECT_TRUE((co_await get(c, table, id_key("b"))).has_value());
            EXPECT_TRUE((co_await get(c, table, id_key("c"))).has_value());
        });
}

TEST_F(completion, handlers_run_on_their_executor_and_can_be_cancelled)
{
    auto const table = prepare();
    auto const c = make_client(context.get_executor());
    auto const strand = asio::make_strand(context);
    int called = 0;
    dynasio::co_spawn_result(context.get_executor(), c.try_get_item(request(table)),
        asio::bind_executor(strand,
            [&](result<get_item_output> found)
            {
                ++called;
                EXPECT_TRUE(strand.running_in_this_thread());
                EXPECT_TRUE(found.has_value());
            }));
    asio::cancellation_signal signal;
    dynasio::co_spawn_result(context.get_executor(), c.try_get_item(request(table)),
        asio::bind_cancellation_slot(signal.slot(),
            [&](result<get_item_output> found)
            {
                ++called;
                ASSERT_FALSE(found.has_value());
                EXPECT_EQ(found.error().code(), asio::error::operation_aborted);
            }));
    signal.emit(asio::cancellation_type::terminal);
    context.run_for(test_limit);
    EXPECT_EQ(called, 2);
}

} // namespace
} // namespace dynasio::tests
