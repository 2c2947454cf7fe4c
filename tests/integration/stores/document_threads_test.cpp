// SPDX-License-Identifier: BSL-1.0
//
// One store of documents on four threads, mostly for ThreadSanitizer.

#include "document_fixture.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>

#include <atomic>
#include <future>

namespace dynasio::tests {
namespace {

constexpr int rewrites = 8;

document_tree tree_of(std::string const& prefix)
{
    document_tree const inner{.table = prefix + "Inner", .key_name = "K", .path = "$.inner"};
    document_tree const outer{
        .table = prefix + "Outer", .key_name = "K", .path = "$.outer[*]", .shards = {inner}};
    return {.table = prefix + "Root", .key_name = "ID", .shards = {outer}};
}

attribute_value document_of_number(int number)
{
    item const inner{{"n", number}};
    item const outer{{"n", number}, {"inner", attribute_value(inner)}};
    attribute_list const both{attribute_value(outer), attribute_value(outer)};
    return item::of("n", number, "outer", both);
}

asio::awaitable<void> write_often(document_store store, int first, std::atomic<int>& running)
{
    for (int i = 0; i < rewrites; ++i)
    {
        auto const options = document_write_options().key("d");
        co_await store.write(document_of_number(first + i), options);
    }
    --running;
}

asio::awaitable<void> change_often(document_store store)
{
    for (int i = 0; i < rewrites; ++i)
        co_await store.write_path("d", "n", document_of_number(i).as_map().at("n"));
}

asio::awaitable<int> read_often(document_store store, std::atomic<int> const& running)
{
    int count = 0;
    while (running > 0)
    {
        auto const found = co_await store.read("d");
        if (!found)
            throw std::runtime_error("the document is not there");
        auto const& outer = found->value.as_map().at("outer").as_list();
        // The shards are of one write.
        for (auto const& each : outer)
            if (each != outer[0] || each.as_map().at("inner").as_map().at("n") != each.as_map().at("n"))
                throw std::runtime_error("a document of two writes");
        ++count;
    }
    co_return count;
}

asio::awaitable<std::size_t> count_inner(client c, std::string table)
{
    auto const items = co_await scan(c, table);
    co_return items.size();
}

TEST_F(local_dynamodb, writers_and_readers_of_one_document_on_four_threads)
{
    asio::thread_pool pool(4);
    auto const owner = make_client(pool.get_executor());
    document_store_options options;
    options.keys = key_for_all();
    auto const tree = tree_of(table_name(""));
    document_store const store(owner, tree, options);
    asio::co_spawn(pool, store.create_tables(), asio::use_future).get();
    std::atomic<int> running = 1;
    asio::co_spawn(pool, write_often(store, 0, running), asio::use_future).get();
    running = 2;
    std::vector<std::future<void>> writers;
    writers.push_back(asio::co_spawn(pool, write_often(store, 100, running), asio::use_future));
    writers.push_back(asio::co_spawn(pool, write_often(store, 200, running), asio::use_future));
    writers.push_back(asio::co_spawn(pool, change_often(store), asio::use_future));
    auto reader = asio::co_spawn(pool, read_often(store, running), asio::use_future);
    for (auto& each : writers)
        each.get();
    EXPECT_GT(reader.get(), 0);
    auto const inner =
        asio::co_spawn(pool, count_inner(owner, tree.shards[0].shards[0].table), asio::use_future).get();
    EXPECT_EQ(inner, 2u);
}

} // namespace
} // namespace dynasio::tests
