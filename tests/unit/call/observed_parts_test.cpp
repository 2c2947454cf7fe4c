// SPDX-License-Identifier: BSL-1.0

#include "call/observed_parts.hpp"

#include <dynasio/operations.hpp>
#include <dynasio/value/detail/json.hpp>

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace dynasio::call {
namespace {

using table_names = std::vector<std::string_view>;

template <class Input>
std::string encoded_text(Input const& input)
{
    std::string body;
    json::encode(body, input);
    return body;
}

TEST(tables_of, finds_the_table_of_an_operation)
{
    put_item_input put;
    put.table_name = "things";
    put.item = item{{"TableName", "x"}, {"text", "\"TableName\":\"no\""}};
    put.expression_attribute_names.emplace()["#t"] = "TableName";
    auto const body = encoded_text(put);
    EXPECT_EQ(tables_of("PutItem", body), table_names{"things"});
    EXPECT_EQ(tables_of("PutItem",
                  R"({"Item":{"TableName":{"S":"x"},"y":{"S":"\"TableName\":\"z\""}},)"
                  R"("TableName":"arn:aws:dynamodb:us-east-1:1:table/t"})"),
        table_names{"arn:aws:dynamodb:us-east-1:1:table/t"});
}

TEST(tables_of, finds_none_where_there_is_none)
{
    for (char const* const body : {"", "{}", R"({"ExclusiveStartTableName":"x"})", R"({"TableName":"x)"})
        EXPECT_EQ(tables_of("ListTables", body), table_names{}) << body;
}

TEST(tables_of, finds_each_table_of_a_transaction_once)
{
    transact_write_items_input request;
    for (char const* const table : {"b", "a", "b"})
    {
        model::put put;
        put.table_name = table;
        put.item = item{{"id", "1"}};
        model::transact_write_item action;
        action.put = put;
        request.transact_items.push_back(action);
    }
    auto const body = encoded_text(request);
    EXPECT_EQ(tables_of("TransactWriteItems", body), (table_names{"b", "a"}));
}

TEST(tables_of, finds_the_tables_of_a_batch)
{
    batch_get_item_input request;
    for (char const* const table : {"one", "two"})
        request.request_items[table].keys = {item{{"RequestItems", "x"}, {"TableName", "y"}}};
    auto const body = encoded_text(request);
    EXPECT_EQ(tables_of("BatchGetItem", body), (table_names{"one", "two"}));
    EXPECT_EQ(tables_of("BatchGetItem", "{\"RequestItems\":{\"one\":"), table_names{});
    EXPECT_EQ(tables_of("BatchGetItem", R"({"RequestItems":{"a\u0062":{}}})"), table_names{})
        << "not a part of the request";
}

std::vector<std::string> capacity_lines(operations::operation_info const& operation, std::string_view body)
{
    std::vector<std::string> result;
    for_each_capacity(operation, body,
        [&](observed_capacity const& c)
        {
            result.push_back(std::string(c.table) + "/" + std::string(c.index) + " r"
                + std::to_string(static_cast<int>(c.read_units * 10)) + " w"
                + std::to_string(static_cast<int>(c.write_units * 10)));
        });
    return result;
}

using expected_lines = std::vector<std::string>;

TEST(for_each_capacity, takes_one_number_for_what_the_operation_does)
{
    constexpr std::string_view body = R"({"ConsumedCapacity":{"TableName":"t","CapacityUnits":1.5}})";
    EXPECT_EQ(capacity_lines(operations::get_item_info, body), expected_lines{"t/ r15 w0"});
    EXPECT_EQ(capacity_lines(operations::put_item_info, body), expected_lines{"t/ r0 w15"});
}

TEST(for_each_capacity, tells_reads_and_writes_apart_where_the_service_does)
{
    EXPECT_EQ(capacity_lines(operations::transact_write_items_info,
                  R"({"ConsumedCapacity":[{"TableName":"t","CapacityUnits":6,"ReadCapacityUnits":2,)"
                  R"("WriteCapacityUnits":4},{"TableName":"u","CapacityUnits":2}]})"),
        (expected_lines{"t/ r20 w40", "u/ r0 w20"}));
}

TEST(for_each_capacity, tells_each_index_and_no_sum_then)
{
    EXPECT_EQ(capacity_lines(operations::update_item_info,
                  R"({"Attributes":{"ConsumedCapacity":{"S":"x"}},"ConsumedCapacity":{"TableName":"t",)"
                  R"("CapacityUnits":6,"Table":{"CapacityUnits":1},"GlobalSecondaryIndexes":{"g":)"
                  R"({"CapacityUnits":2},"h":{"WriteCapacityUnits":2}},"LocalSecondaryIndexes":)"
                  R"({"l":{"CapacityUnits":1}}}})"),
        (expected_lines{"t/ r0 w10", "t/l r0 w10", "t/g r0 w20", "t/h r0 w20"}));
}

TEST(for_each_capacity, tells_nothing_where_the_response_does_not)
{
    for (char const* const body : {"", "{}", R"({"ConsumedCapacity":[]})", R"({"ConsumedCapacity":null})",
             R"({"ConsumedCapacity":"x"})", R"({"ConsumedCapacity":[{"TableName":"t"},)", "<html>"})
        EXPECT_EQ(capacity_lines(operations::get_item_info, body), expected_lines{}) << body;
}

TEST(operation_info, knows_what_can_report_capacity)
{
    EXPECT_TRUE(operations::get_item_info.reports_capacity);
    EXPECT_TRUE(operations::batch_write_item_info.reports_capacity);
    EXPECT_TRUE(operations::transact_get_items_info.reports_capacity);
    EXPECT_TRUE(operations::scan_info.reports_capacity);
    EXPECT_FALSE(operations::describe_table_info.reports_capacity);
    EXPECT_FALSE(operations::list_tables_info.reports_capacity);
}

} // namespace
} // namespace dynasio::call
