// SPDX-License-Identifier: BSL-1.0
//
// The vendor's cases of endpoints: where a client sends a request of each service, by which scheme, name and region it
// signs it, and which configurations it refuses.

#include "support/data_cases.hpp"
#include "support/scripted_client.hpp"

#include "aws/endpoint/arn.hpp"
#include "call/invoke.hpp"
#include "client/client_handle.hpp"

#include <dynasio/aws/endpoint.hpp>
#include <dynasio/aws/errc.hpp>
#include <dynasio/operations/describe_table.hpp>

#include <gtest/gtest.h>

#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace dynasio::tests {
namespace {

namespace json = boost::json;

/// What a case sets.
struct endpoint_case
{
    aws::service which = aws::service::dynamodb;
    aws::endpoint_options options;
    std::string resource_arn;
    std::string account_id;
};

aws::account_id_mode mode_from(json::value const& text)
{
    auto const mode = text_of(text);
    if (mode == "preferred")
        return aws::account_id_mode::preferred;
    if (mode == "required")
        return aws::account_id_mode::required;
    EXPECT_EQ(mode, "disabled");
    return aws::account_id_mode::disabled;
}

bool is_usable(std::string_view text, std::string_view region)
{
    auto const arn = aws::parse_arn(text);
    return arn && arn->service == "dynamodb" && arn->region == region;
}

/// The names are those of the rules, or those of the settings of an SDK.
endpoint_case case_from(aws::service which, json::object const& given)
{
    endpoint_case result;
    result.which = which;
    auto& options = result.options;
    for (auto const& [name, value] : given)
        if (name == "Region" || name == "AWS::Region")
            options.region = text_of(value);
        else if (name == "Endpoint" || name == "SDK::Endpoint")
            options.url = text_of(value);
        else if (name == "UseFIPS" || name == "AWS::UseFIPS")
            options.use_fips = value.as_bool();
        else if (name == "UseDualStack" || name == "AWS::UseDualStack")
            options.use_dual_stack = value.as_bool();
        else if (name == "AccountIdEndpointMode" || name == "AWS::Auth::AccountIdEndpointMode")
            options.account_ids = mode_from(value);
        else if (name == "AccountId" || name == "AWS::Auth::AccountId")
            result.account_id = text_of(value);
        else if (name == "ResourceArn" || name == "ResourceArnList")
            continue;
        else if (name == "IsSearchOperation")
            result.which = value.as_bool() ? aws::service::dynamodb_search : which;
        else
            throw std::runtime_error("unknown parameter " + std::string(name));
    // No operation has both. In the cases that do, the second counts where the first cannot be used.
    if (auto const* arn = given.if_contains("ResourceArn"))
        result.resource_arn = text_of(*arn);
    if (auto const* list = given.if_contains("ResourceArnList"))
        if (!is_usable(result.resource_arn, options.region) && !list->as_array().empty())
            result.resource_arn = text_of(list->as_array().at(0));
    return result;
}

/// The rules beside the cases are newer than these: they have hosts of accounts in GovCloud and China, which we follow.
std::vector<left_out> const reasons_for_dynamodb{
    {"to us an empty account id is none",
        [](data_case const& c)
        {
            auto const* params = c.content.if_contains("params");
            auto const* id = params ? params->as_object().if_contains("AccountId") : nullptr;
            return id && text_of(*id).empty();
        }},
    {"newer rules have hosts of accounts in this region",
        [](data_case const& c)
        {
            auto const* params = c.content.if_contains("params");
            if (!params || !params->as_object().contains("Region"))
                return false;
            auto const given = case_from(aws::service::dynamodb, params->as_object());
            auto const& region = given.options.region;
            return (region.starts_with("us-gov-") || region.starts_with("cn-")) && !given.options.use_fips
                && given.options.url.empty() && given.options.account_ids != aws::account_id_mode::disabled
                && (given.options.account_ids == aws::account_id_mode::required || !given.account_id.empty()
                    || is_usable(given.resource_arn, region));
        }},
};

/// The first ARN among the parameters of an operation, wherever it is: as a text, or as the name of a member.
std::string arn_in(json::value const& params)
{
    std::string found;
    if (auto const* text = params.if_string())
        found = std::string_view(*text).starts_with("arn:") ? std::string(*text) : std::string();
    else if (auto const* list = params.if_array())
        for (auto const& element : *list)
            found = found.empty() ? arn_in(element) : found;
    else if (auto const* object = params.if_object())
        for (auto const& [name, value] : *object)
        {
            if (found.empty() && std::string_view(name).starts_with("arn:"))
                found = name;
            found = found.empty() ? arn_in(value) : found;
        }
    return found;
}

/// A request as a client with these options sends it; else none, with its error.
std::optional<http::request> request_of(endpoint_case const& given, std::optional<error>& failure)
{
    operations::operation_info const info{.name = "X",
        .target = given.which == aws::service::dynamodb_streams ? "DynamoDBStreams_20120810.X"
                                                                : "DynamoDB_20120810.X",
        .read_only = true,
        .service = given.which};
    scripted_client world;
    world.server->expect("X");
    auto options = world.options();
    options.region = given.options.region;
    options.endpoint_url = given.options.url;
    options.use_fips = given.options.use_fips;
    options.use_dual_stack = given.options.use_dual_stack;
    options.account_id_endpoints = given.options.account_ids;
    options.credentials = aws::static_credentials({"AKID", sigv4::secret("secret")}, given.account_id);
    client const owner(world.context.get_executor(), options);
    run_coroutine(world.context,
        [&]() -> boost::asio::awaitable<void>
        {
            describe_table_input request;
            request.table_name = given.resource_arn;
            auto const done = co_await call::invoke(call::state_of(owner), info, request, call_options());
            if (done.has_error())
                failure = done.error();
        });
    auto const sent = world.server->requests();
    return sent.empty() ? std::nullopt : std::optional(sent.front());
}

/// The refusal that the error of a case describes: of the configuration, or of a request that lacks an account.
void check_refusal(endpoint_case const& given, std::string const& text)
{
    struct
    {
        char const* text;
        aws::errc code;
        std::vector<std::string> parts; ///< of our message
        bool of_request = false;
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
        {"FIPS account endpoints are not supported", aws::errc::invalid_endpoint, {"required", "FIPS"}},
        {"account endpoints are not supported in this region", aws::errc::invalid_endpoint,
            {"required", "region"}},
        {"account endpoints are not supported in this partition", aws::errc::invalid_endpoint,
            {"required", "region"}},
        {"no AccountID was provided", aws::errc::invalid_endpoint, {"required", "account"}, true},
        {"Credentials-sourced account ID parameter is invalid", aws::errc::invalid_endpoint,
            {"account id", "credentials"}, true},
    };
    for (auto const& each : errors)
    {
        if (text.find(each.text) == text.npos)
            continue;
        boost::system::error_code code;
        std::string what = "no error";
        try
        {
            aws::resolve_endpoint(given.which, given.options, {given.resource_arn, given.account_id});
        }
        catch (boost::system::system_error const& e)
        {
            code = e.code();
            what = e.what();
        }
        EXPECT_EQ(code, each.code) << what;
        for (auto const& part : each.parts)
            EXPECT_NE(what.find(part), what.npos) << what << " does not say " << part;
        std::optional<error> failure;
        if (!each.of_request)
        {
            EXPECT_THROW(request_of(given, failure), boost::system::system_error);
            return;
        }
        EXPECT_FALSE(request_of(given, failure));
        ASSERT_TRUE(failure);
        EXPECT_EQ(failure->code(), each.code);
        EXPECT_FALSE(failure->may_have_been_applied());
        return;
    }
    ADD_FAILURE() << "no kind of error for: " << text;
}

void check_endpoint(endpoint_case const& given, json::object const& expected)
{
    auto const& options = given.options;
    auto const found = aws::resolve_endpoint(given.which, options, {given.resource_arn, given.account_id});
    std::optional<error> failure;
    auto const request = request_of(given, failure);
    ASSERT_TRUE(request) << *failure;
    auto const& sent = *request;
    http::origin const origin{found.tls, found.host, found.port};
    EXPECT_EQ(sent.to, origin);

    // Unless the case says otherwise, the region is that of the client.
    std::string name = "sigv4";
    std::string metrics;
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
            for (auto const& [property, content] : value.as_object())
                if (property == "authSchemes")
                {
                    auto const& schemes = content.as_array();
                    ASSERT_EQ(schemes.size(), 1u);
                    ASSERT_EQ(schemes.at(0).as_object().size(), 3u);
                    name = text_of(schemes.at(0).at("name"));
                    signing_name = text_of(schemes.at(0).at("signingName"));
                    signing_region = text_of(schemes.at(0).at("signingRegion"));
                }
                else if (property == "metricValues")
                    metrics = text_of(content.as_array().at(0));
                else
                    ADD_FAILURE() << "nothing compares " << property;
        }
        else
            ADD_FAILURE() << "nothing compares " << member;
    EXPECT_EQ(found.signing_region, signing_region);
    auto const agent = " " + std::string(sent.headers.find("user-agent").value_or("")) + " ";
    EXPECT_EQ(agent.find(" m/O ") != agent.npos, metrics == "O") << agent;
    EXPECT_EQ(found.of_account, metrics == "O");
    EXPECT_EQ(name, "sigv4");
    std::string const authorization(sent.headers.find("Authorization").value_or(""));
    EXPECT_TRUE(authorization.starts_with("AWS4-HMAC-SHA256 ")) << authorization;
    auto const scope = "/" + signing_region + "/" + signing_name + "/aws4_request,";
    EXPECT_NE(authorization.find(scope), authorization.npos) << authorization << " has no " << scope;
}

