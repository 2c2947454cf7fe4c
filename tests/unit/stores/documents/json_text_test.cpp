// SPDX-License-Identifier: BSL-1.0
//
// Documents from and to JSON text.

#include <dynasio/stores/documents/json_text.hpp>

#include <gtest/gtest.h>

namespace dynasio::tests {
namespace {

std::string there_and_back(std::string_view text)
{
    return to_json_text(from_json_text(text));
}

TEST(json_text, reads_every_type)
{
    auto const read =
        from_json_text(R"( {"a": null, "b": [true, false], "c": -1.5e3, "d": {"": "x\n\u00e9"}} )");
    EXPECT_EQ(read,
        attribute_value(item{{"a", nullptr}, {"b", attribute_list{true, false}}, {"c", number("-1500")},
            {"d", item{{"", "x\n\xC3\xA9"}}}}));
    EXPECT_EQ(from_json_text("42"), attribute_value(42));
    EXPECT_EQ(from_json_text("\"x\""), attribute_value("x"));
    EXPECT_TRUE(from_json_text("null").is_null());
    EXPECT_EQ(from_json_text("[]").type(), attribute_type::l);
    EXPECT_EQ(from_json_text("{}").type(), attribute_type::m);
}

TEST(json_text, comes_back_unchanged)
{
    for (auto const* text : {R"({"b":1,"a":2})", "12345678901234567890123456789012345678", "0.1", "-0.5",
             "1E+125", "1e-130", "[]", "{}", R"({"a":{},"b":[[],[{}]]})", R"("\"\\ é")", "true", "null", "0"})
        EXPECT_EQ(there_and_back(text), text);
}

TEST(json_text, numbers_that_json_writes_otherwise)
{
    EXPECT_EQ(to_json_text(number("007")), "7");
    EXPECT_EQ(to_json_text(number(".5")), "0.5");
    EXPECT_EQ(to_json_text(number("+1")), "1");
}

TEST(json_text, sets_are_arrays_and_bytes_are_base64)
{
    EXPECT_EQ(to_json_text(std::vector<std::string>{"a", "b"}), R"(["a","b"])");
    EXPECT_EQ(to_json_text(std::vector<number>{1, 2}), "[1,2]");
    EXPECT_EQ(to_json_text(std::vector<binary>{to_binary("x")}), R"(["eA=="])");
    EXPECT_EQ(to_json_text(to_binary("x")), R"("eA==")");
}

std::string problem(std::string_view text)
{
    try
    {
        (void)from_json_text(text);
    }
    catch (json_text_error const& e)
    {
        return e.what();
    }
    return {};
}

TEST(json_text, refuses_what_cannot_be_stored)
{
    EXPECT_EQ(problem(""), "the text is empty");
    EXPECT_EQ(problem(" \n"), "the text is empty");
    EXPECT_EQ(problem(R"({"a":{"b":[1,1e126]}})"),
        "a.b[1]: number 1e126 cannot be stored: it has more than 38 digits, or is out of range");
    EXPECT_NE(
        problem("123456789012345678901234567890123456789").find("more than 38 digits"), std::string::npos);
    EXPECT_EQ(problem(R"({"x":{"a":1,"b":2,"a":3}})"), "x.a: an object has two members of this name");
    for (auto const* text :
        {"{", "[1,]", "01", "1.", "tru", "{\"a\" 1}", "1 2", "\"\\ud800\"", "\"\xff\"", "nan"})
        EXPECT_NE(problem(text), "") << text;
}

TEST(json_text, refuses_text_that_is_not_utf8)
{
    try
    {
        (void)to_json_text(item{{"a", attribute_list{1, "\xff"}}});
        FAIL();
    }
    catch (json_text_error const& e)
    {
        EXPECT_EQ(e.path(), "a[1]");
    }
}

} // namespace
} // namespace dynasio::tests
