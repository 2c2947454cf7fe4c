// SPDX-License-Identifier: BSL-1.0
//
// What `call_options::metadata` gets from operations of a table of records: the sum over their requests.

#include "support/scripted_client.hpp"

#include <dynasio/call_metadata.hpp>
#include <dynasio/stores/record_table.hpp>

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

namespace {

struct row
{
    int id = 0;
    std::string name;
    std::string note;
};
BOOST_DESCRIBE_STRUCT(row, (), (id, name, note))

} // namespace

template <>
struct dynasio::record_definition<row> : dynasio::record_key<&row::id>
{};

namespace dynasio::tests {
namespace {

namespace asio = boost::asio;

struct record_metadata : ::testing::Test
{
    void expect(std::string const& operation, std::string body = "{}")
    {
        http::fields headers;
        headers.add("x-amzn-RequestId", "R" + std::to_string(++requests));
        world.server->expect(operation).reply(200, std::move(body), headers);
    }
    void check()
    {
        EXPECT_EQ(known.requests, requests);
        EXPECT_EQ(known.attempts, requests);
        EXPECT_EQ(known.request_id(), "R" + std::to_string(requests));
    }

    scripted_client world;
    client owner = world.make();
    record_table<row> table{owner, "t"};
    call_metadata known;
    call_options const options = call_options().metadata(known);
    unsigned requests = 0;
};

std::string page(int id, bool last)
{
    auto const key = R"({"id":{"N":")" + std::to_string(id) + R"("}})";
    return R"({"Items":[{"name":{"S":"A"},"note":{"S":"x"},)" + key.substr(1) + ']'
        + (last ? "" : R"(,"LastEvaluatedKey":)" + key) + '}';
}

TEST_F(record_metadata, of_single_records)
{
    row const record{1, "A", "x"};
    expect("PutItem");
    expect("PutItem");
    expect("GetItem");
    expect("UpdateItem");
    expect("UpdateItem", R"({"Attributes":{"id":{"N":"1"},"name":{"S":"B"},"note":{"S":"x"}}})");
    expect("UpdateItem");
    expect("DeleteItem");
    expect("DeleteItem");
    expect("TransactWriteItems");
    world.run(
        [&]() -> asio::awaitable<void>
        {
            co_await table.create_record(record, options);
            co_await table.put_record(record, options);
            (void)co_await table.get_record(1, options);
            co_await table.update_record(1, attr<&row::name> = "B", options);
            (void)co_await table.update_and_get(1, attr<&row::name> = "B", options);
            item changes;
            changes.set("name", "B");
            co_await table.update_record_by_name(1, changes, options);
            co_await table.delete_record(1, options);
            (void)co_await table.take_record(1, options);
            co_await in_transaction(owner, table.put(record), options);
        });
    check();
}

TEST_F(record_metadata, of_batches)
{
    std::vector<table_key<row>> keys;
    std::vector<row> records;
    for (int i = 0; i < 150; ++i)
    {
        keys.emplace_back(i);
        records.push_back({i, "A", "x"});
    }
    for (int i = 0; i < 2; ++i)
        expect("BatchGetItem");
    for (int i = 0; i < 12; ++i)
        expect("BatchWriteItem");
    world.run(
        [&]() -> asio::awaitable<void>
        {
            (void)co_await table.get_many(keys, options);
            co_await table.put_many(records, options);
            co_await table.delete_many(keys, options);
        });
    check();
}

TEST_F(record_metadata, of_tables_and_indexes)
{
    auto const description = [](std::string const& status, std::string const& index)
    {
        return R"({"Table":{"TableName":"t","TableStatus":")" + status
            + R"(","KeySchema":[{"AttributeName":"id","KeyType":"HASH"}],"AttributeDefinitions":[)"
              R"({"AttributeName":"id","AttributeType":"N"},{"AttributeName":"name","AttributeType":"S"}])"
            + index + "}}";
    };
    auto const active = description("ACTIVE", "");
    expect("DescribeTable", active);
    expect("DescribeTable", active);
    expect("UpdateTable");
    expect("DescribeTable",
        description("ACTIVE",
            R"(,"GlobalSecondaryIndexes":[{"IndexName":"name","IndexStatus":"ACTIVE",)"
            R"("KeySchema":[{"AttributeName":"name","KeyType":"HASH"}],"Projection":{"ProjectionType":"KEYS_ONLY"}}])"));
    // The index is known, so that only its keys and then the records are asked for.
    expect("Query", R"({"Items":[{"id":{"N":"1"},"name":{"S":"A"}}]})");
    expect("BatchGetItem", R"({"Responses":{"t":[{"id":{"N":"1"},"name":{"S":"A"},"note":{"S":"x"}}]}})");
    world.run(
        [&]() -> asio::awaitable<void>
        {
            co_await table.open(options);
            auto const how = index_options().call(options);
            co_await table.create_gsi<&row::name>(how);
            auto stream = table.find_by<&row::name>("A", options);
            auto const found = co_await stream.next_page();
            CO_ASSERT_TRUE(found.has_value());
            EXPECT_EQ(found->size(), 1u);
        });
    check();
}

TEST_F(record_metadata, of_streams)
{
    expect("Scan", page(1, false));
    expect("Scan", page(2, true));
    world.run(
        [&]() -> asio::awaitable<void>
        {
            auto stream = table.scan(options);
            for (unsigned i = 1; i <= 2; ++i)
            {
                (void)co_await stream.next();
                EXPECT_EQ(known.requests, i);
            }
            auto const end = co_await stream.next();
            EXPECT_FALSE(end.has_value());
        });
    check();
}

/// It is read by other threads than those of the stream's user, and may come when the stream has gone.
TEST_F(record_metadata, of_a_page_that_is_read_ahead_comes_with_the_page)
{
    expect("Scan", page(1, false));
    expect("Scan", page(2, false));
    expect("Scan", page(3, true));
    world.run(
        [&]() -> asio::awaitable<void>
        {
            auto stream = table.scan(stream_options(options).read_ahead());
            for (unsigned i = 1; i <= 3; ++i)
            {
                (void)co_await stream.next();
                // Meanwhile the next page is there.
                co_await http::sleep_until(world.clock, world.clock->now() + std::chrono::seconds(1));
                EXPECT_EQ(known.requests, i);
            }
        });
    check();
}

TEST_F(record_metadata, of_a_page_that_fails_comes_with_the_error)
{
    world.server->expect("Scan").reply(400, R"({"__type":"x#AccessDeniedException"})");
    world.run(
        [&]() -> asio::awaitable<void>
        {
            auto stream = table.scan(stream_options(options).read_ahead());
            bool failed = false;
            try
            {
                (void)co_await stream.next();
            }
            catch (service_error const&)
            {
                failed = true;
            }
            EXPECT_TRUE(failed);
        });
    EXPECT_EQ(known.requests, 1u);
}

} // namespace
} // namespace dynasio::tests
