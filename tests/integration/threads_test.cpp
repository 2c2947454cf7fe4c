// SPDX-License-Identifier: BSL-1.0
//
// One client shared by four threads, mostly for ThreadSanitizer.

#include "support/local_dynamodb.hpp"

#include <dynasio/batch.hpp>
#include <dynasio/operations.hpp>
#include <dynasio/paginate.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>

#include <atomic>
#include <deque>
#include <future>

namespace dynasio::tests {
namespace {

namespace asio = boost::asio;

struct threads : local_dynamodb
{
    asio::thread_pool pool{4};

    std::string prepare()
    {
        auto const table = table_name("t");
        run([table](client c) -> asio::awaitable<void> { co_await make_table(c, table); });
        return table;
    }
};

asio::awaitable<void> add_often(client c, std::string table, std::string id, int times)
{
    update_item_input request;
    request.table_name = table;
    request.key = id_key(id);
    request.update_expression = "ADD n :one";
    request.expression_attribute_values.emplace().set(":one", 1);
    for (int i = 0; i < times; ++i)
    {
        co_await c.update_item(request);
        auto const found = co_await get(c, table, id_key(id));
        if (!found || found->at("n").as_number() != number(i + 1))
            ADD_FAILURE() << id << " after " << i + 1 << " additions";
    }
}

TEST_F(threads, share_one_client)
{
    auto const table = prepare();
    auto const c = make_client(pool.get_executor());
    std::vector<std::future<void>> all;
    for (int i = 0; i < 32; ++i)
        all.push_back(asio::co_spawn(pool, add_often(c, table, std::to_string(i), 10), asio::use_future));
    for (auto& one : all)
        EXPECT_NO_THROW(one.get());
    pool.join();
}

TEST_F(threads, run_batches_and_streams_of_one_client_side_by_side)
{
    auto const table = prepare();
    auto const c = make_client(pool.get_executor());
    auto const fill = [](client own, std::string to, std::string prefix) -> asio::awaitable<void>
    {
        std::map<std::string, std::vector<model::write_request>> writes;
        for (int i = 0; i < 150; ++i)
            writes[to].emplace_back().put_request.emplace().item = id_key(prefix + std::to_string(i));
        co_await batch_write(own, std::move(writes));
    };
    auto const count = [](client own, std::string from) -> asio::awaitable<int>
    {
        scan_input request;
        request.table_name = from;
        request.limit = 40;
        auto items = scan_items(own, request);
        int found = 0;
        while (auto const one = co_await items.next())
            ++found;
        co_return found;
    };
    std::vector<std::future<void>> filling;
    for (char const* prefix : {"a", "b", "c", "d"})
        filling.push_back(asio::co_spawn(pool, fill(c, table, prefix), asio::use_future));
    for (auto& one : filling)
        EXPECT_NO_THROW(one.get());
    std::vector<std::future<int>> counting;
    for (int i = 0; i < 4; ++i)
        counting.push_back(asio::co_spawn(pool, count(c, table), asio::use_future));
    for (auto& one : counting)
        EXPECT_EQ(one.get(), 600);
    pool.join();
}

TEST_F(threads, cancel_calls_of_one_client_without_harm_to_others)
{
    auto const table = prepare();
    auto const c = make_client(pool.get_executor());
    struct cancellable
    {
        explicit cancellable(asio::thread_pool& on) : strand(asio::make_strand(on)) {}

        asio::strand<asio::thread_pool::executor_type> strand;
        asio::cancellation_signal signal;
        std::promise<boost::system::error_code> ended;
    };
    std::deque<cancellable> calls;
    put_item_input request;
    request.table_name = table;
    for (int i = 0; i < 40; ++i)
    {
        auto& call = calls.emplace_back(pool);
        request.item = id_key("x" + std::to_string(i));
        asio::co_spawn(call.strand, c.try_put_item(request),
            asio::bind_cancellation_slot(call.signal.slot(),
                [&call](std::exception_ptr failure, result<put_item_output> outcome)
                {
                    if (failure)
                        call.ended.set_exception(failure);
                    else
                        call.ended.set_value(outcome ? boost::system::error_code() : outcome.error().code());
                }));
        if (i % 2) // every other one, at whatever point it is
            asio::post(call.strand, [&call] { call.signal.emit(asio::cancellation_type::terminal); });
    }
    auto others = asio::co_spawn(pool, add_often(c, table, "counter", 10), asio::use_future);
    int cancelled = 0;
    for (std::size_t i = 0; i < calls.size(); ++i)
    {
        boost::system::error_code code;
        EXPECT_NO_THROW(code = calls[i].ended.get_future().get());
        cancelled += code == asio::error::operation_aborted;
        EXPECT_TRUE(!code || (i % 2 && code == asio::error::operation_aborted)) << code.message();
    }
    EXPECT_NO_THROW(others.get());
    ::testing::Test::RecordProperty("cancelled", cancelled);
    pool.join();
}

TEST_F(threads, end_their_calls_when_the_client_goes)
{
    auto const table = prepare();
    std::optional<client> c(make_client(pool.get_executor()));
    std::vector<std::future<result<get_item_output>>> all;
    get_item_input request;
    request.table_name = table;
    request.key = id_key("a");
    for (int i = 0; i < 200; ++i)
        all.push_back(asio::co_spawn(pool, c->try_get_item(request), asio::use_future));
    c.reset();
    for (auto& one : all)
    {
        auto const outcome = one.get();
        EXPECT_TRUE(outcome.has_value() || outcome.error().code() == asio::error::operation_aborted)
            << outcome.error();
    }
    pool.join();
}

} // namespace
} // namespace dynasio::tests
