// SPDX-License-Identifier: BSL-1.0
//
// What a table of records sends, byte for byte, and what it makes of responses that a real server seldom gives.

#include "support/scripted_client.hpp"

#include <dynasio/expressions.hpp>
#include <dynasio/http/errc.hpp>
#include <dynasio/mapping.hpp>
#include <dynasio/operations/put_item.hpp>
#include <dynasio/stores/record_table.hpp>
#include <dynasio/typed_read.hpp>

#include <gtest/gtest.h>

namespace {

struct entry
{
    int id = 0;
    std::string name;
    std::optional<std::string> note;
};
BOOST_DESCRIBE_STRUCT(entry, (), (id, name, note))

struct counted
{
    std::string id;
    int revision = 0;
};
BOOST_DESCRIBE_STRUCT(counted, (), (id, revision))

struct measure
{
    dynasio::number id;
};
BOOST_DESCRIBE_STRUCT(measure, (), (id))

enum class payment
{
    open,
    paid,
};
BOOST_DESCRIBE_ENUM(payment, open, paid)

struct order
{
    std::string id;
    payment status = payment::open;
    std::int64_t revision = 0;
};
BOOST_DESCRIBE_STRUCT(order, (), (id, status, revision))

} // namespace

template <>
struct dynasio::struct_mapping<order>
{
    static constexpr auto names = dynasio::stored_names(dynasio::stored_as<&order::id>("order-id"));
    static constexpr auto defaults = dynasio::defaulted<&order::status, &order::revision>;
};
template <>
struct dynasio::record_definition<order> : dynasio::record_key<&order::id>
{};
template <>
struct dynasio::record_definition<measure> : dynasio::record_key<&measure::id>
{};
template <>
struct dynasio::record_definition<entry> : dynasio::record_key<&entry::id>
{};
template <>
struct dynasio::record_definition<counted> : dynasio::record_key<&counted::id>
{
    static constexpr auto version = &counted::revision;
};

namespace dynasio::tests {
namespace {

using namespace std::chrono_literals;
namespace asio = boost::asio;

struct record_requests : ::testing::Test
{
    void expect(std::string const& operation, std::string const& body, std::string response = "{}")
    {
        server()
            .expect(operation)
            .where(
                [body](http::request const& r)
                {
                    EXPECT_EQ(r.body, body);
                    return true;
                })
            .reply(200, std::move(response));
    }
    dynasio::testing::scripted_transport& server() { return *world.server; }

