// SPDX-License-Identifier: BSL-1.0
//
// The protocol's own cases of responses, read into described structs like any shape of ours. Those with an error are run
// where the client reports errors.

#include "support/data_cases.hpp"
#include "support/protocol_shapes.hpp"

#include <dynasio/json/detail/decode.hpp>
#include <dynasio/value/detail/json.hpp>

#include <boost/describe/class.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

#include <chrono>
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace dynasio {
namespace {

using tests::my_union;

struct scalars
{
    std::optional<double> float_value = {};
    std::optional<double> double_value = {};
};

struct answer
{
    std::optional<my_union> contents = {};
};
BOOST_DESCRIBE_STRUCT(scalars, (), (float_value, double_value))
BOOST_DESCRIBE_STRUCT(answer, (), (contents))

/// The made-up service begins its member names with a small letter: `contents`; ours have a capital. So the members' names
/// in the text are changed before it is decoded, but not the keys of maps.
boost::json::value with_capital_names(boost::json::value const& value, bool is_struct = true)
{
    auto const* object = value.if_object();
    if (!object)
        return value;
    boost::json::object changed;
    for (auto const& [key, member] : *object)
    {
        std::string name(key);
        if (is_struct && !name.empty() && name != "__type")
            name[0] = json::to_upper(name[0]);
        changed[name] = with_capital_names(member, is_struct && key != "mapValue");
    }
    return changed;
}

template <class T>
T decoded(std::string const& body)
{
    T result;
    auto const text =
        body.empty() ? body : boost::json::serialize(with_capital_names(boost::json::parse(body)));
    json::decode(text, json::target_of(result));
    return result;
}

/// What was decoded, with the member names of the case. Nothing here is written by the library.
boost::json::object members_of(my_union const& seen)
{
    boost::json::object result;
    if (seen.string_value)
        result["stringValue"] = *seen.string_value;
    if (seen.boolean_value)
        result["booleanValue"] = *seen.boolean_value;
    if (seen.number_value)
        result["numberValue"] = *seen.number_value;
    if (seen.blob_value) // the cases have its bytes as text
    {
        std::string bytes;
        for (auto const byte : *seen.blob_value)
            bytes += static_cast<char>(byte);
        result["blobValue"] = bytes;
    }
    if (seen.timestamp_value)
        result["timestampValue"] =
            std::chrono::duration_cast<std::chrono::seconds>(seen.timestamp_value->time_since_epoch())
                .count();
    if (seen.enum_value)
        result["enumValue"] = std::string(seen.enum_value->text());
    if (seen.int_enum_value)
        result["intEnumValue"] = *seen.int_enum_value;
    if (seen.list_value)
        for (auto& list = result["listValue"].emplace_array(); auto const& each : *seen.list_value)
            list.emplace_back(each);
    if (seen.map_value)
        for (auto& map = result["mapValue"].emplace_object(); auto const& [key, each] : *seen.map_value)
            map[key] = each;
    if (seen.structure_value)
    {
        auto& structure = result["structureValue"].emplace_object();
        if (seen.structure_value->hi)
            structure["hi"] = *seen.structure_value->hi;
    }
    return result;
}

bool is_number_named(double number, std::string const& name)
{
    using limits = std::numeric_limits<double>;
    if (name == "NaN")
        return std::isnan(number);
    return (name == "Infinity" && number == limits::infinity())
        || (name == "-Infinity" && number == -limits::infinity());
}

TEST(ProtocolOutput, FollowsTheProtocolsOwnCases)
{
    constexpr auto file = "protocol/aws-json-1.0-output.json";
    DYNASIO_REQUIRE_TEST_DATA(file);
    std::vector<tests::data_case> cases;
    auto const suites = tests::load_test_data(file);
    for (auto const& suite : suites.as_array())
        for (auto& c : tests::cases_of(suite.at("cases"), "id"))
            cases.push_back(std::move(c));
    tests::left_out const errors{"responses with an error are read by wire_errors_test",
        [](tests::data_case const& c) { return c.content.contains("errorCode"); }};
    tests::run_cases(file, cases, {errors},
        [](boost::json::object const& c)
        {
            auto const body = tests::text_of(c.at("response").as_object(), "body");
            auto const& expected = c.at("result").as_object();
            auto const contents = decoded<answer>(body).contents;
            EXPECT_EQ(contents.has_value(), expected.contains("contents"));
            auto const numbers = decoded<scalars>(body);
            EXPECT_EQ(numbers.float_value.has_value(), expected.contains("floatValue"));
            EXPECT_EQ(numbers.double_value.has_value(), expected.contains("doubleValue"));
            for (auto const& [name, value] : expected)
                if (name == "contents")
                {
                    EXPECT_EQ(members_of(contents.value()), value.as_object());
                }
                else if (name == "floatValue")
                {
                    EXPECT_TRUE(is_number_named(numbers.float_value.value(), tests::text_of(value)));
                }
                else if (name == "doubleValue")
                {
                    EXPECT_TRUE(is_number_named(numbers.double_value.value(), tests::text_of(value)));
                }
                else
                    ADD_FAILURE() << "nothing compares " << name;
        });
}

} // namespace
} // namespace dynasio
