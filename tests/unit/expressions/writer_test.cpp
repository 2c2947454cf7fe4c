// SPDX-License-Identifier: BSL-1.0

#include "expression_types.hpp"
#include "support/test_data.hpp"

#include <dynasio/operations.hpp>

#include <gtest/gtest.h>

#include <iostream>

namespace expression_types {
namespace {

using namespace dynasio;

TEST(expression_writer, equal_names_and_values_share_placeholders_across_expressions)
{
    expression_writer writer;
    EXPECT_EQ(writer.write(update(attr<&person::name> = "x", attr<&person::id> = 1)), "SET #0 = :0, #1 = :1");
    EXPECT_EQ(writer.write(attr<&person::name> != "x" && path("id.name") == number("1.0")),
        "#0 <> :0 AND #1.#0 = :1");
    EXPECT_EQ(written(writer, ""), R"( | name id | {"S":"x"} {"N":"1"})");
    // Equal texts of other types are other values.
    EXPECT_EQ(writer.write(path("id") == "1" && path("id") == to_binary("1")), "#1 = :2 AND #1 = :3");
}

TEST(expression_writer, every_request_with_expressions_takes_them)
{
    auto const c = attr<&person::name> == "x";
    auto const u = attr<&person::name> = "y";
    projection const p(attr<&person::name>, attr<&person::home, &address::city>);
    auto const k = key(attr<&person::id> == 1);
    using names = std::map<std::string, std::string>;
    item value;
    value.set(":0", "x");

    auto const put = with(put_item_input{}, c);
    EXPECT_EQ(put.condition_expression, "#0 = :0");
    EXPECT_EQ(put.expression_attribute_names, (names{{"#0", "name"}}));
    EXPECT_EQ(put.expression_attribute_values, value);
    EXPECT_EQ(with(delete_item_input{}, c).condition_expression, "#0 = :0");
    auto const changed = with(update_item_input{.table_name = "t"}, u, c);
    EXPECT_EQ(changed.table_name, "t");
    EXPECT_EQ(changed.update_expression, "SET #0 = :0");
    EXPECT_EQ(changed.condition_expression, "#0 = :1");
    EXPECT_EQ(changed.expression_attribute_values->size(), 2U);

    auto const get = with(get_item_input{}, p);
    EXPECT_EQ(get.projection_expression, "#0, #1.#2");
    EXPECT_EQ(get.expression_attribute_names, (names{{"#0", "name"}, {"#1", "home"}, {"#2", "city"}}));
    EXPECT_EQ(with(model::keys_and_attributes{}, p).projection_expression, "#0, #1.#2");
    EXPECT_EQ(with(model::get{}, p).projection_expression, "#0, #1.#2");

    auto const query = with(query_input{}, k, c, p);
    EXPECT_EQ(query.key_condition_expression, "#0 = :0");
    EXPECT_EQ(query.filter_expression, "#1 = :1");
    EXPECT_EQ(query.projection_expression, "#1, #2.#3");
    auto const scan = with(scan_input{}, c, p);
    EXPECT_EQ(scan.filter_expression, "#0 = :0");
    EXPECT_EQ(scan.projection_expression, "#0, #1.#2");

    EXPECT_EQ(with(model::condition_check{}, c).condition_expression, "#0 = :0");
    EXPECT_EQ(with(model::put{}, c).condition_expression, "#0 = :0");
    EXPECT_EQ(with(model::delete_{}, c).condition_expression, "#0 = :0");
    auto const action = with(model::update{}, u, c);
    EXPECT_EQ(action.update_expression, "SET #0 = :0");
    EXPECT_EQ(action.condition_expression, "#0 = :1");
}

TEST(expression_writer, without_values_the_request_has_none)
{
    auto const request = with(put_item_input{}, not_exists(attr<&person::id>));
    EXPECT_TRUE(request.expression_attribute_names.has_value());
    EXPECT_FALSE(request.expression_attribute_values.has_value());
}

TEST(expression_writer, a_request_keeps_placeholders_of_its_own)
{
    using names = std::map<std::string, std::string>;
    put_item_input request;
    request.expression_attribute_names = names{{"#mine", "a"}};
    request.expression_attribute_values = item{{":mine", 1}};
    auto const both = with(request, attr<&person::name> == "x");
    EXPECT_EQ(both.expression_attribute_names->size(), 2U);
    EXPECT_EQ(both.expression_attribute_values->size(), 2U);
    request.expression_attribute_names = names{{"#0", "other"}};
    EXPECT_THROW((void)with(request, exists(attr<&person::name>)), expression_error);
    request.expression_attribute_names.reset();
    request.expression_attribute_values = item{{":0", 1}};
    EXPECT_THROW((void)with(request, attr<&person::name> == "x"), expression_error);
}

TEST(expression_writer, values_need_a_request_that_takes_them)
{
    expression_writer writer;
    (void)writer.write(attr<&person::name> == "x");
    get_item_input request;
    EXPECT_THROW(writer.into(request), expression_error);
}

TEST(expression_writer, limits_of_dynamodb_are_known)
{
    condition many;
    for (int i = 0; i < 150; ++i)
        many = many && path("a") == 1;
    EXPECT_NO_THROW((void)expression_writer().write(many)); // 150 comparisons, 149 times AND
    EXPECT_THROW((void)expression_writer().write(many && path("a") == 1), expression_error);
    update sums;
    for (int i = 0; i < 150; ++i)
        sums.set(path("a" + std::to_string(i)), path("b") + 1);
    EXPECT_NO_THROW((void)expression_writer().write(sums));
    update long_one;
    for (int i = 0; i < 400; ++i)
        long_one.remove(path("a" + std::to_string(i)));
    EXPECT_NO_THROW((void)expression_writer().write(long_one)); // 2,497 characters
    for (int i = 400; i < 800; ++i)
        long_one.remove(path("a" + std::to_string(i)));
    EXPECT_THROW((void)expression_writer().write(long_one), expression_error);
    EXPECT_THROW((void)expression_writer().write(update()), expression_error);
    EXPECT_THROW((void)expression_writer().write(projection()), expression_error);
}

TEST(expression_writer, reserved_words_never_show)
{
    auto const* const file = "model/reserved-words.json";
    DYNASIO_REQUIRE_TEST_DATA(file);
    auto const words = tests::load_test_data(file);
    int count = 0;
    for (auto const& entry : words.as_array())
    {
        std::string const word(entry.as_string());
        EXPECT_EQ(written(path(word) == 1), "#0 = :0 | " + word + " | {\"N\":\"1\"}");
        EXPECT_EQ(written(update(remove(path(word)))), "REMOVE #0 | " + word + " |");
        ++count;
    }
    EXPECT_GT(count, 500);
    std::cout << count << " reserved words\n";
}

} // namespace
} // namespace expression_types
