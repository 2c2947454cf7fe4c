// SPDX-License-Identifier: BSL-1.0

#include "aws/endpoint/credential_endpoint.hpp"

#include "aws/endpoint/partition.hpp"
#include "text/ini_text.hpp"

#include <dynasio/aws/configuration_error.hpp>

namespace dynasio::aws::detail {

namespace {

/// `sts`, `portal.sso`, `oidc`: the host begins with it, and `-fips` follows it.
std::string_view host_prefix(credential_service which) noexcept
{
    switch (which)
    {
    case credential_service::sts:
        return "sts";
    case credential_service::sso:
        return "portal.sso";
    case credential_service::sso_oidc:
        return "oidc";
    case credential_service::sign_in:
        break;
    }
    return "signin";
}

std::string suffix_of(partition const& part, bool dual_stack)
{
    return std::string(dual_stack ? part.dual_stack_dns_suffix : part.dns_suffix);
}

/// `us-east-1.signin.aws.amazon.com`: the one service whose region comes first, with suffixes of its own.
std::string sign_in_host(issuer_options const& options, partition const& part)
{
    std::string const fips = options.use_fips ? "-fips" : "";
    if (options.use_fips || options.use_dual_stack)
        return "signin" + fips + "." + options.region + "." + suffix_of(part, options.use_dual_stack);
    if (part.name == "aws-cn")
        return options.region + ".signin.amazonaws.cn";
    if (part.name == "aws-us-gov")
        return options.region + ".signin.amazonaws-us-gov.com";
    if (part.name == "aws")
        return options.region + ".signin.aws.amazon.com";
    return "signin." + options.region + "." + suffix_of(part, false);
}

} // namespace

std::string_view configuration_name(credential_service which) noexcept
{
    switch (which)
    {
    case credential_service::sts:
        return "sts";
    case credential_service::sso:
        return "sso";
    case credential_service::sso_oidc:
        return "sso_oidc";
    case credential_service::sign_in:
        break;
    }
    return "signin";
}

endpoint resolve_credential_endpoint(credential_service which, issuer_options const& options)
{
    if (!options.region.empty() && !is_host_label(options.region))
        throw configuration_error(errc::invalid_region,
            "region " + text::in_quotes(options.region)
                + " must be letters, digits and inner hyphens, at most 63");
    std::string const name(configuration_name(which));
    if (!options.endpoint_url.empty())
    {
        auto result = parse_endpoint_url(options.endpoint_url, "endpoint URL of " + name);
        result.signing_region = options.region.empty() ? "us-east-1" : options.region;
        return result;
    }
    if (options.region.empty())
        throw configuration_error(errc::missing_region,
            "service " + name + " needs a region: AWS_REGION, or the profile's property region");
    auto const& part = partition_of(options.region);
    endpoint result;
    if (which == credential_service::sign_in)
        result.host = sign_in_host(options, part);
    else
    {
        // All hosts of GovCloud are FIPS hosts already.
        bool const fips = options.use_fips && (part.name != "aws-us-gov" || options.use_dual_stack);
        result.host = std::string(host_prefix(which)) + (fips ? "-fips." : ".") + options.region + "."
            + suffix_of(part, options.use_dual_stack);
    }
    result.signing_region = options.region;
    return result;
}

} // namespace dynasio::aws::detail
