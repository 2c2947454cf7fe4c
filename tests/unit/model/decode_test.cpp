// SPDX-License-Identifier: BSL-1.0

#include <dynasio/json/detail/decode.hpp>
#include <dynasio/operations.hpp>
#include <dynasio/value/detail/json.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>

namespace dynasio {
namespace {

template <class T>
T decoded(std::string_view text)
{
    T value{};
    json::decode(text, json::target_of(value));
    return value;
}

template <class T>
std::string failure(std::string_view text)
{
    try
    {
        (void)decoded<T>(text);
        return "no error";
    }
    catch (json::decode_error const& e)
    {
        return e.what();
    }
}

attribute_value value(std::string_view text)
{
    return decoded<attribute_value>(text);
}

TEST(DecodeValue, ReadsEveryType)
{
    EXPECT_EQ(value(R"({"S":"a\u00e9\n"})").as_string(), "a\xc3\xa9\n");
    EXPECT_EQ(value(R"({"N":"1.50"})").as_number().text(), "1.50");
    EXPECT_EQ(value(R"({"B":"Zm9v"})").as_binary(), to_binary("foo"));
    EXPECT_EQ(value(R"({"BOOL":true})"), attribute_value(true));
    EXPECT_EQ(value(R"({"BOOL":false})"), attribute_value(false));
    EXPECT_EQ(value(R"({"NULL":true})"), attribute_value());
    EXPECT_EQ(value(R"({"NULL":false})"), attribute_value());
    EXPECT_EQ(value(R"({"SS":["a","b"]})").as_string_set(), (std::vector<std::string>{"a", "b"}));
    EXPECT_EQ(value(R"({"NS":["1","2"]})").as_number_set(), (std::vector<number>{1, 2}));
    EXPECT_EQ(value(R"({"BS":["Zg==",""]})").as_binary_set(), (std::vector<binary>{to_binary("f"), {}}));
    EXPECT_EQ(value(R"({"L":[{"N":"1"},{"L":[]},{"S":""}]})"),
        attribute_value(attribute_list{1, attribute_list(), ""}));
    EXPECT_EQ(value(R"({"M":{"a":{"N":"1"},"b":{"M":{}}}})"), attribute_value(item{{"a", 1}, {"b", item()}}));
}

TEST(DecodeValue, ReadsTheSameWithWhitespace)
{
    for (auto const* text : {R"({"N":"12"})", R"({ "N":"12"})", R"({"N" :"12"})", R"({"N": "12"})",
             R"({"N":"12" })", R"({"N":"1\u0032"})", R"({"\u004e":"12"})"})
        EXPECT_EQ(value(text), attribute_value(12)) << text;
    EXPECT_EQ(value(R"({"V":"x"})").type(), attribute_type::unknown);
    EXPECT_EQ(value(R"({"S":"x"})").as_string(), "x");
    EXPECT_EQ(value(R"({"S":""})").as_string(), "");
}

TEST(DecodeValue, IgnoresNullsAndTheTypeOfAUnion)
{
    EXPECT_EQ(
        value(R"({"__type":"x#AttributeValue","S":null,"N":"1","L":null,"V":null})"), attribute_value(1));
    EXPECT_EQ(value(R"({"N":"1","S":null,"M":null,"__type":{"a":[1]}})"), attribute_value(1));
}

TEST(DecodeValue, KeepsTheNameOfANewType)
{
    for (auto const* text :
        {R"({"V":"x"})", R"({"V":[1,{"a":"b"}]})", R"({"V":{"a":[{}]}})", R"({"V":1.5})", R"({"V":false})"})
    {
        auto const v = value(text);
        auto const* unknown = v.if_a<attribute_value::unknown_type>();
        EXPECT_EQ(unknown ? unknown->tag : "another type", "V") << text;
    }
    auto const list = decoded<query_output>(R"({"Items":[{"a":{"VEC":[1]},"b":{"S":"x"}}]})");
    EXPECT_EQ(list.items.at(0).at("b").as_string(), "x");
}

TEST(DecodeValue, WantsExactlyOneType)
{
    for (auto const* text : {"{}", R"({"S":null})", R"({"__type":"x"})"})
        EXPECT_NE(failure<attribute_value>(text).find("an attribute value has no type"), std::string::npos)
            << text;
    for (auto const* text : {R"({"S":"a","N":"1"})", R"({"S":"a","S":"b"})", R"({"L":[],"SS":[]})",
             R"({"S":"a","V":1})", R"({"NULL":true,"S":"a"})"})
        EXPECT_NE(failure<attribute_value>(text).find("more than one type"), std::string::npos) << text;
}

TEST(DecodeValue, RefusesWrongKinds)
{
    for (auto const* text : {R"({"S":1})", R"({"S":["a"]})", R"({"S":{}})", R"({"N":1})", R"({"N":"x"})",
             R"({"N":""})", R"({"N":"1E999"})", R"({"B":"a"})", R"({"BOOL":"true"})", R"({"BOOL":1})",
             R"({"NULL":"x"})", R"({"SS":"a"})", R"({"SS":[1]})", R"({"SS":[null]})", R"({"NS":[1]})",
             R"({"NS":["x"]})", R"({"BS":["!"]})", R"({"L":{}})", R"({"L":["a"]})", R"({"L":[null]})",
             R"({"M":[]})", R"({"M":{"a":"b"}})", R"({"M":{"a":null}})", "[]", "1", "\"a\"", "true"})
        EXPECT_NE(failure<attribute_value>(text), "no error") << text;
}

TEST(DecodeValue, LastOfEqualNamesWins)
{
    auto const i = decoded<item>(R"({"a":{"S":"1"},"b":{"S":"2"},"a":{"L":[]}})");
    EXPECT_EQ(i, (item{{"a", attribute_list()}, {"b", "2"}}));
}

TEST(DecodeValue, ReadsItemsOfAnySize)
{
    for (int const count : {0, 1, 10, 16, 17, 64, 65, 500})
    {
        std::string text = "{";
        for (int i = 0; i < count; ++i)
            text += (i ? "," : "") + ("\"attribute" + std::to_string(i)) + "\":{\"N\":\"" + std::to_string(i)
                + "\"}";
        auto const read = decoded<item>(text + "}");
        ASSERT_EQ(read.size(), static_cast<std::size_t>(count));
        for (int i = 0; i < count; ++i)
            ASSERT_EQ(read.at("attribute" + std::to_string(i)).as_number().to<int>(), i);
    }
}

TEST(DecodeShape, ReadsAnAnswer)
{
    auto const page =
        decoded<query_output>(R"( {"Count":2,"Items":[{"pk":{"S":"a"}},{"pk":{"S":"b"}}],"New":{"x":[1,"y"]},
        "ScannedCount":5,"LastEvaluatedKey":{"pk":{"S":"b"}},
        "ConsumedCapacity":{"TableName":"t","CapacityUnits":0.5,"GlobalSecondaryIndexes":{"i":{"CapacityUnits":1}}}} )");
    EXPECT_EQ(page.count, 2);
    EXPECT_EQ(page.scanned_count, 5);
    ASSERT_EQ(page.items.size(), 2u);
    EXPECT_EQ(page.items[1].at("pk").as_string(), "b");
    EXPECT_EQ(page.last_evaluated_key, (item{{"pk", "b"}}));
    ASSERT_TRUE(page.consumed_capacity);
    EXPECT_EQ(page.consumed_capacity->capacity_units, 0.5);
    EXPECT_EQ(page.consumed_capacity->global_secondary_indexes.at("i").capacity_units, 1.0);
    EXPECT_TRUE(page.consumed_capacity->local_secondary_indexes.empty());
}

TEST(DecodeShape, ReadsATable)
{
    auto const table = decoded<describe_table_output>(R"({"Table":{"TableName":"t","TableStatus":"ACTIVE",
        "CreationDateTime":1.36430481E9,"ItemCount":12,"KeySchema":[{"AttributeName":"pk","KeyType":"HASH"}],
        "SSEDescription":{"Status":"NEWER","KMSMasterKeyArn":"arn"},"DeletionProtectionEnabled":true,
        "DisassociationProtectionEnabled":false}})")
                           .table;
    ASSERT_TRUE(table);
    EXPECT_EQ(table->table_name, "t");
    EXPECT_EQ(table->table_status, model::table_status::active);
    EXPECT_EQ(table->creation_date_time, timestamp(std::chrono::seconds(1'364'304'810)));
    EXPECT_EQ(table->item_count, 12);
    ASSERT_EQ(table->key_schema.size(), 1u);
    EXPECT_EQ(table->key_schema[0].key_type, model::key_type::hash);
    EXPECT_EQ(table->sse_description->status->text(), "NEWER");
    EXPECT_FALSE(table->sse_description->status->known());
    EXPECT_EQ(table->sse_description->kms_master_key_arn, "arn");
    EXPECT_EQ(table->deletion_protection_enabled, true);
    EXPECT_EQ(table->disassociation_protection_enabled, false);
}

TEST(DecodeShape, NullIsAbsent)
{
    auto const answer = decoded<get_item_output>(R"({"Item":null,"ConsumedCapacity":null})");
    EXPECT_FALSE(answer.item);
    EXPECT_FALSE(answer.consumed_capacity);
    EXPECT_TRUE(decoded<query_output>(R"({"Items":null})").items.empty());
}

TEST(DecodeShape, ReadsNumbersAsTheyComeInJson)
{
    auto const units = [](std::string const& text)
    { return decoded<model::capacity>("{\"CapacityUnits\":" + text + "}").capacity_units.value(); };
    EXPECT_EQ(units("12"), 12);
    EXPECT_EQ(units("1.5E1"), 15);
    EXPECT_TRUE(std::isnan(units("\"NaN\"")));
    EXPECT_EQ(units("\"-Infinity\""), -std::numeric_limits<double>::infinity());
    EXPECT_EQ(decoded<query_output>(R"({"Count":3.0})").count, 3);
    EXPECT_EQ(decoded<query_output>(R"({"Count":1E2})").count, 100);
    EXPECT_EQ(decoded<model::table_description>(R"({"ItemCount":9223372036854775807})").item_count,
        9223372036854775807);
    for (auto const* text :
        {R"({"Count":3.5})", R"({"Count":2147483648})", R"({"Count":"3"})", R"({"Count":true})"})
        EXPECT_NE(failure<query_output>(text), "no error") << text;
    EXPECT_NE(failure<model::capacity>(R"({"CapacityUnits":"1"})"), "no error");
    EXPECT_NE(failure<model::table_description>(R"({"CreationDateTime":1E300})"), "no error");
}

TEST(DecodeShape, SaysWhereItFailed)
{
    EXPECT_EQ(failure<query_output>(R"({"Items":[{},{"price":{"N":"x"}}]})"),
        "Items[1].price.N: the text is not a number");
    EXPECT_EQ(failure<query_output>(R"({"Items":7})"), "Items: expected a list, found a number");
    EXPECT_EQ(failure<query_output>(R"({"Items":[{"a\u0062":{"SS":["x",1]}}]})").substr(0, 18),
        "Items[0].ab.SS[1]:");
    EXPECT_EQ(failure<get_item_output>(R"({"Item":"x"})").substr(0, 5), "Item:");
}

TEST(DecodeText, RefusesWhatIsNoJson)
{
    for (auto const* text :
        {"{", "}", "{]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "nul", "<html/>", "{} x", "{}{}", "{'a':1}",
            "{\"a\":01}", "{\"a\":+1}", "{\"a\":.5}", "{\"a\":1.}", "{\"a\":1e}", "{\"a\":-}",
            "{\"a\":\"\x01\"}", "{\"a\":\"\xff\"}", "{\"a\":\"\xc0\x80\"}", "{\"a\":\"\xed\xa0\x80\"}",
            "{\"\xff\":1}", "{\"a\":\"\\x\"}", "{\"a\":\"\\u12\"}", "{\"a\":\"\\ud800\"}",
            "{\"a\":\"\\ud800\\u0041\"}", "{\"a\":\"\\udc00\"}", "{\"a\":tru}", "{\"a\":[1,]}",
            "{\"a\":[1 2]}", "{\"a\" 1}", "{,}", "[", "\"abc", "{\"a\":\"b", "/*x*/{}", "\xef\xbb\xbf{}"})
    {
        EXPECT_NE(failure<query_output>(text), "no error") << text;
        EXPECT_NE(failure<attribute_value>(text), "no error") << text;
    }
}

TEST(DecodeText, RefusesSurrogatesThatAreNoPair)
{
    for (auto const* escapes : {R"(\ud800\ue000)", R"(\udbff\ue000)", R"(\ud800\udbff)",
             R"(\ud800\ud800\udc00)", R"(\ud800\uffff)", R"(\ud800\u0041)", R"(\ud800x)", R"(\ud800\n)",
             R"(\ud800)", R"(\udc00)", R"(\udfff)", R"(\udc00\ud800)"})
    {
        auto const quoted = '"' + std::string(escapes) + '"';
        for (auto const& text :
            {"{\"S\":" + quoted + '}', "{\"SS\":[" + quoted + "]}", "{\"M\":{" + quoted + ":{}}}"})
            EXPECT_NE(failure<attribute_value>(text).find("unpaired surrogate"), std::string::npos)
                << text << ": " << failure<attribute_value>(text);
    }
    // Their neighbours are characters.
    EXPECT_EQ(value(R"({"S":"\ud7ff\ue000\ud800\udc00\udbff\udfff"})").as_string(),
        "\xed\x9f\xbf\xee\x80\x80\xf0\x90\x80\x80\xf4\x8f\xbf\xbf");
}

TEST(DecodeText, TellsBadJsonFromBadContent)
{
    EXPECT_NE(failure<query_output>("{\"Count\":1").find("not valid JSON"), std::string::npos);
    EXPECT_EQ(failure<query_output>("{\"Count\":\"x\"}").find("not valid JSON"), std::string::npos);
}

TEST(DecodeText, AcceptsWhitespaceAndNothingAtAll)
{
    EXPECT_EQ(failure<query_output>(" \r\n\t{ \"Count\" : 1 , \"Items\" : [ ] } \n"), "no error");
    EXPECT_EQ(failure<query_output>(""), "no error") << "an empty body stands for {}";
}

TEST(DecodeText, LimitsNesting)
{
    auto const nested = [](std::size_t depth)
    {
        std::string text;
        for (std::size_t i = 0; i < depth; ++i)
            text += R"({"L":[)";
        text += R"({"S":"x"})";
        for (std::size_t i = 0; i < depth; ++i)
            text += "]}";
        return text;
    };
    EXPECT_EQ(failure<attribute_value>(nested(32)), "no error");
    EXPECT_NE(failure<attribute_value>(nested(1000)), "no error");
    EXPECT_NE(failure<query_output>("{\"x\":" + std::string(1'000'000, '[')), "no error");
    EXPECT_NE(failure<query_output>("{\"x\":" + std::string(100'000, '[') + std::string(100'000, ']') + "}"),
        "no error");
}

TEST(DecodeText, ReadsEscapes)
{
    EXPECT_EQ(value(R"({"S":"\"\\\/\b\f\n\r\t\u0041\u00e9\u20ac\ud83d\ude00"})").as_string(),
        "\"\\/\b\f\n\r\tA\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80");
    EXPECT_EQ(value(R"({"\u0053":"x"})").as_string(), "x");
    EXPECT_EQ(value(R"({"S":"\u0000"})").as_string(), std::string(1, '\0'));
    for (std::size_t size = 0; size < 80; ++size)
    {
        std::string const text(size, 'x');
        EXPECT_EQ(value("{\"S\":\"" + text + "\\n" + text + "\"}").as_string(), text + '\n' + text);
    }
}

} // namespace
} // namespace dynasio
