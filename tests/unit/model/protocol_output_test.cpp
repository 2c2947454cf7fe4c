// SPDX-License-Identifier: BSL-1.0
//
// The protocol's own test cases of answers, read into described structs like any shape of ours. The cases about errors are
// run where errors are read (error_response_test.cpp).

#include "support/test_data.hpp"

#include <dynasio/json/detail/decode.hpp>
#include <dynasio/value/detail/json.hpp>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

#include <iostream>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace dynasio {
namespace {

enum class foo_enum
{
    foo,
};
BOOST_DESCRIBE_ENUM(foo_enum, foo)

struct greeting
{
    std::optional<std::string> hi = {};
};

struct my_union
{
    std::optional<std::string> string_value = {};
    std::optional<bool> boolean_value = {};
    std::optional<std::int32_t> number_value = {};
    std::optional<binary> blob_value = {};
    std::optional<timestamp> timestamp_value = {};
    std::optional<open_enum<foo_enum>> enum_value = {};
    std::optional<std::int32_t> int_enum_value = {};
    std::optional<std::vector<std::string>> list_value = {};
    std::optional<std::map<std::string, std::string>> map_value = {};
    std::optional<greeting> structure_value = {};
};

struct scalars
{
    std::optional<double> float_value = {};
    std::optional<double> double_value = {};
};

struct answer
{
    std::optional<my_union> contents = {};
};
BOOST_DESCRIBE_STRUCT(greeting, (), (hi))
BOOST_DESCRIBE_STRUCT(my_union, (),
    (string_value, boolean_value, number_value, blob_value, timestamp_value, enum_value, int_enum_value,
        list_value, map_value, structure_value))
BOOST_DESCRIBE_STRUCT(scalars, (), (float_value, double_value))
BOOST_DESCRIBE_STRUCT(answer, (), (contents))

/// The made-up service begins its member names with a small letter: `contents`; ours have a capital. So the members' names
/// in the text are changed before it is decoded.
std::string with_capital_names(boost::json::value const& value)
{
    if (auto const* object = value.if_object())
    {
        boost::json::object changed;
        for (auto const& [key, member] : *object)
        {
            std::string name(key);
            if (!name.empty() && name != "__type")
                name[0] = json::to_upper(name[0]);
            changed[name] = boost::json::parse(with_capital_names(member));
        }
        return boost::json::serialize(changed);
    }
    return boost::json::serialize(value);
}

template <class T>
T decoded(std::string const& body)
{
    T result;
    json::decode(body.empty() ? body : with_capital_names(boost::json::parse(body)), json::target_of(result));
    return result;
}

TEST(ProtocolOutput, FollowsTheProtocolsOwnCases)
{
    constexpr auto file = "protocol/aws-json-1.0-output.json";
    DYNASIO_REQUIRE_TEST_DATA(file);
    auto const suites = tests::load_test_data(file);
    int ran = 0;
    int about_errors = 0;
    for (auto const& suite : suites.as_array())
        for (auto const& c : suite.at("cases").as_array())
        {
            std::string const id(c.at("id").as_string());
            SCOPED_TRACE(id);
            if (c.as_object().contains("errorCode"))
            {
                ++about_errors;
                continue;
            }
            auto const* body_text = c.at("response").as_object().if_contains("body");
            std::string const body = body_text ? std::string(body_text->as_string()) : std::string();
            auto const& expected = c.at("result").as_object();
            ++ran;
            if (auto const* contents = expected.if_contains("contents"))
            {
                auto const read = decoded<answer>(body).contents;
                if (!read)
                {
                    ADD_FAILURE() << "no contents";
                    continue;
                }
                auto const& wanted = *contents->as_object().begin();
                std::string const member(wanted.key());
                // Encoded again it must be the one member that is expected.
                std::string again;
                json::encode(again, *read);
                auto expected_value = wanted.value();
                if (member == "blobValue")
                    expected_value = base64_encode(to_binary(std::string(expected_value.as_string())));
                boost::json::object one;
                one[member] = expected_value;
                EXPECT_EQ(boost::json::parse(again), boost::json::parse(with_capital_names(one)));
            }
            else if (auto const* number = expected.if_contains("doubleValue"))
            {
                auto const read = decoded<scalars>(body);
                std::string text;
                json::encode(text, read.double_value.value());
                EXPECT_EQ(text, '"' + std::string(number->as_string()) + '"');
                text.clear();
                json::encode(text, read.float_value.value());
                EXPECT_EQ(text, '"' + std::string(number->as_string()) + '"');
            }
            else
            {
                EXPECT_TRUE(expected.empty());
                EXPECT_FALSE(decoded<answer>(body).contents);
            }
        }
    ASSERT_GT(ran, 0);
    std::cout << "ran " << ran << " cases; " << about_errors << " about errors are run elsewhere\n";
}

} // namespace
} // namespace dynasio
