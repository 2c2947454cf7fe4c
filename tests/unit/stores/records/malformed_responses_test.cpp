// SPDX-License-Identifier: BSL-1.0
//
// Every operation of a table reports a response that cannot be read as the operations of the client do: with status,
// request id, and whether the write may have been applied.

#include "unit/stores/malformed_response_fixture.hpp"

#include <dynasio/stores/record_table.hpp>

#include <gtest/gtest.h>

namespace {

struct entry
{
    int id = 0;
    std::string name;
};
BOOST_DESCRIBE_STRUCT(entry, (), (id, name))

} // namespace

template <>
struct dynasio::record_definition<entry> : dynasio::record_key<&entry::id>
{};

namespace dynasio::tests {
namespace {

namespace asio = boost::asio;

struct malformed_responses : malformed_response_fixture
{
    record_table<entry> table{world.make(), "t"};
};

TEST_F(malformed_responses, to_reads)
{
    expect("GetItem", R"({"Item":{"id":{"N":"1"},"na)");
    expect("Query", R"({"Items":[{"id":{"N":"1"},"na)");
    expect("Scan", R"({"Items":[{"id":{"N":"1"},"na)");
    expect("BatchGetItem", R"({"Responses":{"t":[{"id":{"N":"1"},"na)");
    expect("BatchGetItem",
        R"({"UnprocessedKeys":{"t":{"Keys":[{"id":{"N":"1"}},{"id":{"N":"2"}},{"id":{"N":"3"}}]}}})");
    world.run(
        [&]() -> asio::awaitable<void>
        {
            auto failure = co_await failure_of(table.get_record(1));
            check(failure, "GetItem", false);
            auto found = table.query(key(attr<&entry::id> == 1));
            failure = co_await failure_of(found.next());
            check(failure, "Query", false);
            auto all = table.scan();
            failure = co_await failure_of(all.next_page());
            check(failure, "Scan", false);
            std::vector<table_key<entry>> const keys{1, 2};
            for (int i = 0; i < 2; ++i)
            {
                failure = co_await failure_of(table.get_many(keys));
                check(failure, "BatchGetItem", false);
            }
        });
}

TEST_F(malformed_responses, to_writes_that_return_a_record)
{
    for (auto const* body : {R"({"Attributes":{"id":{"N":"1"},"na)", "{}"})
        expect("UpdateItem", body);
    expect("DeleteItem", R"({"Attributes":{"id":{"N":"1"},"na)");
    world.run(
        [&]() -> asio::awaitable<void>
        {
            for (int i = 0; i < 2; ++i)
            {
                auto const failure = co_await failure_of(table.update_and_get(1, attr<&entry::name> = "B"));
                check(failure, "UpdateItem", true);
            }
            auto const failure = co_await failure_of(table.take_record(1));
            check(failure, "DeleteItem", true);
        });
}

TEST_F(malformed_responses, to_batches_of_writes)
{
    // Cut short, and with a write that was never sent.
    expect("BatchWriteItem", R"({"UnprocessedItems":{"t":[{"PutRequest":{"It)");
    expect("BatchWriteItem", R"({"UnprocessedItems":{"t":[{"DeleteRequest":{"Key":{"id":{"N":"9"}}}}]}})");
    world.run(
        [&]() -> asio::awaitable<void>
        {
            std::vector<entry> records(2);
            records[1].id = 1;
            auto failure = co_await failure_of(table.put_many(records));
            check(failure, "BatchWriteItem", true);
            std::vector<table_key<entry>> const keys{1, 2};
            failure = co_await failure_of(table.delete_many(keys));
            check(failure, "BatchWriteItem", true);
        });
}

/// A key or a record that was not requested.
class foreign_reads
    : public malformed_responses
    , public ::testing::WithParamInterface<char const*>
{};

TEST_P(foreign_reads, are_not_requested_again_nor_returned)
{
    expect("BatchGetItem", GetParam());
    world.run(
        [&]() -> asio::awaitable<void>
        {
            std::vector<table_key<entry>> const keys{1, 2};
            auto const failure = co_await failure_of(table.get_many(keys));
            check(failure, "BatchGetItem", false);
        });
}

INSTANTIATE_TEST_SUITE_P(cases, foreign_reads,
    ::testing::Values(R"({"UnprocessedKeys":{"t":{"Keys":[{"id":{"N":"7"}}]}}})",
        R"({"UnprocessedKeys":{"x":{"Keys":[{"id":{"N":"1"}}]}}})",
        R"({"UnprocessedKeys":{"t":{"Keys":[{"id":{"N":"1"}},{"id":{"N":"1.0"}}]}}})",
        R"({"UnprocessedKeys":{"t":{"Keys":[{"id":{"X":"1"}}]}}})",
        R"({"Responses":{"x":[{"id":{"N":"1"},"name":{"S":"A"}}]}})",
        R"({"Responses":{"t":[{"id":{"N":"7"},"name":{"S":"A"}}]}})",
        R"({"Responses":{"t":[{"id":{"N":"1"},"name":{"S":"A"}},{"id":{"N":"1.0"},"name":{"S":"A"}}]}})",
        R"({"Responses":{"t":[{"id":{"N":"1"},"name":{"S":"A"}}]},)"
        R"("UnprocessedKeys":{"t":{"Keys":[{"id":{"N":"1"}}]}}})"));

/// An unprocessed write that was not sent.
class foreign_writes
    : public malformed_responses
    , public ::testing::WithParamInterface<char const*>
{};

TEST_P(foreign_writes, are_not_sent)
{
    expect("BatchWriteItem", GetParam());
    world.run(
        [&]() -> asio::awaitable<void>
        {
            std::vector<entry> records(2);
            records[1].id = 1;
            auto const failure = co_await failure_of(table.put_many(records));
            check(failure, "BatchWriteItem", true);
        });
}

INSTANTIATE_TEST_SUITE_P(cases, foreign_writes,
    ::testing::Values(R"({"UnprocessedItems":{"t":[{"PutRequest":{"Item":{"id":{"N":"7"}}}}]}})",
        R"({"UnprocessedItems":{"x":[{"PutRequest":{"Item":{"id":{"N":"1"}}}}]}})",
        R"({"UnprocessedItems":{"t":[{"DeleteRequest":{"Key":{"id":{"N":"1"}}}}]}})",
        R"({"UnprocessedItems":{"t":[{"PutRequest":{"Item":{"id":{"N":"1"}}}},)"
        R"({"PutRequest":{"Item":{"id":{"N":"1.0"}}}}]}})",
        R"({"UnprocessedItems":{"t":[{"PutRequest":{"Item":{"id":{"X":"1"}}}}]}})",
        R"({"UnprocessedItems":{"t":[{"PutRequest":{"Item":{}}}]}})", R"({"UnprocessedItems":{"t":[{}]}})"));

} // namespace
} // namespace dynasio::tests
