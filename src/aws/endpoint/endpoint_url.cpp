// SPDX-License-Identifier: BSL-1.0

#include <dynasio/aws/endpoint.hpp>

#include <dynasio/aws/configuration_error.hpp>

#include "text/ini_text.hpp"

#include <boost/asio/ip/address_v6.hpp>
#include <boost/system/error_code.hpp>

#include <algorithm>
#include <charconv>

namespace dynasio::aws {

namespace {

[[noreturn]] void fail(std::string_view source, std::string const& why)
{
    throw configuration_error(errc::invalid_endpoint, std::string(source) + ": " + why);
}

bool valid_host_name(std::string_view host) noexcept
{
    if (host.empty() || host.size() > 253 || host.front() == '.')
        return false;
    std::size_t label = 0;
    for (std::size_t i = 0; i != host.size(); ++i)
    {
        char const c = host[i];
        label = c == '.' ? 0 : label + 1;
        if (label > 63 || (c == '.' && i + 1 != host.size() && host[i + 1] == '.'))
            return false;
        // Names with underscores are no host names, but resolvers and container networks have them.
        if (!text::is_letter_or_digit(c) && c != '-' && c != '_' && c != '.')
            return false;
    }
    return true;
}

std::uint16_t read_port(std::string_view text, std::string_view source)
{
    unsigned port = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (error != std::errc() || end != text.data() + text.size() || port == 0 || port > 65535)
        fail(source, "port " + text::in_quotes(text) + " is not a number from 1 to 65535");
    return static_cast<std::uint16_t>(port);
}

// Splits `host`, `host:port`, `[v6]`, `[v6]:port`.
void read_authority(std::string_view text, std::string_view source, endpoint& out)
{
    std::string_view port;
    bool has_port = false;
    if (text.starts_with('['))
    {
        auto const close = text.find(']');
        if (close == text.npos)
            fail(source, "host " + text::in_quotes(text) + " lacks a ']'");
        out.host = std::string(text.substr(1, close - 1));
        boost::system::error_code bad;
        boost::asio::ip::make_address_v6(out.host, bad);
        if (bad || out.host.find('%') != out.host.npos)
            fail(source, "host " + text::in_quotes(text) + " is not an IPv6 address");
        auto const rest = text.substr(close + 1);
        if (!rest.empty() && rest.front() != ':')
            fail(source, "host " + text::in_quotes(text) + " has text after the ']'");
        has_port = !rest.empty();
        port = has_port ? rest.substr(1) : rest;
    }
    else
    {
        auto const colon = text.find(':');
        has_port = colon != text.npos;
        port = has_port ? text.substr(colon + 1) : std::string_view();
        out.host = text::to_lower(text.substr(0, colon));
        if (out.host.empty())
            fail(source, "the host is missing");
        if (!valid_host_name(out.host))
            fail(source, "host " + text::in_quotes(out.host) + " is not a valid host name");
    }
    if (has_port)
        out.port = read_port(port, source);
}

} // namespace

endpoint parse_endpoint_url(std::string_view url, std::string_view source)
{
    url = text::trim(url);
    auto const scheme_end = url.find("://");
    if (scheme_end == url.npos)
        fail(source, "the scheme is missing, it must begin with http:// or https://");
    auto const scheme = text::to_lower(url.substr(0, scheme_end));
    endpoint result;
    if (scheme != "https" && scheme != "http")
        fail(source, "scheme " + text::in_quotes(scheme) + " is neither http nor https");
    result.tls = scheme == "https";
    result.port = result.tls ? 443 : 80;

    auto rest = url.substr(scheme_end + 3);
    auto const authority = rest.substr(0, rest.find_first_of("/?#"));
    rest.remove_prefix(authority.size());
    // First of all, since it may be a password: no later message can show it then.
    if (authority.find('@') != authority.npos)
        fail(source, "user information before the host is not allowed");
    if (rest.find('?') != rest.npos)
        fail(source, "a query is not allowed");
    if (rest.find('#') != rest.npos)
        fail(source, "a fragment is not allowed");
    read_authority(authority, source, result);
    if (!std::all_of(rest.begin(), rest.end(), [](char c) { return c > 0x20 && c < 0x7f; }))
        fail(source, "path " + text::in_quotes(rest) + " has characters that must be percent-encoded");
    // The path of a request, `/`, is appended to that of the endpoint.
    if (!rest.empty())
        result.path = std::string(rest);
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
