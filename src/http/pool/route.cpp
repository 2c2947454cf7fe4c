// SPDX-License-Identifier: BSL-1.0

#include "http/pool/route.hpp"

#include "http/pool/proxy_rules.hpp"
#include "text/ini_text.hpp"
#include "text/wiped_text.hpp"

#include <openssl/evp.h>

#include <string_view>

namespace dynasio::http {
namespace {

/// `Proxy-Authorization: Basic ...` (RFC 7617).
secret authorization_for(proxy_server const& proxy)
{
    if (proxy.user.empty() && proxy.password.empty())
        return {};
    constexpr std::string_view name = "Proxy-Authorization: Basic ";
    text::wiped_text plain;
    plain.text.reserve(proxy.user.size() + 1 + proxy.password.size());
    plain.text.append(proxy.user).append(1, ':').append(proxy.password.reveal());
    auto const encoded = 4 * ((plain.text.size() + 2) / 3);
    text::wiped_text line;
    line.text.resize(name.size() + encoded + 2); // the last byte of the encoding is overwritten
    line.text.replace(0, name.size(), name);
    EVP_EncodeBlock(reinterpret_cast<unsigned char*>(line.text.data() + name.size()),
        reinterpret_cast<unsigned char const*>(plain.text.data()), static_cast<int>(plain.text.size()));
    line.text.replace(name.size() + encoded, 2, "\r\n");
    return secret(line.text);
}

} // namespace

proxy_server const* proxy_for(proxy_options const& options, origin const& to)
{
    auto const& proxy = to.tls ? options.for_https : options.for_http;
    if (!proxy || is_never_proxied(to.host) || is_exempt(options.no_proxy, to))
        return nullptr;
    return &*proxy;
}

route::route(proxy_options const& options, origin const& to)
{
    auto const* const proxy = proxy_for(options, to);
    proxied = proxy != nullptr;
    next = proxied ? proxy->at : to;
    if (proxied)
        authorization = authorization_for(*proxy);
}

std::string authority_of(origin const& o)
{
    bool const is_ipv6 = o.host.find(':') != std::string::npos;
    return (is_ipv6 ? '[' + o.host + ']' : o.host) + ':' + std::to_string(o.port);
}

std::string connect_request(route const& way, origin const& to)
{
    auto const authority = authority_of(to);
    constexpr std::size_t fixed = 50;
    std::string request;
    request.reserve(
        fixed + 2 * authority.size() + way.authorization.size()); // in one place, as it may be secret
    request.append("CONNECT ").append(authority).append(" HTTP/1.1\r\nHost: ").append(authority);
    request.append("\r\n").append(way.authorization.reveal()).append("\r\n");
    return request;
}

std::string describe_refusal(unsigned status)
{
    auto text = "status " + std::to_string(status);
    if (status == 407)
        text += ": it wants other credentials, or some";
    return text;
}

} // namespace dynasio::http
