// SPDX-License-Identifier: BSL-1.0

#include <dynasio/aws/endpoint.hpp>

#include "aws/endpoint/arn.hpp"
#include "aws/endpoint/partition.hpp"
#include "text/ini_text.hpp"

#include <dynasio/aws/configuration_error.hpp>

namespace dynasio::aws {

namespace {

[[noreturn]] void fail(std::string const& why)
{
    throw configuration_error(errc::invalid_endpoint, why);
}

void refuse_variants(endpoint_options const& options, std::string const& what)
{
    if (options.use_fips)
        fail(what + " cannot be used together with FIPS endpoints");
    if (options.use_dual_stack)
        fail(what + " cannot be used together with dual-stack endpoints");
}

endpoint custom(service which, endpoint_options const& options)
{
    refuse_variants(options, options.url_source);
    auto result = parse_endpoint_url(options.url, options.url_source);
    if (which != service::dynamodb_streams && !options.region.empty())
    {
        auto const tail = "." + text::to_lower(options.region) + "."
            + std::string(partition_of(options.region).dual_stack_dns_suffix);
        auto const spelt = result.host_header();
        if (spelt == "dynamodb" + tail || spelt == "search-dynamodb" + tail)
            fail(options.url_source + " is the dual-stack host of " + options.region
                + ": switch dual-stack endpoints on instead");
    }
    result.signing_region = options.region.empty() ? "us-east-1" : options.region;
    return result;
}

endpoint local(endpoint_options const& options)
{
    refuse_variants(options, "region local");
    endpoint result;
    result.tls = false;
    result.host = "localhost";
    result.port = 8000;
    result.signing_region = "us-east-1";
    return result;
}

std::string host_prefix(service which, endpoint_options const& options, partition const& part)
{
    bool const government = part.name == "aws-us-gov";
    std::string const fips = options.use_fips && !(government && !options.use_dual_stack) ? "-fips" : "";
    switch (which)
    {
    case service::dynamodb:
        return "dynamodb" + fips;
    case service::dynamodb_search:
        return "search-dynamodb" + fips;
    case service::dynamodb_streams:
        break;
    }
    return (options.use_dual_stack ? "streams-dynamodb" : "streams.dynamodb") + fips;
}

std::string suffix_of(endpoint_options const& options, partition const& part)
{
    return "." + options.region + "."
        + std::string(options.use_dual_stack ? part.dual_stack_dns_suffix : part.dns_suffix);
}

bool has_account_hosts(std::string_view region, partition const& part) noexcept
{
    return part.name == "aws" || region == "us-gov-east-1" || region == "us-gov-west-1"
        || region == "cn-north-1" || region == "cn-northwest-1";
}

/// The account of an ARN that is one of DynamoDB in this region; else empty.
std::string_view account_of(std::string_view text, std::string_view region) noexcept
{
    auto const arn = parse_arn(text);
    bool const usable =
        arn && arn->service == "dynamodb" && arn->region == region && is_host_label(arn->account_id);
    return usable ? arn->account_id : std::string_view();
}

/// The account whose host is to be used; empty for that of the region.
std::string_view chosen_account(endpoint_options const& options, endpoint_account const& account)
{
    auto const of_resource = account_of(account.resource_arn, options.region);
    if (!of_resource.empty())
        return of_resource;
    if (account.account_id.empty())
    {
        if (options.account_ids == account_id_mode::required)
            fail("hosts of accounts are required, but neither the request nor the AWS credentials tell an "
                 "account");
        return {};
    }
    if (!is_host_label(account.account_id))
        fail("the account id " + text::in_quotes(account.account_id)
            + " of the AWS credentials cannot be part of a host name");
    return account.account_id;
}

void check_region(endpoint_options const& options)
{
    if (!options.region.empty() && !is_host_label(options.region))
        throw configuration_error(errc::invalid_region,
            "region " + text::in_quotes(options.region)
                + " must be letters, digits and inner hyphens, at most 63");
    if (options.region.empty() && options.url.empty())
        throw configuration_error(
            errc::missing_region, "set a region in code, AWS_REGION, or the profile's property region");
}

} // namespace

std::string_view configuration_name(service which) noexcept
{
    return which == service::dynamodb_streams ? "dynamodb_streams" : "dynamodb";
}

bool may_use_account_hosts(service which, endpoint_options const& options)
{
    check_region(options);
    if (options.account_ids == account_id_mode::disabled || which == service::dynamodb_streams
        || !options.url.empty() || options.region == "local")
        return false;
    char const* obstacle = nullptr;
    if (options.use_fips)
        obstacle = "FIPS endpoints have none";
    else if (!has_account_hosts(options.region, partition_of(options.region)))
        obstacle = "the region has none";
    if (obstacle && options.account_ids == account_id_mode::required)
        fail(std::string("hosts of accounts are required, but ") + obstacle);
    return !obstacle;
}

endpoint resolve_endpoint(service which, endpoint_options const& options, endpoint_account account)
{
    check_region(options);
    if (!options.url.empty())
        return custom(which, options);
    if (options.region == "local")
        return local(options);

    auto const& part = partition_of(options.region);
    endpoint result;
    result.signing_region = options.region;
    if (may_use_account_hosts(which, options))
        if (auto const id = chosen_account(options, account); !id.empty())
        {
            result.of_account = true;
            result.host = std::string(id) + (which == service::dynamodb_search ? ".search-ddb" : ".ddb")
                + suffix_of(options, part);
            return result;
        }
    result.host = host_prefix(which, options, part) + suffix_of(options, part);
    return result;
}

} // namespace dynasio::aws
