// SPDX-License-Identifier: BSL-1.0
//
// Described structs to JSON and back, with nothing of DynamoDB.

#include <dynasio/json/detail/encode.hpp>
#include <dynasio/json/detail/shape_codec.hpp>

#include <boost/describe/class.hpp>
#include <gtest/gtest.h>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace dynasio {
namespace {

struct window
{
    std::string name;
    std::optional<double> width_in_metres;
    bool open = false;
};
BOOST_DESCRIBE_STRUCT(window, (), (name, width_in_metres, open))

struct house
{
    std::int32_t number = 0;
    std::int64_t built_at = 0;
    std::vector<window> windows;
    std::map<std::string, window> doors;
    std::optional<std::vector<std::string>> people;
};
BOOST_DESCRIBE_STRUCT(house, (), (number, built_at, windows, doors, people))

std::string encoded(house const& value)
{
    std::string out;
    json::encode(out, value);
    return out;
}

house decoded(std::string_view text)
{
    house value;
    json::decode(text, json::target_of(value));
    return value;
}

TEST(Structs, ComeBackAsTheyWereWritten)
{
    house const small{.number = 7,
        .built_at = -1,
        .windows = {{"east", 1.5, true}, {"west", std::nullopt, false}},
        .doors = {{"front", {"front", std::nullopt, true}}},
        .people = std::vector<std::string>{}};
    std::string const text =
        R"({"Number":7,"BuiltAt":-1,"Windows":[{"Name":"east","WidthInMetres":1.5,"Open":true},)"
        R"({"Name":"west","Open":false}],"Doors":{"front":{"Name":"front","Open":true}},"People":[]})";
    EXPECT_EQ(encoded(small), text);
    EXPECT_EQ(encoded(decoded(text)), text);
}

TEST(Structs, SkipMembersThatTheyDoNotHave)
{
    auto const read = decoded(R"({"Roof":{"a":[1,{}]},"Number":3.0,"People":null})");
    EXPECT_EQ(read.number, 3);
    EXPECT_FALSE(read.people);
}

TEST(Structs, TellWhatDoesNotFit)
{
    auto const failure = [](std::string_view text)
    {
        try
        {
            (void)decoded(text);
        }
        catch (json::decode_error const& e)
        {
            return std::string(e.what());
        }
        return std::string("no error");
    };
    EXPECT_EQ(
        failure(R"({"Windows":[{},{"Open":1}]})"), "Windows[1].Open: expected a boolean, found a number");
    EXPECT_EQ(
        failure(R"({"Number":2147483648})"), "Number: expected an integer of 32 bits, found 2147483648");
    EXPECT_EQ(failure(R"({"Doors":[]})"), "Doors: expected an object, found a list");
}

} // namespace
} // namespace dynasio