    scripted_client world;
};

template <class T>
asio::awaitable<boost::system::error_code> code_of(asio::awaitable<T> operation)
{
    boost::system::error_code seen;
    try
    {
        (void)co_await std::move(operation);
    }
    catch (boost::system::system_error const& e)
    {
        seen = e.code();
    }
    co_return seen;
}

TEST_F(record_requests, keys_of_a_batch_are_compared_by_value)
{
    record_table<measure> const table(world.make(), "t");
    std::vector<measure> records(2);
    records[0].id = number("10");
    records[1].id = number("1.0E1");
    expect("BatchGetItem", R"({"RequestItems":{"t":{"Keys":[{"id":{"N":"10"}}]}}})",
        R"({"Responses":{"t":[{"id":{"N":"10"}}]}})");
    expect("BatchWriteItem", R"({"RequestItems":{"t":[{"DeleteRequest":{"Key":{"id":{"N":"10"}}}}]}})");
    world.run(
        [&]() -> asio::awaitable<void>
        {
            auto const refused = co_await code_of(table.put_many(records));
            EXPECT_EQ(refused, store_errc::bad_input);
            std::vector<table_key<measure>> const keys{records[0].id, records[1].id};
            auto const found = co_await table.get_many(keys);
            EXPECT_EQ(found.size(), 2u); // asked once, for both
            co_await table.delete_many(keys);
        });
}

TEST_F(record_requests, one_mapping_for_records_items_and_expressions)
{
    auto const owner = world.make();
    record_table<order> const table(owner, "t");
    order const paid{.id = "a", .status = payment::paid, .revision = 2};
    std::string const stored = R"({"order-id":{"S":"a"},"status":{"S":"PAID"},"revision":{"N":"2"}})";
    expect("PutItem", R"({"TableName":"t","Item":)" + stored + "}");
    put_item_input const by_hand{.table_name = "t", .item = to_item(paid)};
    expect("PutItem", R"({"TableName":"t","Item":)" + stored + "}");
    expect("UpdateItem",
        R"({"TableName":"t","Key":{"order-id":{"S":"a"}},"UpdateExpression":"SET #0 = :0",)"
        R"j("ConditionExpression":"attribute_exists(#1) AND #2 = :1",)j"
        R"("ExpressionAttributeNames":{"#0":"revision","#1":"order-id","#2":"status"},)"
        R"("ExpressionAttributeValues":{":0":{"N":"3"},":1":{"S":"PAID"}},)"
        R"("ReturnValuesOnConditionCheckFailure":"ALL_OLD"})");
    expect("GetItem", R"({"TableName":"t","Key":{"order-id":{"S":"a"}}})",
        R"({"Item":{"order-id":{"S":"a"},"of a newer version":{"S":"x"}}})");
    expect("Query",
        R"({"TableName":"t","KeyConditionExpression":"#0 = :0","ExpressionAttributeNames":{"#0":"order-id"},)"
        R"("ExpressionAttributeValues":{":0":{"S":"a"}}})",
        R"({"Items":[)" + stored + "]}");
    world.run(
        [&]() -> asio::awaitable<void>
        {
            co_await table.put_record(paid);
            co_await owner.put_item(by_hand);
            auto const if_paid = write_options().only_if(attr<&order::status> == payment::paid);
            co_await table.update_record("a", attr<&order::revision> = 3, if_paid);
            auto const found = co_await table.get_record("a");
            CO_ASSERT_TRUE(found.has_value());
            EXPECT_EQ(found->status, payment::open);
            EXPECT_EQ(found->revision, 0);
            auto const request = with(query_input{.table_name = "t"}, key(attr<&order::id> == "a"));
            auto const page = co_await query_as<order>(owner, request);
            CO_ASSERT_EQ(page.items.size(), 1u);
            EXPECT_EQ(page.items[0].status, payment::paid);
        });
}

TEST_F(record_requests, a_new_record_of_values_has_its_defaults)
{
    record_table<order> const table(world.make(), "t");
    expect("PutItem",
        R"({"TableName":"t","Item":{"order-id":{"S":"a"},"status":{"S":"OPEN"},"revision":{"N":"0"}},)"
        R"j("ConditionExpression":"attribute_not_exists(#0)","ExpressionAttributeNames":{"#0":"order-id"}})j");
    world.run([&]() -> asio::awaitable<void> { co_await table.create_record(attr<&order::id> = "a"); });
}

TEST_F(record_requests, single_records)
{
    record_table<entry> const table(world.make(), "t");
    entry record;
    record.id = 1;
    record.name = "Ann";
    expect("PutItem",
        R"({"TableName":"t","Item":{"id":{"N":"1"},"name":{"S":"Ann"}},)"
        R"j("ConditionExpression":"attribute_not_exists(#0)","ExpressionAttributeNames":{"#0":"id"}})j");
    expect("PutItem", R"({"TableName":"t","Item":{"id":{"N":"1"},"name":{"S":"Ann"}}})");
    expect("GetItem", R"({"TableName":"t","Key":{"id":{"N":"1"}},"ConsistentRead":true})",
        R"({"Item":{"note":{"S":"x"},"id":{"N":"1"},"name":{"S":"Ann"}}})");
    expect("GetItem", R"({"TableName":"t","Key":{"id":{"N":"2"}}})");
    expect("UpdateItem",
        R"({"TableName":"t","Key":{"id":{"N":"1"}},"UpdateExpression":"SET #0 = :0",)"
        R"j("ConditionExpression":"attribute_exists(#1)","ExpressionAttributeNames":{"#0":"name","#1":"id"},)j"
        R"("ExpressionAttributeValues":{":0":{"S":"B"}}})");
    expect("UpdateItem",
        R"({"TableName":"t","Key":{"id":{"N":"1"}},"UpdateExpression":"REMOVE #0",)"
        R"("ConditionExpression":"attribute_exists(#1) AND #2 = :0",)"
        R"("ExpressionAttributeNames":{"#0":"note","#1":"id","#2":"name"},)"
        R"("ExpressionAttributeValues":{":0":{"S":"B"}},"ReturnValues":"ALL_NEW",)"
        R"("ReturnValuesOnConditionCheckFailure":"ALL_OLD"})",
        R"({"Attributes":{"id":{"N":"1"},"name":{"S":"B"}}})");
    expect("DeleteItem",
        R"j({"TableName":"t","Key":{"id":{"N":"1"}},"ConditionExpression":"attribute_exists(#0)",)j"
        R"("ExpressionAttributeNames":{"#0":"id"}})");
    expect("DeleteItem", R"({"TableName":"t","Key":{"id":{"N":"1"}},"ReturnValues":"ALL_OLD"})");
    world.run(
        [&]() -> asio::awaitable<void>
        {
            co_await table.create_record(record);
            co_await table.put_record(record);
            auto found = co_await table.get_record(1, read_options().consistent());
            CO_ASSERT_TRUE(found.has_value());
            EXPECT_EQ(found->note, "x");
            found = co_await table.get_record(2);
            EXPECT_FALSE(found.has_value());
            co_await table.update_record(1, attr<&entry::name> = "B");
            auto const now = co_await table.update_and_get(
                1, remove(attr<&entry::note>), write_options().only_if(attr<&entry::name> == "B"));
            EXPECT_EQ(now.name, "B");
            co_await table.delete_record(1);
            found = co_await table.take_record(1);
            EXPECT_FALSE(found.has_value());
        });
}

TEST_F(record_requests, arguments_may_go_before_the_operation_is_awaited)
{
    record_table<entry> const table(world.make(), "t");
    expect("PutItem", R"({"TableName":"t","Item":{"id":{"N":"1"},"name":{"S":"Ann"}}})");
    expect("GetItem", R"({"TableName":"t","Key":{"id":{"N":"7"}}})");
    world.run(
        [&]() -> asio::awaitable<void>
        {
            auto record = std::make_unique<entry>();
            record->id = 1;
            record->name = "Ann";
            auto put = table.put_record(*record);
            record.reset();
            co_await std::move(put);
            auto key = std::make_unique<int>(7);
            auto get = table.get_record(*key);
            key.reset();
            co_await std::move(get);
        });
}

TEST_F(record_requests, versions)
{
    record_table<counted> const table(world.make(), "t");
    counted record;
    record.id = "a";
    expect("PutItem",
        R"({"TableName":"t","Item":{"id":{"S":"a"},"revision":{"N":"1"}},)"
        R"("ConditionExpression":"attribute_not_exists(#0) OR #1 = :0",)"
        R"("ExpressionAttributeNames":{"#0":"id","#1":"revision"},)"
        R"("ExpressionAttributeValues":{":0":{"N":"0"}},"ReturnValuesOnConditionCheckFailure":"ALL_OLD"})");
    expect("PutItem",
        R"({"TableName":"t","Item":{"id":{"S":"a"},"revision":{"N":"8"}},)"
        R"("ConditionExpression":"#0 = :0","ExpressionAttributeNames":{"#0":"revision"},)"
        R"("ExpressionAttributeValues":{":0":{"N":"7"}},"ReturnValuesOnConditionCheckFailure":"ALL_OLD"})");
    world.run(
        [&]() -> asio::awaitable<void>
        {
            co_await table.put_record(record);
            record.revision = 7;
            co_await table.put_record(record);
            record.revision = std::numeric_limits<int>::max();
            auto const seen = co_await code_of(table.put_record(record));
            EXPECT_EQ(seen, store_errc::bad_input);
        });
}

TEST_F(record_requests, case_24_a_failed_condition_after_a_lost_response)
{
    // What is stored, and what becomes of the operation.
    struct lost_case
    {
        char const* stored;
        boost::system::error_code expected;
    };
    for (auto const& each : {
             lost_case{R"({"Item":{"name":{"S":"Ann"},"id":{"N":"1.0"}}})", {}},
             lost_case{R"({"Item":{"name":{"S":"Bob"},"id":{"N":"1"}}})", client_errc::outcome_unknown},
             lost_case{R"({"Item":{"name":{"S":"Ann"},"id":{"N":"1"},"x":{"S":""}}})",
                 client_errc::outcome_unknown},
             lost_case{"{}", client_errc::outcome_unknown},
         })
    {
        scripted_client own;
        record_table<entry> const table(own.make(3), "t");
        own.server->expect("PutItem").fail(http::errc::closed_early, http::stage::receiving);
        own.server->expect("PutItem").reply(
            400, R"({"__type":"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException"})");
        own.server->expect("GetItem").reply(200, each.stored);
        entry record;
        record.id = 1;
        record.name = "Ann";
        own.run(
            [&]() -> asio::awaitable<void>
            {
                auto const seen = co_await code_of(table.create_record(record));
                EXPECT_EQ(seen, each.expected) << each.stored;
            });
    }
}

TEST_F(record_requests, malformed_responses)
{
    record_table<entry> const table(world.make(), "t");
    for (auto const* response : {R"({"Item":)", R"({"Item":5})", R"({"Item":{"id":{"N":"1"})", "[]"})
        server().expect("GetItem").reply(200, response);
    server().expect("UpdateItem").reply(200, "{}");
    world.run(
        [&]() -> asio::awaitable<void>
        {
            for (int i = 0; i < 4; ++i)
            {
                auto const seen = co_await code_of(table.get_record(1));
                EXPECT_EQ(seen, client_errc::malformed_response) << i;
            }
            auto const seen = co_await code_of(table.update_and_get(1, attr<&entry::name> = "B"));
            EXPECT_EQ(seen, client_errc::malformed_response);
        });
}

TEST_F(record_requests, a_page_that_comes_again_ends_the_stream)
{
    record_table<entry> const table(world.make(), "t");
    server().expect("Scan").reply(200, R"({"Items":[],"LastEvaluatedKey":{"id":{"N":"1"}}})");
    server().expect("Scan").reply(200, R"({"Items":[],"LastEvaluatedKey":{"id":{"N":"1"}}})");
    world.run(
        [&]() -> asio::awaitable<void>
        {
            auto stream = table.scan();
            auto const seen = co_await code_of(stream.next());
            EXPECT_EQ(seen, client_errc::repeated_page);
        });
}

TEST_F(record_requests, pages_that_alternate_end_the_stream)
{
    record_table<entry> const table(world.make(), "t");
    for (auto const* id : {"1", "2", "1", "1"})
        server().expect("Scan").reply(200,
            std::string(R"({"Items":[{"name":{"S":"A"},"id":{"N":")") + id
                + R"("}}],"LastEvaluatedKey":{"id":{"N":")" + id + R"("}}})");
    world.run(
        [&]() -> asio::awaitable<void>
        {
            auto stream = table.scan();
            for (int i = 0; i < 2; ++i)
            {
                auto const found = co_await stream.next();
                EXPECT_TRUE(found);
            }
            // Again and again, from the same page on.
            for (int i = 0; i < 2; ++i)
            {
                auto const seen = co_await code_of(stream.next());
                EXPECT_EQ(seen, client_errc::repeated_page);
            }
        });
}

TEST_F(record_requests, a_deadline_that_has_passed_sends_nothing)
{
    record_table<entry> const table(world.make(), "t");
    world.run(
        [&]() -> asio::awaitable<void>
        {
            auto const options = call_options().deadline(world.clock->now()).timeout(5s);
            std::vector<table_key<entry>> const keys{1, 2};
            auto seen = co_await code_of(table.get_record(1, options));
            EXPECT_EQ(seen, client_errc::deadline_exceeded);
            seen = co_await code_of(table.delete_record(1, options));
            EXPECT_EQ(seen, client_errc::deadline_exceeded);
            seen = co_await code_of(table.get_many(keys, options));
            EXPECT_EQ(seen, store_errc::unfinished);
        });
    EXPECT_TRUE(server().requests().empty());
}

TEST_F(record_requests, timeouts_that_are_not_positive_send_nothing)
{
    record_table<entry> const table(world.make(), "t");
    world.run(
        [&]() -> asio::awaitable<void>
        {
            auto const options = call_options().timeout(0s);
            std::vector<table_key<entry>> const keys{1, 2};
            auto seen = co_await code_of(table.get_record(1, options));
            EXPECT_EQ(seen, client_errc::deadline_exceeded);
            seen = co_await code_of(table.get_many(keys, options));
            EXPECT_EQ(seen, store_errc::unfinished);
        });
    EXPECT_TRUE(server().requests().empty());
}

TEST_F(record_requests, writes_that_something_else_responds_to_are_no_success)
{
    record_table<entry> const table(world.make(), "t");
    world.run(
        [&]() -> asio::awaitable<void>
        {
            entry const one{1, "a", std::nullopt};
            server().expect("PutItem").reply(200, "<html>");
            auto seen = co_await code_of(table.put_record(one));
            EXPECT_EQ(seen, client_errc::malformed_response);
            server().expect("DeleteItem").reply(200, "<html>");
            seen = co_await code_of(table.delete_record(1));
            EXPECT_EQ(seen, client_errc::malformed_response);
        });
}

TEST_F(record_requests, batches_that_fail_name_what_is_left)
{
    record_table<entry> const table(world.make(), "t");
    server().expect("BatchGetItem").reply(400, R"({"__type":"x#AccessDeniedException"})");
    server()
        .expect("BatchWriteItem")
        .reply(200, R"({"UnprocessedItems":{"t":[{"DeleteRequest":{"Key":{"id":{"N":"9"}}}}]}})");
    world.run(
        [&]() -> asio::awaitable<void>
        {
            std::vector<table_key<entry>> const keys{1, 2, 1};
            for (bool const reads : {true, false})
            {
                std::size_t left = 0;
                try
                {
                    if (reads)
                        co_await table.get_many(keys);
                    else
                        co_await table.delete_many(keys);
                }
                catch (store_error const& e)
                {
                    EXPECT_EQ(e.code(), store_errc::unfinished);
                    left = e.details().keys_left.size();
                }
                EXPECT_EQ(left, 2u);
            }
        });
}

} // namespace
} // namespace dynasio::tests
