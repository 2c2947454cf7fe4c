// SPDX-License-Identifier: BSL-1.0

#include <dynasio/value/attribute_value.hpp>

#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <vector>

namespace dynasio {
namespace {

using strings = std::vector<std::string>;
using numbers = std::vector<number>;

std::string printed(attribute_value const& value)
{
    std::ostringstream out;
    out << value;
    return out.str();
}

TEST(AttributeValue, HasTheTypeOfWhatItIsMadeOf)
{
    EXPECT_EQ(attribute_value().type(), attribute_type::null);
    EXPECT_EQ(attribute_value(nullptr).type(), attribute_type::null);
    EXPECT_EQ(attribute_value("text").type(), attribute_type::s);
    EXPECT_EQ(attribute_value(std::string_view("text")).type(), attribute_type::s);
    EXPECT_EQ(attribute_value(true).type(), attribute_type::boolean);
    EXPECT_EQ(attribute_value(1).type(), attribute_type::n);
    EXPECT_EQ(attribute_value(1.5).type(), attribute_type::n);
    EXPECT_EQ(attribute_value(to_binary("x")).type(), attribute_type::b);
    EXPECT_EQ(attribute_value(strings{"a"}).type(), attribute_type::ss);
    EXPECT_EQ(attribute_value(numbers{1}).type(), attribute_type::ns);
    EXPECT_EQ(attribute_value(std::vector<binary>{{}}).type(), attribute_type::bs);
    EXPECT_EQ(attribute_value(attribute_list{1, "a"}).type(), attribute_type::l);
    EXPECT_EQ(attribute_value(item{{"a", 1}}).type(), attribute_type::m);
}

TEST(AttributeValue, SaysWhatItIsInstead)
{
    try
    {
        (void)attribute_value("text").as_number();
        FAIL();
    }
    catch (attribute_error const& e)
    {
        EXPECT_STREQ(e.what(), "expected N, the attribute is S");
    }
    EXPECT_THROW((void)attribute_value(1).as_bool(), attribute_error);
    EXPECT_THROW((void)attribute_value().as_map(), attribute_error);
    EXPECT_EQ(attribute_value(1).if_string(), nullptr);
    EXPECT_NE(attribute_value(1).if_number(), nullptr);
}

TEST(AttributeValue, ComparesNumbersByValueAndSetsWithoutOrder)
{
    EXPECT_EQ(attribute_value(number("1.0")), attribute_value(1));
    EXPECT_NE(attribute_value(1), attribute_value("1"));
    EXPECT_EQ(attribute_value(strings{"a", "b"}), attribute_value(strings{"b", "a"}));
    EXPECT_NE(attribute_value(strings{"a", "b"}), attribute_value(strings{"a", "c"}));
    EXPECT_NE(attribute_value(strings{"a", "a", "b"}), attribute_value(strings{"a", "b", "b"}));
    EXPECT_EQ(attribute_value(numbers{number("1.0"), 2}), attribute_value(numbers{2, 1}));
    EXPECT_EQ(attribute_value(std::vector<binary>{to_binary("x"), to_binary("y")}),
        attribute_value(std::vector<binary>{to_binary("y"), to_binary("x")}));
    EXPECT_NE(attribute_value(attribute_list{1, 2}), attribute_value(attribute_list{2, 1}));
    EXPECT_EQ(attribute_value(item{{"a", 1}, {"b", 2}}), attribute_value(item{{"b", 2}, {"a", 1}}));
}

TEST(AttributeValue, IsPrintedAsDynamoDbJson)
{
    EXPECT_EQ(printed(nullptr), R"({"NULL":true})");
    EXPECT_EQ(printed(false), R"({"BOOL":false})");
    EXPECT_EQ(printed("a\"b"), R"({"S":"a\"b"})");
    EXPECT_EQ(printed(number("1.50")), R"({"N":"1.50"})");
    EXPECT_EQ(printed(to_binary("foo")), R"({"B":"Zm9v"})");
    EXPECT_EQ(printed(attribute_list{1, strings{"a", "b"}, numbers{2}}),
        R"({"L":[{"N":"1"},{"SS":["a","b"]},{"NS":["2"]}]})");
    EXPECT_EQ(printed(item{{"a", 1}, {"m", item()}}), R"({"M":{"a":{"N":"1"},"m":{"M":{}}}})");
    std::ostringstream out;
    out << item{{"a", 1}};
    EXPECT_EQ(out.str(), R"({"a":{"N":"1"}})");
}

TEST(AttributeValue, PrintsWhatHasNoJsonWithoutFailing)
{
    EXPECT_EQ(printed("\xff").front(), '<');
    attribute_value unknown;
    unknown.emplace<attribute_value::unknown_type>("V");
    EXPECT_EQ(unknown.type(), attribute_type::unknown);
    EXPECT_NE(printed(unknown).find('V'), std::string::npos);
}

} // namespace
} // namespace dynasio
