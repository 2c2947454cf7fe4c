// SPDX-License-Identifier: BSL-1.0
//
// The vendor's cases of endpoints: where a client sends a request of each service, by which scheme, name and region it
// signs it, and which configurations it refuses.

#include "support/data_cases.hpp"
#include "support/scripted_client.hpp"

#include "call/invoke.hpp"
#include "client/client_handle.hpp"

#include <dynasio/aws/endpoint.hpp>
#include <dynasio/aws/errc.hpp>
#include <dynasio/operations/list_tables.hpp>

#include <gtest/gtest.h>

#include <optional>
#include <regex>
#include <stdexcept>
#include <string>
#include <vector>

namespace dynasio::tests {
namespace {

namespace json = boost::json;

/// What a case sets. Its names are those of the rules, or those of the settings of an SDK.
aws::endpoint_options options_from(json::object const& given)
{
    aws::endpoint_options options;
    for (auto const& [name, value] : given)
        if (name == "Region" || name == "AWS::Region")
            options.region = text_of(value);
        else if (name == "Endpoint" || name == "SDK::Endpoint")
            options.url = text_of(value);
        else if (name == "UseFIPS" || name == "AWS::UseFIPS")
            options.use_fips = value.as_bool();
        else if (name == "UseDualStack" || name == "AWS::UseDualStack")
            options.use_dual_stack = value.as_bool();
        else if (name != "AccountId" && name != "AccountIdEndpointMode" && name != "ResourceArn"
            && name != "ResourceArnList" && name != "IsSearchOperation" && name != "AWS::Auth::AccountId"
            && name != "AWS::Auth::AccountIdEndpointMode")
            throw std::runtime_error("unknown parameter " + std::string(name));
    return options;
}

std::string expected_url(data_case const& c)
{
    auto const* endpoint = c.content.at("expect").as_object().if_contains("endpoint");
    return endpoint ? text_of(endpoint->at("url")) : std::string();
}

bool expects_error(data_case const& c, std::string_view part)
{
    return text_of(c.content.at("expect").as_object(), "error").find(part) != std::string::npos;
}

std::vector<left_out> const reasons_for_dynamodb{
    {"hosts of accounts are not chosen", [](data_case const& c)
        { return std::regex_search(expected_url(c), std::regex(R"(//\d+\.(search-)?ddb\.)")); }},
    {"there is no mode that requires hosts of accounts",
        [](data_case const& c) { return expects_error(c, "AccountIdEndpointMode is required"); }},
    {"the account of credentials decides nothing",
        [](data_case const& c) { return expects_error(c, "Credentials-sourced account ID"); }},
    {"there is no SearchVectors, which has hosts of its own",
        [](data_case const& c) { return expected_url(c).starts_with("https://search-dynamodb"); }},
};

/// A request as a client with these options sends it.
http::request request_with(aws::service which, aws::endpoint_options const& given)
{
    auto const target =
        which == aws::service::dynamodb ? "DynamoDB_20120810.X" : "DynamoDBStreams_20120810.X";
    operations::operation_info const info{.name = "X", .target = target, .read_only = true, .service = which};
    scripted_client world;
    world.server->expect("X");
    auto options = world.options();
    options.region = given.region;
    options.endpoint_url = given.url;
    options.use_fips = given.use_fips;
    options.use_dual_stack = given.use_dual_stack;
    client const owner(world.context.get_executor(), options);
    world.run(
        [&]() -> boost::asio::awaitable<void>
        {
            list_tables_input const request;
            auto const done = co_await call::invoke(call::state_of(owner), info, request, call_options());
            CO_ASSERT_VALUE(done);
        });
    auto const sent = world.server->requests();
    return sent.empty() ? http::request() : sent.front();
}

/// The refusal of a configuration that the error of a case describes.
void check_refusal(aws::service which, aws::endpoint_options const& options, std::string const& text)
{
    struct
    {
        char const* text;
        aws::errc code;
        std::vector<std::string> parts; ///< of our message
    } const errors[] = {
        {"FIPS and custom endpoint", aws::errc::invalid_endpoint, {"endpoint URL", "FIPS endpoints"}},
        {"FIPS and local endpoint", aws::errc::invalid_endpoint, {"region local", "FIPS endpoints"}},
        {"Dualstack and custom endpoint", aws::errc::invalid_endpoint,
            {"endpoint URL", "dual-stack endpoints"}},
        {"Dualstack and local endpoint", aws::errc::invalid_endpoint,
            {"region local", "dual-stack endpoints"}},
        {"Endpoint override is not supported for dual-stack", aws::errc::invalid_endpoint,
            {"switch dual-stack endpoints on"}},
        {"Missing Region", aws::errc::missing_region, {"region"}},
    };
    for (auto const& each : errors)
    {
        if (text.find(each.text) == text.npos)
            continue;
        boost::system::error_code code;
        std::string what = "no error";
        try
        {
            aws::resolve_endpoint(which, options);
        }
        catch (boost::system::system_error const& e)
        {
            code = e.code();
            what = e.what();
        }
        EXPECT_EQ(code, each.code) << what;
        for (auto const& part : each.parts)
            EXPECT_NE(what.find(part), what.npos) << what << " does not say " << part;
        EXPECT_THROW(request_with(which, options), boost::system::system_error);
        return;
    }
    ADD_FAILURE() << "no kind of error for: " << text;
}

void check_endpoint(aws::service which, aws::endpoint_options const& options, json::object const& expected)
{
    auto const found = aws::resolve_endpoint(which, options);
    auto const sent = request_with(which, options);
    http::origin const origin{found.tls, found.host, found.port};
    EXPECT_EQ(sent.to, origin);

    // Unless the case says otherwise, the region is that of the client.
    std::string name = "sigv4";
    std::string signing_name = "dynamodb";
    std::string signing_region = options.region.empty() ? "us-east-1" : options.region;
    for (auto const& [member, value] : expected)
        if (member == "url")
        {
            EXPECT_EQ(found.url(), text_of(value));
            EXPECT_EQ((sent.to.tls ? "https://" : "http://") + sent.to.host_header(), text_of(value));
            EXPECT_EQ(sent.target, "/");
        }
        else if (member == "headers")
        {
            for (auto const& [header, values] : value.as_object())
                EXPECT_EQ(sent.headers.find(std::string(header)).value_or("(absent)"), text_of(values.at(0)));
        }
        else if (member == "properties")
        {
            ASSERT_EQ(value.as_object().size(), 1u) << "nothing compares the other properties";
            auto const& schemes = value.at("authSchemes").as_array();
            ASSERT_EQ(schemes.size(), 1u);
            ASSERT_EQ(schemes.at(0).as_object().size(), 3u);
            name = text_of(schemes.at(0).at("name"));
            signing_name = text_of(schemes.at(0).at("signingName"));
            signing_region = text_of(schemes.at(0).at("signingRegion"));
        }
        else
            ADD_FAILURE() << "nothing compares " << member;
    EXPECT_EQ(found.signing_region, signing_region);
    EXPECT_EQ(name, "sigv4");
    std::string const authorization(sent.headers.find("Authorization").value_or(""));
    EXPECT_TRUE(authorization.starts_with("AWS4-HMAC-SHA256 ")) << authorization;
    auto const scope = "/" + signing_region + "/" + signing_name + "/aws4_request,";
    EXPECT_NE(authorization.find(scope), authorization.npos) << authorization << " has no " << scope;
}

void check_case(aws::service which, json::object const& given, json::object const& expected)
{
    auto const options = options_from(given);
    for (auto const& [member, value] : expected)
        if (member == "endpoint")
            check_endpoint(which, options, value.as_object());
        else if (member == "error")
            check_refusal(which, options, text_of(value));
        else
            ADD_FAILURE() << "nothing compares " << member;
}

void run_vectors(char const* file, aws::service which, std::vector<left_out> const& reasons)
{
    run_cases(file, cases_of(load_test_data(file).at("testCases"), "documentation"), reasons,
        [which](json::object const& c)
        {
            auto const& expected = c.at("expect").as_object();
            auto const* given = c.if_contains("params");
            check_case(which, given ? given->as_object() : json::object(), expected);
            // The same as a user sets it.
            if (auto const* inputs = c.if_contains("operationInputs"))
                for (auto const& input : inputs->as_array())
                    if (auto const* set = input.as_object().if_contains("builtInParams"))
                        check_case(which, set->as_object(), expected);
        });
}

TEST(endpoint_vectors, of_dynamodb)
{
    constexpr auto file = "endpoints/dynamodb-tests.json";
    DYNASIO_REQUIRE_TEST_DATA(file);
    run_vectors(file, aws::service::dynamodb, reasons_for_dynamodb);
}

TEST(endpoint_vectors, of_streams)
{
    constexpr auto file = "endpoints/streams-tests.json";
    DYNASIO_REQUIRE_TEST_DATA(file);
    run_vectors(file, aws::service::dynamodb_streams, {});
}

} // namespace
} // namespace dynasio::tests
