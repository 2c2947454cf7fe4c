// SPDX-License-Identifier: BSL-1.0
//
// Queries, scans and batches of more than one page or request against a DynamoDB server.

#include "support/local_dynamodb.hpp"

#include <dynasio/batch.hpp>
#include <dynasio/operations.hpp>
#include <dynasio/paginate.hpp>

#include <boost/asio/use_awaitable.hpp>

#include <set>

namespace dynasio::tests {
namespace {

namespace asio = boost::asio;

item numbered(std::string const& id, int n, std::size_t size)
{
    auto result = id_key(id);
    result.set("n", n);
    result.set("m", n); // the same, for filters, which must not name keys
    result.set("body", std::string(size, 'x'));
    return result;
}

/// Items `from` to `to` (without) of one partition.
asio::awaitable<void> fill(client c, std::string table, std::string id, int from, int to, std::size_t size)
{
    std::map<std::string, std::vector<model::write_request>> writes;
    for (int n = from; n < to; ++n)
        writes[table].emplace_back().put_request.emplace().item = numbered(id, n, size);
    batch_options options;
    options.key_names[table] = {"id", "n"};
    co_await batch_write(c, std::move(writes), options);
}

struct paging : local_dynamodb
{};

query_input partition(std::string const& table, std::string const& id)
{
    query_input request;
    request.table_name = table;
    request.key_condition_expression = "id = :id";
    request.expression_attribute_values.emplace().set(":id", id);
    return request;
}

TEST_F(paging, a_query_over_one_megabyte_is_followed_in_order)
{
    run(
        [this](client c) -> asio::awaitable<void>
        {
            auto const table = table_name("t");
            co_await make_table(c, table, "n");
            co_await fill(c, table, "p", 0, 60, 50'000); // 3 MB

            auto const request = partition(table, "p");
            auto pages = query_pages(c, request);
            int count = 0;
            int next = 0;
            while (auto const page = co_await pages.next())
            {
                ++count;
                for (auto const& one : page->items)
                    EXPECT_EQ(one.at("n").as_number(), number(next++));
            }
            EXPECT_EQ(next, 60);
            EXPECT_GE(count, 3);

            auto descending = request;
            descending.scan_index_forward = false;
            auto items = query_items(c, descending);
            while (auto const one = co_await items.next())
                EXPECT_EQ(one->at("n").as_number(), number(--next));
            EXPECT_EQ(next, 0);
        });
}

TEST_F(paging, filtered_pages_may_be_empty_and_positions_resume)
{
    run(
        [this](client c) -> asio::awaitable<void>
        {
            auto const table = table_name("t");
            co_await make_table(c, table, "n");
            co_await fill(c, table, "p", 0, 30, 10);
            auto request = partition(table, "p");
            request.limit = 7;
            request.filter_expression = "m >= :least";
            request.expression_attribute_values->set(":least", 20);

            auto pages = query_pages(c, request);
            auto const first = co_await pages.next();
            CO_ASSERT_TRUE(first.has_value());
            EXPECT_TRUE(first->items.empty());
            EXPECT_FALSE(pages.at_end());

            request.exclusive_start_key = pages.position();
            auto resumed = query_items(c, request);
            int next = 20;
            while (auto const one = co_await resumed.next())
                EXPECT_EQ(one->at("n").as_number(), number(next++));
            EXPECT_EQ(next, 30);
        });
}

TEST_F(paging, segments_of_a_parallel_scan_find_every_item_once)
{
    run(
        [this](client c) -> asio::awaitable<void>
        {
            auto const table = table_name("t");
            co_await make_table(c, table, "n");
            for (int id = 0; id < 8; ++id)
                co_await fill(c, table, "p" + std::to_string(id), 0, 25, 10);

            std::multiset<std::string> found;
            for (int segment = 0; segment < 4; ++segment)
            {
                scan_input request;
                request.table_name = table;
                request.segment = segment;
                request.total_segments = 4;
                request.limit = 10;
                auto items = scan_items(c, request);
                while (auto const one = co_await items.next())
                    found.insert(one->at("id").as_string() + '/' + one->at("n").as_number().text());
            }
            EXPECT_EQ(found.size(), 200u);
            EXPECT_EQ(std::set<std::string>(found.begin(), found.end()).size(), 200u);
        });
}

TEST_F(paging, the_single_operations_of_a_batch_work_alone)
{
    run(
        [this](client c) -> asio::awaitable<void>
        {
            auto const table = table_name("t");
            co_await make_table(c, table);
            batch_write_item_input write;
            write.request_items[table].emplace_back().put_request.emplace().item = id_key("a");
            write.request_items[table].emplace_back().put_request.emplace().item = id_key("b");
            auto const written = co_await c.batch_write_item(write);
            EXPECT_TRUE(written.unprocessed_items.empty());

            batch_get_item_input read;
            read.request_items[table].keys = {id_key("a"), id_key("b"), id_key("c")};
            auto const got = co_await c.batch_get_item(read);
            EXPECT_EQ(got.responses.at(table).size(), 2u);
            EXPECT_TRUE(got.unprocessed_keys.empty());

            write.request_items[table].push_back(write.request_items[table].front()); // twice the same
            auto const refused = co_await c.try_batch_write_item(write);
            CO_ASSERT_ERROR(refused, errc::validation);
        });
}

TEST_F(paging, batches_of_any_size_over_several_tables)
{
    run(
        [this](client c) -> asio::awaitable<void>
        {
            auto const one = table_name("one");
            auto const two = table_name("two");
            co_await make_table(c, one);
            co_await make_table(c, two);
            std::map<std::string, std::vector<model::write_request>> writes;
            std::map<std::string, model::keys_and_attributes> reads;
            for (int i = 0; i < 230; ++i)
            {
                auto const& table = i % 3 ? one : two;
                auto stored = id_key(std::to_string(i));
                stored.set("body", std::string(20'000, 'x')); // a page of answers holds 800 of them
                writes[table].emplace_back().put_request.emplace().item = stored;
                reads[table].keys.push_back(id_key(std::to_string(i)));
            }
            reads[one].keys.push_back(id_key("missing"));
            co_await batch_write(c, writes);
            auto const got = co_await batch_get(c, reads);
            EXPECT_EQ(got.items.at(one).size() + got.items.at(two).size(), 230u);

            std::map<std::string, std::vector<model::write_request>> removals;
            for (int i = 0; i < 230; ++i)
                removals[i % 3 ? one : two].emplace_back().delete_request.emplace().key =
                    id_key(std::to_string(i));
            co_await batch_write(c, removals);
            scan_input all;
            all.table_name = one;
            auto const left = co_await c.scan(all);
            EXPECT_TRUE(left.items.empty());
        });
}

TEST_F(paging, more_than_sixteen_megabytes_are_written_and_read)
{
    run(
        [this](client c) -> asio::awaitable<void>
        {
            auto const table = table_name("t");
            co_await make_table(c, table);
            std::map<std::string, std::vector<model::write_request>> writes;
            std::map<std::string, model::keys_and_attributes> reads;
            for (int i = 0; i < 60; ++i)
            {
                auto stored = id_key(std::to_string(i));
                stored.set("body", std::string(390'000, 'x')); // 23 MB in all
                writes[table].emplace_back().put_request.emplace().item = stored;
                reads[table].keys.push_back(id_key(std::to_string(i)));
            }
            co_await batch_write(c, std::move(writes));
            auto const got = co_await batch_get(c, reads);
            EXPECT_EQ(got.items.at(table).size(), 60u);
        });
}

TEST_F(paging, a_batch_that_the_server_refuses_says_what_is_left)
{
    run(
        [this](client c) -> asio::awaitable<void>
        {
            auto const table = table_name("t");
            co_await make_table(c, table);
            std::map<std::string, std::vector<model::write_request>> writes;
            for (int i = 0; i < 50; ++i)
                writes[table].emplace_back().put_request.emplace().item = id_key(std::to_string(i));
            writes[table][40].put_request->item.set("large", std::string(410'000, 'x'));
            batch_options options;
            options.concurrency = 1;
            auto const written = co_await try_batch_write(c, writes, options);
            CO_ASSERT_TRUE(written.error.has_value());
            EXPECT_EQ(written.error->code(), errc::validation);
            EXPECT_EQ(written.unprocessed.at(table).size(), 25u);
            EXPECT_TRUE((co_await get(c, table, id_key("0"))).has_value());
            EXPECT_FALSE((co_await get(c, table, id_key("30"))).has_value());
        });
}

} // namespace
} // namespace dynasio::tests
