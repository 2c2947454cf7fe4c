// SPDX-License-Identifier: BSL-1.0

#include "aws/credentials/instance/instance_endpoint.hpp"

#include "aws/config/settings.hpp"
#include "text/ini_text.hpp"

#include <dynasio/aws/configuration_error.hpp>
#include <dynasio/aws/endpoint.hpp>

#include <utility>

namespace dynasio::aws::detail {

namespace {

instance_address mode_of(
    environment const& env, profile_section const* profile, std::string_view profile_name)
{
    auto const setting = find_setting(env, profile, profile_name, "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE",
        "ec2_metadata_service_endpoint_mode");
    if (!setting)
        return instance_address::ipv4;
    auto const mode = text::to_lower(setting->value);
    if (mode == "ipv6")
        return instance_address::ipv6;
    if (mode != "ipv4")
        throw configuration_error(errc::invalid_value,
            setting->source + " is " + text::in_quotes(setting->value) + ", but must be IPv4 or IPv6");
    return instance_address::ipv4;
}

} // namespace

instance_endpoint resolve_instance_endpoint(environment const& env, profile_section const* profile,
    std::string_view profile_name, std::optional<instance_address> in_code)
{
    auto const url = find_setting(
        env, profile, profile_name, "AWS_EC2_METADATA_SERVICE_ENDPOINT", "ec2_metadata_service_endpoint");
    if (url)
    {
        auto where = parse_endpoint_url(url->value, url->source);
        where.path.pop_back();
        return {{where.tls, std::move(where.host), where.port}, std::move(where.path)};
    }
    auto const mode = in_code ? *in_code : mode_of(env, profile, profile_name);
    std::string host = mode == instance_address::ipv6 ? "fd00:ec2::254" : "169.254.169.254";
    return {{false, std::move(host), 80}, {}};
}

bool is_instance_disabled(environment const& env)
{
    auto const value = env.variable("AWS_EC2_METADATA_DISABLED");
    return value && text::to_lower(*value) == "true";
}

} // namespace dynasio::aws::detail
