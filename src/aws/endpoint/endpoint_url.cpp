// SPDX-License-Identifier: BSL-1.0

#include <dynasio/aws/endpoint.hpp>

#include <dynasio/aws/configuration_error.hpp>

#include "http/message/url.hpp"
#include "text/ini_text.hpp"

#include <stdexcept>
#include <utility>

namespace dynasio::aws {

namespace {

[[noreturn]] void fail(std::string_view source, std::string const& why)
{
    throw configuration_error(errc::invalid_endpoint, std::string(source) + ": " + why);
}

http::url read_url(std::string_view text, std::string_view source)
{
    try
    {
        return http::parse_url(text);
    }
    catch (std::invalid_argument const& e)
    {
        fail(source, e.what());
    }
}

} // namespace

endpoint parse_endpoint_url(std::string_view url, std::string_view source)
{
    auto parsed = read_url(text::trim(url), source);
    if (parsed.target.find('?') != parsed.target.npos)
        fail(source, "a query is not allowed");
    endpoint result;
    result.tls = parsed.to.tls;
    result.host = std::move(parsed.to.host);
    result.port = parsed.to.port;
    // The path of a request, `/`, is appended to that of the endpoint.
    result.path = std::move(parsed.target);
    if (!result.path.ends_with('/'))
        result.path += '/';
    return result;
}

std::string endpoint::host_header() const
{
    std::string result = host.find(':') == host.npos ? host : "[" + host + "]";
    if (port != (tls ? 443 : 80))
        result += ":" + std::to_string(port);
    return result;
}

std::string endpoint::url() const
{
    return (tls ? "https://" : "http://") + host_header() + (path == "/" ? std::string() : path);
}

} // namespace dynasio::aws
