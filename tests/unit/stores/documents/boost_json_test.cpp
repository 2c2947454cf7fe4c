// SPDX-License-Identifier: BSL-1.0
//
// Documents from and to values of Boost.JSON. Numbers are compared by their text, and values of Boost.JSON with their kinds.

#include <dynasio/stores/documents/boost_json.hpp>

#include <boost/json/monotonic_resource.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace dynasio::tests {
namespace {

namespace json = boost::json;

/// The text of the number that a double or an integer becomes.
std::string stored(json::value const& value)
{
    return from_boost_json(value).as_number().text();
}

/// Kind and value of what a number becomes.
std::string kind_and_value(std::string_view text, inexact_numbers inexact = inexact_numbers::refuse)
{
    auto const value = to_boost_json(number(text), {.inexact = inexact});
    return std::string(json::to_string(value.kind())) + ' ' + json::serialize(value);
}

struct failure
{
    std::string path;
    std::string text;
};

template <class F>
failure failure_of(F f)
{
    try
    {
        (void)f();
    }
    catch (json_text_error const& e)
    {
        return {e.path(), e.what()};
    }
    return {};
}

failure read_failure(json::value const& value)
{
    return failure_of([&] { return from_boost_json(value); });
}

failure write_failure(attribute_value const& value)
{
    return failure_of([&] { return to_boost_json(value); });
}

TEST(boost_json, every_kind_both_ways)
{
    json::value const value{{"z", nullptr}, {"b", {true, false}}, {"i", -5}, {"u", UINT64_MAX}, {"d", 1.5},
        {"", "x\n\xC3\xA9"}, {"o", json::object{{"b", json::array()}, {"a", json::object()}}}};
    attribute_value const document(
        item{{"z", nullptr}, {"b", attribute_list{true, false}}, {"i", -5}, {"u", UINT64_MAX}, {"d", 1.5},
            {"", "x\n\xC3\xA9"}, {"o", item{{"b", attribute_list()}, {"a", item()}}}});
    EXPECT_EQ(from_boost_json(value), document);
    EXPECT_EQ(to_boost_json(document), value);
    EXPECT_EQ(to_boost_json(document).at("b").kind(), json::kind::array);
    EXPECT_EQ(json::serialize(to_boost_json(document)), json::serialize(value)) << "the order of members";
    EXPECT_EQ(from_boost_json(value).as_map().begin()[5].name, "") << "the order of members";
    for (json::value const& alone : {json::value(), json::value(true), json::value("x"), json::value(1),
             json::value(json::array()), json::value(json::object())})
        EXPECT_EQ(to_boost_json(from_boost_json(alone)), alone);
    EXPECT_TRUE(from_boost_json(nullptr).is_null());
}

TEST(boost_json, numbers_are_stored_with_the_shortest_text)
{
    EXPECT_EQ(stored(INT64_MIN), "-9223372036854775808");
    EXPECT_EQ(stored(INT64_MAX), "9223372036854775807");
    EXPECT_EQ(stored(UINT64_MAX), "18446744073709551615");
    EXPECT_EQ(stored(0.1), "0.1");
    EXPECT_EQ(stored(0.1 + 0.2), "0.30000000000000004");
    EXPECT_EQ(stored(1.0), "1");
    EXPECT_EQ(stored(1e100), "1e+100");
    EXPECT_EQ(stored(-1e-130), "-1e-130");
    EXPECT_EQ(stored(9.99e125), "9.99e+125");
    EXPECT_EQ(stored(18446744073709551616.0), "18446744073709551616");
    EXPECT_EQ(stored(0.0), "0");
    EXPECT_EQ(stored(-0.0), "0");
}

TEST(boost_json, doubles_that_no_number_is)
{
    json::value in_array{{"a", json::array{1, {{"b", std::nan("")}}}}};
    EXPECT_EQ(read_failure(in_array).text, "a[1].b: not a number that DynamoDB can hold: it is not finite");
    EXPECT_EQ(read_failure(in_array).path, "a[1].b");
    for (double const value : {std::numeric_limits<double>::infinity(), -HUGE_VAL, 1e300, 1e126, -1e126,
             9e-131, std::numeric_limits<double>::denorm_min(), std::numeric_limits<double>::max()})
        EXPECT_NE(read_failure(json::array{0, value}).path, "") << value;
    EXPECT_NE(read_failure(1e300).text.find("\"1e+300\": its magnitude is above"), std::string::npos);
}

TEST(boost_json, whole_numbers_are_integers_while_they_fit)
{
    EXPECT_EQ(kind_and_value("0"), "int64 0");
    EXPECT_EQ(kind_and_value("-0"), "int64 0");
    EXPECT_EQ(kind_and_value("1.0"), "int64 1");
    EXPECT_EQ(kind_and_value("1e2"), "int64 100");
    EXPECT_EQ(kind_and_value("+007"), "int64 7");
    EXPECT_EQ(kind_and_value("-9223372036854775808"), "int64 -9223372036854775808");
    EXPECT_EQ(kind_and_value("9223372036854775807"), "int64 9223372036854775807");
    EXPECT_EQ(kind_and_value("9223372036854775808"), "uint64 9223372036854775808");
    EXPECT_EQ(kind_and_value("18446744073709551615"), "uint64 18446744073709551615");
    EXPECT_EQ(kind_and_value("1.8446744073709551615E19"), "uint64 18446744073709551615");
}

TEST(boost_json, other_numbers_are_doubles_if_these_come_back_equal)
{
    EXPECT_EQ(kind_and_value("0.1"), "double 1E-1");
    EXPECT_EQ(kind_and_value("1.50"), "double 1.5E0");
    EXPECT_EQ(kind_and_value("-.5"), "double -5E-1");
    EXPECT_EQ(kind_and_value("1E20"), "double 1E20");
    EXPECT_EQ(kind_and_value("1E+125"), "double 1E125");
    EXPECT_EQ(kind_and_value("-1E-130"), "double -1E-130");
    EXPECT_EQ(kind_and_value("18446744073709551616"), "double 1.8446744073709552E19");
    EXPECT_EQ(kind_and_value("0.30000000000000004"), "double 3.0000000000000004E-1");
    EXPECT_EQ(
        kind_and_value("9007199254740993.5", inexact_numbers::as_text), "string \"9007199254740993.5\"");
}

// The double that is nearest to the last one, 1E+126, is out of DynamoDB's range.
constexpr char const* inexact_texts[] = {"18446744073709551617", "18446744073709552000",
    "-9223372036854775809", "0.10000000000000000555", "0.3000000000000000444",
    "123456789012345678901234567890", "9.9999999999999999999999999999999999999E+125"};

TEST(boost_json, numbers_that_no_type_holds_are_refused)
{
    for (auto const* text : inexact_texts)
    {
        auto const failed = write_failure(item{{"list", attribute_list{1, item{{"n", number(text)}}}}});
        EXPECT_EQ(failed.path, "list[1].n");
        EXPECT_TRUE(failed.text.starts_with("list[1].n: neither int64, uint64 nor double holds the number "));
    }
    EXPECT_EQ(write_failure(number("18446744073709551617")).text,
        "neither int64, uint64 nor double holds the number 18446744073709551617; inexact_numbers::as_text "
        "reads it as text");
    EXPECT_EQ(write_failure(std::vector<number>{1, number("18446744073709551617")}).path, "[1]");
}

TEST(boost_json, or_they_are_text)
{
    for (auto const* text : inexact_texts)
        EXPECT_EQ(to_boost_json(number(text), {.inexact = inexact_numbers::as_text}), json::value(text));
    EXPECT_EQ(to_boost_json(number("+18446744073709551617.0"), {.inexact = inexact_numbers::as_text}),
        json::value("18446744073709551617"));
    json::value const among_others{{"a", {1, 0.5, "18446744073709551617"}}};
    EXPECT_EQ(to_boost_json(item{{"a", attribute_list{1, 0.5, number("18446744073709551617")}}},
                  {.inexact = inexact_numbers::as_text}),
        among_others);
}

TEST(boost_json, sets_are_arrays_and_bytes_are_base64)
{
    EXPECT_EQ(to_boost_json(std::vector<std::string>{"b", "a"}), (json::array{"b", "a"}));
    EXPECT_EQ(to_boost_json(std::vector<number>{1, number("0.5")}), (json::array{1, 0.5}));
    EXPECT_EQ(to_boost_json(std::vector<binary>{to_binary("x"), {}}), (json::array{"eA==", ""}));
    EXPECT_EQ(to_boost_json(std::vector<std::string>()), json::array());
    EXPECT_EQ(to_boost_json(to_binary("x")), json::value("eA=="));
}

TEST(boost_json, texts_and_names_are_utf8)
{
    for (std::string const bad :
        {"\xff", "a\n\x80", "\xed\xa0\x80", "\xc0\xaf", "0123456789abcdef\"\xf4\x90\x80\x80"})
    {
        EXPECT_EQ(read_failure(json::array{"a", bad}).text, "[1]: the text is not valid UTF-8");
        EXPECT_EQ(write_failure(attribute_list{"a", bad}).text, "[1]: the text is not valid UTF-8");
        EXPECT_EQ(write_failure(std::vector<std::string>{"a", bad}).text, "[1]: the text is not valid UTF-8");
        EXPECT_NE(read_failure(json::object{{"a", json::object{{bad, 1}}}}).path, "");
        EXPECT_NE(write_failure(item{{"a", item{{bad, 1}}}}).path, "");
    }
    EXPECT_EQ(read_failure(json::object{{"a", json::object{{"\xff", 1}}}}).path, "a.\\xff");
    EXPECT_EQ(read_failure(json::object{{"a", 1}, {"b", "\xff"}}).path, "b");
    EXPECT_EQ(write_failure(item{{"a", 1}, {"b", "\xff"}}).path, "b");
    std::string const good = "\"\\\n \x7f \0 é € \xf0\x9f\x98\x80";
    EXPECT_EQ(from_boost_json(json::value(good)).as_string(), good);
    EXPECT_EQ(to_boost_json(item{{good, good}}).as_object().at(good), json::value(good));
    EXPECT_EQ(from_boost_json(json::value(std::string_view("\0x", 2))).as_string(), std::string("\0x", 2));
}

TEST(boost_json, values_of_types_that_are_not_known_are_refused)
{
    attribute_value newer;
    newer.emplace<attribute_value::unknown_type>().tag = "XX";
    EXPECT_EQ(write_failure(item{{"a", newer}}).text, "a: the type XX has no JSON");
}

json::value nested(std::size_t levels, bool in_arrays)
{
    json::value result = 1;
    for (; levels != 0; --levels)
        if (in_arrays)
            result = json::array{std::move(result)};
        else
            result = json::object{{"a", std::move(result)}};
    return result;
}

attribute_value nested_attributes(std::size_t levels, bool in_lists)
{
    attribute_value result = 1;
    for (; levels != 0; --levels)
        if (in_lists)
        {
            attribute_list list;
            list.push_back(std::move(result));
            result = std::move(list);
        }
        else
        {
            item map;
            map.set("a", std::move(result));
            result = std::move(map);
        }
    return result;
}

TEST(boost_json, nesting_ends_where_nothing_can_be_stored)
{
    for (bool const in_arrays : {true, false})
    {
        EXPECT_TRUE(from_boost_json(nested(1057, in_arrays)) == nested_attributes(1057, in_arrays));
        EXPECT_TRUE(to_boost_json(nested_attributes(1057, in_arrays)) == nested(1057, in_arrays));
        for (auto const levels : {1058U, 1500U})
        {
            auto const reason = std::string(": the value is nested more than 1057 levels deep");
            EXPECT_TRUE(read_failure(nested(levels, in_arrays)).text.ends_with(reason));
            EXPECT_TRUE(write_failure(nested_attributes(levels, in_arrays)).text.ends_with(reason));
        }
    }
    EXPECT_EQ(read_failure(nested(1058, false)).path.size(), 1058 * 2 - 1u);
}

/// Counts what is allocated.
class counting_resource : public json::memory_resource
{
public:
    int allocations = 0;

private:
    void* do_allocate(std::size_t size, std::size_t alignment) override
    {
        ++allocations;
        return inner_.allocate(size, alignment);
    }
    void do_deallocate(void*, std::size_t, std::size_t) override {}
    bool do_is_equal(memory_resource const& other) const noexcept override { return this == &other; }

