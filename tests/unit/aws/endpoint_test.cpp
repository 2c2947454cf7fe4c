// SPDX-License-Identifier: BSL-1.0
//
// From region, flags and URL to host, port and signing region. The vendor's cases are run by a client.

#include "aws/endpoint/partition.hpp"

#include <dynasio/aws/configuration_error.hpp>
#include <dynasio/aws/endpoint.hpp>

#include "support/test_data.hpp"

#include <iostream>

namespace {

using namespace dynasio::aws;
namespace json = boost::json;

std::string text(json::value const& value)
{
    return std::string(value.as_string());
}

template <class F>
std::pair<boost::system::error_code, std::string> failure_of(F f)
{
    try
    {
        f();
    }
    catch (configuration_error const& error)
    {
        return {error.code(), error.what()};
    }
    return {{}, "no error"};
}

TEST(Endpoint, EveryListedRegionIsInItsPartition)
{
    DYNASIO_REQUIRE_TEST_DATA("endpoints/partitions.json");
    auto const data = dynasio::tests::load_test_data("endpoints/partitions.json");
    int cases = 0;
    for (auto const& part : data.at("partitions").as_array())
        for (auto const& [region, unused] : part.at("regions").as_object())
        {
            ++cases;
            auto const& found = partition_of(std::string_view(region));
            EXPECT_EQ(found.name, text(part.at("id"))) << region;
            EXPECT_EQ(found.dns_suffix, text(part.at("outputs").at("dnsSuffix"))) << region;
            EXPECT_EQ(found.dual_stack_dns_suffix, text(part.at("outputs").at("dualStackDnsSuffix")))
                << region;
        }
    EXPECT_GT(cases, 0);
    std::cout << "ran " << cases << " regions\n";
}

TEST(Endpoint, UnlistedRegionsFollowTheirPatterns)
{
    EXPECT_EQ(partition_of("eu-somewhere-9").name, "aws");
    EXPECT_EQ(partition_of("cn-somewhere-9").name, "aws-cn");
    EXPECT_EQ(partition_of("us-gov-somewhere-12").name, "aws-us-gov");
    EXPECT_EQ(partition_of("us-isob-west-9").name, "aws-iso-b");
    EXPECT_EQ(partition_of("eusc-fr-west-1").name, "aws");
    EXPECT_EQ(partition_of("cn-1").name, "aws");
    EXPECT_EQ(partition_of("anything").name, "aws");
    endpoint_options options;
    options.region = "mars-north";
    EXPECT_EQ(resolve_endpoint(service::dynamodb, options).host, "dynamodb.mars-north.amazonaws.com");
}

TEST(Endpoint, EachPartitionHasDomainsOfItsOwn)
{
    struct
    {
        std::string region;
        std::string_view partition;
        std::string domain;
        std::string dual_stack_domain;
    } const cases[] = {
        {"me-west-1", "aws", "amazonaws.com", "api.aws"},
        {"sa-west-1", "aws", "amazonaws.com", "api.aws"},
        {"cn-north-1", "aws-cn", "amazonaws.com.cn", "api.amazonwebservices.com.cn"},
        {"eusc-de-east-1", "aws-eusc", "amazonaws.eu", "api.amazonwebservices.eu"},
        {"us-iso-west-1", "aws-iso", "c2s.ic.gov", "api.aws.ic.gov"},
        {"us-isob-west-1", "aws-iso-b", "sc2s.sgov.gov", "api.aws.scloud"},
        {"eu-isoe-west-1", "aws-iso-e", "cloud.adc-e.uk", "api.cloud-aws.adc-e.uk"},
        {"us-isof-east-1", "aws-iso-f", "csp.hci.ic.gov", "api.aws.hci.ic.gov"},
        {"us-gov-east-1", "aws-us-gov", "amazonaws.com", "api.aws"},
    };
    for (auto const& test : cases)
    {
        EXPECT_EQ(partition_of(test.region).name, test.partition) << test.region;
        auto const host = [&](service which, bool fips, bool dual_stack)
        {
            endpoint_options options;
            options.region = test.region;
            options.use_fips = fips;
            options.use_dual_stack = dual_stack;
            return resolve_endpoint(which, options).host;
        };
        auto const tail = "." + test.region + "." + test.domain;
        auto const dual_stack_tail = "." + test.region + "." + test.dual_stack_domain;
        std::string const fips = test.partition == "aws-us-gov" ? "" : "-fips";
        EXPECT_EQ(host(service::dynamodb, false, false), "dynamodb" + tail);
        EXPECT_EQ(host(service::dynamodb, true, false), "dynamodb" + fips + tail);
        EXPECT_EQ(host(service::dynamodb, false, true), "dynamodb" + dual_stack_tail);
        EXPECT_EQ(host(service::dynamodb, true, true), "dynamodb-fips" + dual_stack_tail);
        EXPECT_EQ(host(service::dynamodb_streams, false, false), "streams.dynamodb" + tail);
        EXPECT_EQ(host(service::dynamodb_streams, true, false), "streams.dynamodb" + fips + tail);
        EXPECT_EQ(host(service::dynamodb_streams, false, true), "streams-dynamodb" + dual_stack_tail);
        EXPECT_EQ(host(service::dynamodb_streams, true, true), "streams-dynamodb-fips" + dual_stack_tail);
    }
}

TEST(Endpoint, GovernmentFipsIsPlainUnlessDualStack)
{
    endpoint_options options;
    options.region = "us-gov-west-1";
    options.use_fips = true;
    EXPECT_EQ(resolve_endpoint(service::dynamodb, options).host, "dynamodb.us-gov-west-1.amazonaws.com");
    options.use_dual_stack = true;
    EXPECT_EQ(resolve_endpoint(service::dynamodb, options).host, "dynamodb-fips.us-gov-west-1.api.aws");
}

TEST(Endpoint, RegionMustBeAHostLabel)
{
    for (std::string const bad : {"us east 1", "us_east_1", "-us", "us-", "evil.com/", "a.b",
             "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "\xC3\xA9"})
    {
        endpoint_options options;
        options.region = bad;
        auto const [code, what] = failure_of([&] { resolve_endpoint(service::dynamodb, options); });
        EXPECT_EQ(code, errc::invalid_region) << bad;
        EXPECT_NE(what.find(bad), std::string::npos) << what;
    }
    EXPECT_EQ(failure_of([] { resolve_endpoint(service::dynamodb, {}); }).first, errc::missing_region);
}

TEST(Endpoint, CustomUrlIsTakenAsItIs)
{
    endpoint_options options;
    options.url = "http://127.0.0.1:8000";
    auto found = resolve_endpoint(service::dynamodb, options);
    EXPECT_FALSE(found.tls);
    EXPECT_EQ(found.host, "127.0.0.1");
    EXPECT_EQ(found.port, 8000);
    EXPECT_EQ(found.path, "/");
    EXPECT_EQ(found.signing_region, "us-east-1");
    EXPECT_EQ(found.host_header(), "127.0.0.1:8000");
    options.region = "eu-west-1";
    EXPECT_EQ(resolve_endpoint(service::dynamodb, options).signing_region, "eu-west-1");
    options.use_fips = true;
    EXPECT_EQ(
        failure_of([&] { resolve_endpoint(service::dynamodb, options); }).first, errc::invalid_endpoint);
}

TEST(EndpointUrl, Forms)
{
    auto found = parse_endpoint_url("HTTPS://Example.COM");
    EXPECT_TRUE(found.tls);
    EXPECT_EQ(found.host, "example.com");
    EXPECT_EQ(found.port, 443);
    EXPECT_EQ(found.host_header(), "example.com");
    EXPECT_EQ(parse_endpoint_url("https://a:443/").host_header(), "a");
    EXPECT_EQ(parse_endpoint_url("http://a:80/").host_header(), "a");
    EXPECT_EQ(parse_endpoint_url("http://a:443/").host_header(), "a:443");
    found = parse_endpoint_url("http://[::1]:8000/base/");
    EXPECT_EQ(found.host, "::1");
    EXPECT_EQ(found.port, 8000);
    EXPECT_EQ(found.path, "/base/");
    EXPECT_EQ(found.host_header(), "[::1]:8000");
    EXPECT_EQ(found.url(), "http://[::1]:8000/base/");
    EXPECT_EQ(parse_endpoint_url("https://[fe80::1]").host_header(), "[fe80::1]");
    EXPECT_EQ(parse_endpoint_url("https://a").path, "/");
    EXPECT_EQ(parse_endpoint_url("https://a/").path, "/");
    EXPECT_EQ(parse_endpoint_url("https://a/custom").path, "/custom/");
    EXPECT_EQ(parse_endpoint_url("https://a/custom/").path, "/custom/");
    EXPECT_EQ(parse_endpoint_url("https://a/b/c").url(), "https://a/b/c/");
    EXPECT_EQ(parse_endpoint_url("http://dynamo_local:8000").host, "dynamo_local");
}

TEST(EndpointUrl, ErrorsNameSourceAndPart)
{
    struct
    {
        std::string url;
        std::string part;
    } const cases[] = {
        {"", "scheme"},
        {"localhost:8000", "scheme"},
        {"//localhost", "scheme"},
        {"ftp://localhost", "scheme \"ftp\""},
        {"http://", "host is missing"},
        {"http://:80", "host is missing"},
        {"http:///path", "host is missing"},
        {"http://a b", "host \"a b\""},
        {"http://a..b", "host \"a..b\""},
        {"http://.a", "host \".a\""},
        {"http://" + std::string(64, 'a'), "host"},
        {"http://[::1", "lacks a ']'"},
        {"http://[nonsense]", "not an IPv6 address"},
        {"http://[fe80::1%eth0]", "not an IPv6 address"},
        {"http://[::1]x", "after the ']'"},
        {"http://::1", "host is missing"},
        {"http://a:", "port \"\""},
        {"http://a:0", "port \"0\""},
        {"http://a:65536", "port \"65536\""},
        {"http://a:99999999999", "port"},
        {"http://a:+80", "port"},
        {"http://a:80x", "port"},
        {"http://me:hush@a", "user information"},
        {"http://me:hush@a:0/?b", "user information"},
        {"http://a?b", "query"},
        {"http://a/b?c", "query"},
        {"http://a#b", "fragment"},
        {"http://a/b c", "path"},
        {std::string("http://a/\r\nX: y"), "path"},
        {"http://a\r\nX: y", "host"},
    };
    for (auto const& test : cases)
    {
        auto const [code, what] = failure_of([&] { parse_endpoint_url(test.url, "AWS_ENDPOINT_URL"); });
        EXPECT_EQ(code, errc::invalid_endpoint) << test.url;
        EXPECT_TRUE(what.starts_with("AWS_ENDPOINT_URL: ")) << what;
        EXPECT_NE(what.find(test.part), std::string::npos) << test.url << " -> " << what;
        EXPECT_EQ(what.find("hush"), std::string::npos) << what;
    }
}

TEST(EndpointUrl, AnyBytesEndWell)
{
    for (int a = 0; a < 256; ++a)
        for (std::string frame :
            {"?", "http://?", "http://?:8", "http://[?]", "http://a:?", "http://a/?", "?://a"})
        {
            for (char& c : frame)
                if (c == '?')
                    c = static_cast<char>(a);
            failure_of([&] { parse_endpoint_url(frame); });
        }
}

} // namespace
