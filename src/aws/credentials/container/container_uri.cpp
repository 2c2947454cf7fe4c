// SPDX-License-Identifier: BSL-1.0

#include "aws/credentials/container/container_uri.hpp"

#include "text/ini_text.hpp"

#include <dynasio/aws/configuration_error.hpp>

#include <stdexcept>

namespace dynasio::aws::detail {

namespace {

constexpr char relative_name[] = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI";
constexpr char full_name[] = "AWS_CONTAINER_CREDENTIALS_FULL_URI";

[[noreturn]] void fail(char const* variable, std::string const& why)
{
    throw configuration_error(errc::invalid_value, std::string(variable) + ": " + why);
}

http::url read_url(char const* variable, std::string const& text)
{
    try
    {
        return http::parse_url(text);
    }
    catch (std::invalid_argument const& e)
    {
        fail(variable, e.what());
    }
}

} // namespace

bool is_container_address(boost::asio::ip::address const& address)
{
    if (address.is_loopback())
        return true;
    if (address.is_v6() && address.to_v6().is_v4_mapped())
        return is_container_address(
            boost::asio::ip::make_address_v4(boost::asio::ip::v4_mapped, address.to_v6()));
    auto const text = address.to_string();
    return text == "169.254.170.2" || text == "169.254.170.23" || text == "fd00:ec2::23";
}

std::optional<http::url> resolve_container_uri(environment const& env)
{
    if (auto const relative = env.variable(relative_name))
    {
        if (!relative->starts_with('/'))
            fail(relative_name, "must begin with /");
        return read_url(relative_name, "http://169.254.170.2" + *relative);
    }
    auto const full = env.variable(full_name);
    if (!full)
        return std::nullopt;
    auto where = read_url(full_name, *full);
    boost::system::error_code is_name;
    auto const address = boost::asio::ip::make_address(where.to.host, is_name);
    if (!where.to.tls && !is_name && !is_container_address(address))
        fail(full_name,
            "by http the address must be a loopback address, or that of an agent of ECS or EKS, not "
                + text::in_quotes(where.to.host));
    return where;
}

} // namespace dynasio::aws::detail
