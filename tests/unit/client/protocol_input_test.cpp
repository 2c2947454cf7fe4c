// SPDX-License-Identifier: BSL-1.0
//
// The protocol's own cases of requests, sent through the client by operations of a made-up service.

#include "support/data_cases.hpp"
#include "support/protocol_shapes.hpp"
#include "support/scripted_client.hpp"

#include "call/invoke.hpp"
#include "client/client_handle.hpp"

#include <dynasio/operations/detail/operation_info.hpp>

#include <boost/describe/class.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace dynasio::tests {
namespace {

namespace json = boost::json;

/// The inputs of all operations that are run.
struct any_input
{
    std::optional<my_union> contents = {};
    std::optional<double> float_value = {};
    std::optional<double> double_value = {};
};
BOOST_DESCRIBE_STRUCT(any_input, (), (contents, float_value, double_value))

double number_named(std::string const& name)
{
    using limits = std::numeric_limits<double>;
    if (name == "NaN")
        return limits::quiet_NaN();
    if (name == "Infinity")
        return limits::infinity();
    if (name == "-Infinity")
        return -limits::infinity();
    throw std::runtime_error("unknown number " + name);
}

my_union union_of(json::object const& given)
{
    if (given.size() != 1)
        throw std::runtime_error("a union has one member");
    auto const& [name, value] = *given.begin();
    my_union result;
    if (name == "stringValue")
        result.string_value = text_of(value);
    else if (name == "booleanValue")
        result.boolean_value = value.as_bool();
    else if (name == "numberValue")
        result.number_value = value.to_number<std::int32_t>();
    else if (name == "blobValue")
        result.blob_value = to_binary(text_of(value));
    else if (name == "timestampValue")
        result.timestamp_value = timestamp(std::chrono::seconds(value.to_number<std::int64_t>()));
    else if (name == "enumValue")
        result.enum_value = open_enum<foo_enum>::from_text(text_of(value));
    else if (name == "intEnumValue")
        result.int_enum_value = value.to_number<std::int32_t>();
    else if (name == "listValue")
        for (auto& list = result.list_value.emplace(); auto const& each : value.as_array())
            list.push_back(text_of(each));
    else if (name == "mapValue")
        for (auto& map = result.map_value.emplace(); auto const& [key, each] : value.as_object())
            map[std::string(key)] = text_of(each);
    else if (name == "structureValue")
        result.structure_value.emplace().hi = text_of(value.at("hi"));
    else
        throw std::runtime_error("unknown member " + std::string(name));
    return result;
}

any_input input_of(json::object const& params)
{
    any_input input;
    for (auto const& [name, value] : params)
        if (name == "contents")
            input.contents = union_of(value.as_object());
        else if (name == "floatValue")
            input.float_value = number_named(text_of(value));
        else if (name == "doubleValue")
            input.double_value = number_named(text_of(value));
        else
            throw std::runtime_error("unknown parameter " + std::string(name));
    return input;
}

/// The members of the made-up service begin with a small letter, ours with a capital: the names of members, not those of
/// map entries, are changed.
json::value with_capital_names(json::value const& value, bool is_struct = true)
{
    auto const* object = value.if_object();
    if (!object)
        return value;
    json::object changed;
    for (auto const& [key, member] : *object)
    {
        std::string name(key);
        if (is_struct && !name.empty())
            name[0] = dynasio::json::to_upper(name[0]);
        changed[name] = with_capital_names(member, is_struct && key != "mapValue");
    }
    return changed;
}

void check_request(json::object const& c, std::string const& endpoint)
{
    auto const& expected = c.at("serialized").as_object();
    std::string const name = text_of(c.at("given").at("name"));
    std::string const target = "JsonRpc10." + name;
    auto const info = operations::reads(name, target);

    scripted_client world;
    world.server->expect(name).reply(200, "{}");
    auto options = world.options();
    options.endpoint_url = endpoint;
    client const owner(world.context.get_executor(), options);
    auto const input = input_of(c.at("params").as_object());
    world.run(
        [&]() -> boost::asio::awaitable<void>
        {
            auto const done = co_await call::invoke(call::state_of(owner), info, input, call_options());
            CO_ASSERT_VALUE(done);
        });

    auto const sent = world.server->requests();
    ASSERT_EQ(sent.size(), 1u);
    for (auto const& [member, value] : expected)
        if (member == "method")
        {
            EXPECT_EQ(sent[0].method, text_of(value));
        }
        else if (member == "uri")
        {
            EXPECT_EQ(sent[0].target, text_of(value));
        }
        else if (member == "body")
        {
            EXPECT_EQ(json::parse(sent[0].body), with_capital_names(json::parse(text_of(value))));
        }
        else if (member == "headers")
        {
            for (auto const& [header, content] : value.as_object())
                EXPECT_EQ(sent[0].headers.find(std::string(header)).value_or("(absent)"), text_of(content))
                    << header;
        }
        else if (member == "host")
        {
            auto const host = text_of(value);
            EXPECT_EQ(sent[0].to.host_header(), host.substr(0, host.find('/')));
        }
        else
            ADD_FAILURE() << "nothing compares " << member;
}

TEST(protocol_input, follows_the_cases_of_the_protocol)
{
    constexpr auto file = "protocol/aws-json-1.0-input.json";
    DYNASIO_REQUIRE_TEST_DATA(file);
    std::vector<data_case> cases;
    auto const suites = load_test_data(file);
    for (auto const& suite : suites.as_array())
        for (auto& c : cases_of(suite.at("cases"), "id"))
        {
            c.content["endpoint"] = text_of(suite.as_object(), "clientEndpoint");
            cases.push_back(std::move(c));
        }
    run_cases(file, cases,
        {left_out_named("no operation of DynamoDB has a prefix of the host",
             {"AwsJson10EndpointTrait", "AwsJson10EndpointTraitWithHostLabel"}),
            left_out_named("DynamoDB takes no compressed requests",
                {"SDKAppliedContentEncoding_awsJson1_0",
                    "SDKAppendsGzipAndIgnoresHttpProvidedEncoding_awsJson1_0"})},
        [](json::object const& c) { check_request(c, text_of(c.at("endpoint"))); });
}

} // namespace
} // namespace dynasio::tests
