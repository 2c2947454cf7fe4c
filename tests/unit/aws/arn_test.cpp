// SPDX-License-Identifier: BSL-1.0

#include "aws/endpoint/arn.hpp"

#include <dynasio/aws/configuration_error.hpp>
#include <dynasio/aws/endpoint.hpp>

#include <gtest/gtest.h>

#include <string>

namespace dynasio::aws {
namespace {

TEST(arn, has_six_parts)
{
    auto const found = parse_arn("arn:aws-cn:dynamodb:cn-north-1:111122223333:table/a:b/index/c");
    ASSERT_TRUE(found);
    EXPECT_EQ(found->partition, "aws-cn");
    EXPECT_EQ(found->service, "dynamodb");
    EXPECT_EQ(found->region, "cn-north-1");
    EXPECT_EQ(found->account_id, "111122223333");
    EXPECT_EQ(found->resource, "table/a:b/index/c");
}

TEST(arn, may_have_neither_region_nor_account)
{
    auto const found = parse_arn("arn:aws:s3:::bucket");
    ASSERT_TRUE(found);
    EXPECT_EQ(found->region, "");
    EXPECT_EQ(found->account_id, "");
}

TEST(arn, is_nothing_else)
{
    std::string const whole = "arn:aws:dynamodb:us-east-1:111122223333:t";
    for (std::size_t size = 0; size < whole.size(); ++size)
        EXPECT_FALSE(parse_arn(std::string_view(whole).substr(0, size))) << size;
    for (auto const* text : {"table", "ARN:aws:dynamodb:us-east-1:1:t", "arn::dynamodb:us-east-1:1:t",
             "arn:aws::us-east-1:1:t", ":::::", "arn:aws:dynamodb:us-east-1:1:"})
        EXPECT_FALSE(parse_arn(text)) << text;
}

struct account_case
{
    endpoint_options options;
    endpoint_account account;
};

account_case in_us_east_1(account_id_mode mode, std::string_view arn, std::string_view id)
{
    account_case result;
    result.options.region = "us-east-1";
    result.options.account_ids = mode;
    result.account = {arn, id};
    return result;
}

TEST(account_endpoints, are_those_of_the_arn_else_of_the_credentials)
{
    struct
    {
        account_id_mode mode;
        char const* arn;
        char const* id;
        char const* host;
    } const cases[] = {
        {account_id_mode::disabled, "arn:aws:dynamodb:us-east-1:22:table/t", "11",
            "dynamodb.us-east-1.amazonaws.com"},
        {account_id_mode::preferred, "", "", "dynamodb.us-east-1.amazonaws.com"},
        {account_id_mode::preferred, "", "11", "11.ddb.us-east-1.amazonaws.com"},
        {account_id_mode::preferred, "t", "11", "11.ddb.us-east-1.amazonaws.com"},
        {account_id_mode::preferred, "arn:aws:dynamodb:us-east-1:22:table/t", "11",
            "22.ddb.us-east-1.amazonaws.com"},
        {account_id_mode::preferred, "arn:aws:dynamodb:eu-west-1:22:table/t", "11",
            "11.ddb.us-east-1.amazonaws.com"},
        {account_id_mode::preferred, "arn:aws:kinesis:us-east-1:22:table/t", "11",
            "11.ddb.us-east-1.amazonaws.com"},
        {account_id_mode::preferred, "arn:aws:dynamodb:us-east-1:2.2:table/t", "11",
            "11.ddb.us-east-1.amazonaws.com"},
        {account_id_mode::required, "", "11", "11.ddb.us-east-1.amazonaws.com"},
    };
    for (auto const& c : cases)
    {
        auto const given = in_us_east_1(c.mode, c.arn, c.id);
        auto const found = resolve_endpoint(service::dynamodb, given.options, given.account);
        EXPECT_EQ(found.host, c.host) << c.arn << " " << c.id;
        EXPECT_EQ(found.of_account, found.host.find(".ddb.") != found.host.npos);
        EXPECT_EQ(found.signing_region, "us-east-1");
        EXPECT_FALSE(resolve_endpoint(service::dynamodb_streams, given.options, given.account).of_account);
    }
    auto const given = in_us_east_1(account_id_mode::preferred, "", "11");
    EXPECT_EQ(resolve_endpoint(service::dynamodb_search, given.options, given.account).host,
        "11.search-ddb.us-east-1.amazonaws.com");
}

TEST(account_endpoints, that_are_required_are_there_or_an_error)
{
    auto given = in_us_east_1(account_id_mode::required, "", "");
    EXPECT_THROW(resolve_endpoint(service::dynamodb, given.options, given.account), configuration_error);
    given = in_us_east_1(account_id_mode::preferred, "", "not.a.label");
    EXPECT_THROW(resolve_endpoint(service::dynamodb, given.options, given.account), configuration_error);
    given = in_us_east_1(account_id_mode::required, "", "11");
    given.options.use_fips = true;
    EXPECT_THROW(may_use_account_hosts(service::dynamodb, given.options), configuration_error);
    given.options.account_ids = account_id_mode::preferred;
    EXPECT_FALSE(may_use_account_hosts(service::dynamodb, given.options));
    given.options.use_fips = false;
    given.options.region = "us-iso-east-1";
    EXPECT_FALSE(may_use_account_hosts(service::dynamodb, given.options));
    given.options.account_ids = account_id_mode::required;
    EXPECT_THROW(may_use_account_hosts(service::dynamodb, given.options), configuration_error);
    given.options.url = "http://127.0.0.1:8000";
    EXPECT_FALSE(may_use_account_hosts(service::dynamodb, given.options))
        << "a custom endpoint is what it is";
}

} // namespace
} // namespace dynasio::aws