    json::monotonic_resource inner_;
};

TEST(boost_json, all_memory_is_of_the_storage)
{
    counting_resource memory;
    std::string const longer_than_what_fits_inside(100, 'x');
    attribute_value const document(
        item{{"s", longer_than_what_fits_inside}, {"b", to_binary("x")}, {"n", 1}, {"d", 0.5}, {"t", true},
            {"z", nullptr}, {"l", attribute_list{longer_than_what_fits_inside, item()}}});
    auto const value = to_boost_json(document, {}, &memory);
    EXPECT_EQ(from_boost_json(value).as_map().at("l"), document.as_map().at("l"));
    EXPECT_GE(memory.allocations, 4);
    EXPECT_EQ(value.storage().get(), &memory);
    for (auto const& member : value.as_object())
        EXPECT_EQ(member.value().storage().get(), &memory) << member.key();
    for (auto const& element : value.at("l").as_array())
        EXPECT_EQ(element.storage().get(), &memory);
    EXPECT_EQ(to_boost_json(document).storage().get(), json::storage_ptr().get());
}

TEST(boost_json, random_doubles_come_back)
{
    std::mt19937_64 random(5);
    int stored_ones = 0;
    for (int i = 0; i < 20'000; ++i)
    {
        double value = 0;
        auto const bits = random();
        std::memcpy(&value, &bits, sizeof value);
        if (i % 2 != 0) // half of them near 1
            value = std::ldexp(
                static_cast<double>(bits % 1'000'000'007) - 5e8, static_cast<int>(random() % 100) - 50);
        if (!std::isfinite(value) || std::abs(value) >= 1e126 || std::abs(value) < 1e-130)
            continue;
        ++stored_ones;
        auto const back = to_boost_json(from_boost_json(value));
        ASSERT_EQ(back.to_number<double>(), value) << value;
    }
    EXPECT_GT(stored_ones, 12'000);
}

TEST(boost_json, agrees_with_json_text)
{
    for (auto const* text :
        {R"({"b":1,"a":[2,null,true,"x",{}]})", "18446744073709551615", R"({"":[[],[{}]]})"})
    {
        EXPECT_EQ(from_boost_json(json::parse(text)), from_json_text(text));
        EXPECT_EQ(json::serialize(to_boost_json(from_json_text(text))), text);
    }
}

} // namespace
} // namespace dynasio::tests