void check_case(endpoint_case const& given, json::object const& expected)
{
    for (auto const& [member, value] : expected)
        if (member == "endpoint")
            check_endpoint(given, value.as_object());
        else if (member == "error")
            check_refusal(given, text_of(value));
        else
            ADD_FAILURE() << "nothing compares " << member;
}

/// The same as a user sets it: settings of the client, and the request of an operation.
void check_input(aws::service which, json::object const& input, json::object const& expected)
{
    auto const* set = input.if_contains("builtInParams");
    auto given = case_from(which, set ? set->as_object() : json::object());
    if (text_of(input, "operationName") == "SearchVectors")
        given.which = aws::service::dynamodb_search;
    if (auto const* params = input.if_contains("operationParams"))
        given.resource_arn = arn_in(*params);
    check_case(given, expected);
}

void run_vectors(char const* file, aws::service which, std::vector<left_out> const& reasons)
{
    run_cases(file, cases_of(load_test_data(file).at("testCases"), "documentation"), reasons,
        [which](json::object const& c)
        {
            auto const& expected = c.at("expect").as_object();
            auto const* given = c.if_contains("params");
            check_case(case_from(which, given ? given->as_object() : json::object()), expected);
            if (auto const* inputs = c.if_contains("operationInputs"))
                for (auto const& input : inputs->as_array())
                    check_input(which, input.as_object(), expected);
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
