// SPDX-License-Identifier: BSL-1.0
//
// Our shapes are those of the service's model: every member, its name, its type, whether it is required, every value of
// every enumeration.

#include "model_walk.hpp"

#include "support/test_data.hpp"

#include <dynasio/operations.hpp>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <string>

namespace dynasio {
namespace {

/// The name in the model is a keyword of C++.
std::map<std::string, std::string> const renamed{
    {"Delete", "delete_"},
};

TEST(Model, IsWhatTheShapesSay)
{
    DYNASIO_REQUIRE_TEST_DATA("model/dynamodb.json");
    auto const model = tests::load_test_data("model/dynamodb.json");
    tests::model_walk walk(model, renamed);
    walk.compare_operation<get_item_input, get_item_output>("GetItem");
    walk.compare_operation<put_item_input, put_item_output>("PutItem");
    walk.compare_operation<update_item_input, update_item_output>("UpdateItem");
    walk.compare_operation<delete_item_input, delete_item_output>("DeleteItem");
    walk.compare_operation<query_input, query_output>("Query");
    walk.compare_operation<scan_input, scan_output>("Scan");
    walk.compare_operation<batch_get_item_input, batch_get_item_output>("BatchGetItem");
    walk.compare_operation<batch_write_item_input, batch_write_item_output>("BatchWriteItem");
    walk.compare_operation<transact_get_items_input, transact_get_items_output>("TransactGetItems");
    walk.compare_operation<transact_write_items_input, transact_write_items_output>("TransactWriteItems");
    walk.compare_operation<create_table_input, create_table_output>("CreateTable");
    walk.compare_operation<describe_table_input, describe_table_output>("DescribeTable");
    walk.compare_operation<update_table_input, update_table_output>("UpdateTable");
    walk.compare_operation<delete_table_input, delete_table_output>("DeleteTable");
    walk.compare_operation<list_tables_input, list_tables_output>("ListTables");
    walk.compare_operation<update_time_to_live_input, update_time_to_live_output>("UpdateTimeToLive");
    walk.compare_operation<describe_time_to_live_input, describe_time_to_live_output>("DescribeTimeToLive");

    for (auto const& difference : walk.differences)
        ADD_FAILURE() << difference;
    std::cout << "compared " << walk.operations_compared << " operations, " << walk.structures_compared
              << " structures, " << walk.members_compared << " members, " << walk.enum_values_compared
              << " enum values\n";
    EXPECT_GT(walk.members_compared, 400);
}

// The walk itself, with a model of our own: it must see each kind of difference.

enum class which
{
    one,
    three,
};
BOOST_DESCRIBE_ENUM(which, one, three)

struct inner
{
    std::int32_t count = 0;
};
BOOST_DESCRIBE_STRUCT(inner, (), (count))

struct request
{
    std::optional<std::string> name = {};
    std::int32_t size = 0;
    std::optional<open_enum<which>> kind = {};
    std::optional<std::string> text_kind = {};
    std::optional<bool> extra = {};
    std::optional<std::vector<inner>> list = {};
    std::vector<std::string> names = {};
    std::optional<std::map<std::string, attribute_value>> key = {};
};
BOOST_DESCRIBE_STRUCT(request, (), (name, size, kind, text_kind, extra, list, names, key))

struct answer
{
    std::optional<std::vector<std::string>> names = {};
};
BOOST_DESCRIBE_STRUCT(answer, (), (names))

TEST(ModelWalk, SeesEveryKindOfDifference)
{
    auto const model = boost::json::parse(R"({
        "operations": {"Do": {"input": {"shape": "Request"}, "output": {"shape": "Answer"}}},
        "shapes": {
            "Request": {"type": "structure", "required": ["Name"], "members": {
                "Name": {"shape": "Text"}, "Size": {"shape": "Text"}, "Kind": {"shape": "Kind"}, "TextKind": {"shape": "Kind"},
                "List": {"shape": "List"}, "Names": {"shape": "Names"}, "Key": {"shape": "Key"}, "Forgotten": {"shape": "Text"}}},
            "Answer": {"type": "structure", "members": {"Names": {"shape": "Names"}}},
            "Text": {"type": "string"},
            "Kind": {"type": "string", "enum": ["ONE", "TWO"]},
            "List": {"type": "list", "member": {"shape": "Inside"}},
            "Inside": {"type": "structure", "members": {"Count": {"shape": "Long"}}},
            "Long": {"type": "long"},
            "Names": {"type": "list", "member": {"shape": "Text"}},
            "Key": {"type": "map", "key": {"shape": "Text"}, "value": {"shape": "AttributeValue"}},
            "AttributeValue": {"type": "structure", "members": {"S": {"shape": "Text"}, "NEW": {"shape": "Text"}}}
        }})");
    tests::model_walk walk(model, {{"Kind", "which"}});
    walk.compare_operation<request, answer>("Do");
    auto const seen = [&](std::string_view part)
    {
        return std::any_of(walk.differences.begin(), walk.differences.end(),
            [&](std::string const& line) { return line.find(part) != std::string::npos; });
    };
    EXPECT_TRUE(seen("Request: member Name is to be plain"));
    EXPECT_TRUE(seen("Request.Size: is integer here, string"));
    EXPECT_TRUE(seen("Request: member Size is to be optional"));
    EXPECT_TRUE(seen("Kind: value THREE is not in the model"));
    EXPECT_TRUE(seen("Kind: value TWO is missing"));
    EXPECT_TRUE(seen("Request.TextKind: is an enumeration"));
    EXPECT_TRUE(seen("Request: member Extra is not in the model"));
    EXPECT_TRUE(seen("Request: member Forgotten is missing"));
    EXPECT_TRUE(seen("Inside: has the C++ name inner"));
    EXPECT_TRUE(seen("Inside.Count: is integer here, long"));
    EXPECT_TRUE(seen("Request: member Names is to be optional"));
    EXPECT_TRUE(seen("Answer: member Names is to be plain"));
    EXPECT_TRUE(seen("Request.Key: is to be an item"));
    EXPECT_TRUE(seen("AttributeValue: type NEW is missing"));
    EXPECT_TRUE(seen("AttributeValue: type L is not in the model"));
}

} // namespace
} // namespace dynasio
