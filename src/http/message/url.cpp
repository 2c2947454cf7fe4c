// SPDX-License-Identifier: BSL-1.0

#include "http/message/url.hpp"

#include "text/ini_text.hpp"

#include <boost/asio/ip/address_v6.hpp>
#include <boost/system/error_code.hpp>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <stdexcept>

namespace dynasio::http {

namespace {

[[noreturn]] void fail(std::string const& why)
{
    throw std::invalid_argument(why);
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

std::uint16_t read_port(std::string_view text)
{
    unsigned port = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (error != std::errc() || end != text.data() + text.size() || port == 0 || port > 65535)
        fail("port " + text::in_quotes(text) + " is not a number from 1 to 65535");
    return static_cast<std::uint16_t>(port);
}

// Splits `host`, `host:port`, `[v6]`, `[v6]:port`.
void read_authority(std::string_view text, origin& out)
{
    std::string_view port;
    bool has_port = false;
    if (text.starts_with('['))
    {
        auto const close = text.find(']');
        if (close == text.npos)
            fail("host " + text::in_quotes(text) + " lacks a ']'");
        out.host = std::string(text.substr(1, close - 1));
        boost::system::error_code bad;
        boost::asio::ip::make_address_v6(out.host, bad);
        if (bad || out.host.find('%') != out.host.npos)
            fail("host " + text::in_quotes(text) + " is not an IPv6 address");
        auto const rest = text.substr(close + 1);
        if (!rest.empty() && rest.front() != ':')
            fail("host " + text::in_quotes(text) + " has text after the ']'");
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
            fail("the host is missing");
        if (!valid_host_name(out.host))
            fail("host " + text::in_quotes(out.host) + " is not a valid host name");
    }
    if (has_port)
        out.port = read_port(port);
}

void check_target(std::string_view target)
{
    if (!std::all_of(target.begin(), target.end(), [](char c) { return c > 0x20 && c < 0x7f; }))
        fail("path " + text::in_quotes(target) + " has characters that must be percent-encoded");
}

std::string target_of(std::string_view rest)
{
    check_target(rest);
    return rest.starts_with('/') ? std::string(rest) : '/' + std::string(rest);
}

// Without the segments `.` and `..` (RFC 3986, section 5.2.4). The path begins with a slash.
std::string without_dots(std::string_view path)
{
    std::string result;
    while (!path.empty())
    {
        auto const end = std::min(path.find('/', 1), path.size());
        auto const segment = path.substr(0, end);
        path.remove_prefix(end);
        bool const up = segment == "/..";
        if (up)
            result.erase(std::min(result.rfind('/'), result.size()));
        if (up || segment == "/.")
            path = path.empty() ? std::string_view("/") : path;
        else
            result += segment;
    }
    return result.empty() ? "/" : result;
}

// A scheme is letters, digits and `+-.` before the first colon, which comes before any slash.
bool is_absolute(std::string_view reference)
{
    auto const colon = reference.find_first_of(":/?#");
    return colon != reference.npos && colon != 0 && reference[colon] == ':';
}

} // namespace

std::string_view url::path() const
{
    return std::string_view(target).substr(0, target.find('?'));
}

std::string url::without_query() const
{
    return (to.tls ? "https://" : "http://") + to.host_header() + std::string(path());
}

url parse_url(std::string_view text)
{
    auto const scheme_end = text.find("://");
    if (scheme_end == text.npos)
        fail("the scheme is missing, it must begin with http:// or https://");
    auto const scheme = text::to_lower(text.substr(0, scheme_end));
    if (scheme != "https" && scheme != "http")
        fail("scheme " + text::in_quotes(scheme) + " is neither http nor https");
    url result;
    result.to.tls = scheme == "https";
    result.to.port = result.to.tls ? 443 : 80;

    auto rest = text.substr(scheme_end + 3);
    auto const authority = rest.substr(0, rest.find_first_of("/?#"));
    rest.remove_prefix(authority.size());
    // First of all, since it may be a password: no later message can show it then.
    if (authority.find('@') != authority.npos)
        fail("user information before the host is not allowed");
    if (rest.find('#') != rest.npos)
        fail("a fragment is not allowed");
    read_authority(authority, result.to);
    result.target = target_of(rest);
    return result;
}

url resolve_reference(url const& base, std::string_view reference)
{
    reference = reference.substr(0, reference.find('#'));
    url result;
    if (is_absolute(reference))
        result = parse_url(reference);
    else if (reference.starts_with("//"))
        result = parse_url((base.to.tls ? "https:" : "http:") + std::string(reference));
    else
    {
        result = base;
        if (reference.starts_with('?'))
            result.target = std::string(base.path()) + std::string(reference);
        else if (reference.starts_with('/'))
            result.target = target_of(reference);
        else if (!reference.empty())
            result.target = target_of(
                std::string(base.path().substr(0, base.path().rfind('/') + 1)) + std::string(reference));
        check_target(result.target);
    }
    auto const query = result.target.substr(result.path().size());
    result.target = without_dots(result.path()) + query;
    return result;
}

} // namespace dynasio::http
