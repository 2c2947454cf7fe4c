// SPDX-License-Identifier: BSL-1.0

#include <dynasio/aws/endpoint.hpp>

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
    if (which == service::dynamodb && !options.region.empty())
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

// Without the operation's and the account's part: account-id hosts and those of SearchVectors would be chosen
// here.
std::string host_prefix(service which, endpoint_options const& options, partition const& part)
{
    bool const government = part.name == "aws-us-gov";
    std::string const fips = options.use_fips && !(government && !options.use_dual_stack) ? "-fips" : "";
    if (which == service::dynamodb)
        return "dynamodb" + fips;
    return (options.use_dual_stack ? "streams-dynamodb" : "streams.dynamodb") + fips;
}

} // namespace

std::string_view configuration_name(service which) noexcept
{
    return which == service::dynamodb ? "dynamodb" : "dynamodb_streams";
}

endpoint resolve_endpoint(service which, endpoint_options const& options)
{
    if (!options.region.empty() && !is_host_label(options.region))
        throw configuration_error(errc::invalid_region,
            "region " + text::in_quotes(options.region)
                + " must be letters, digits and inner hyphens, at most 63");
    if (!options.url.empty())
        return custom(which, options);
    if (options.region.empty())
        throw configuration_error(
            errc::missing_region, "set a region in code, AWS_REGION, or the profile's property region");
    if (options.region == "local")
        return local(options);

    auto const& part = partition_of(options.region);
    endpoint result;
    result.host = host_prefix(which, options, part) + "." + options.region + "."
        + std::string(options.use_dual_stack ? part.dual_stack_dns_suffix : part.dns_suffix);
    result.signing_region = options.region;
    return result;
}

} // namespace dynasio::aws
