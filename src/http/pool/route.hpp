// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_HTTP_POOL_ROUTE_HPP
#define DYNASIO_SRC_HTTP_POOL_ROUTE_HPP

#include <dynasio/http/proxy.hpp>

#include <string>

namespace dynasio::http {

/// The proxy for an origin; null where it is reached directly.
proxy_server const* proxy_for(proxy_options const& options, origin const& to);

/// How many layers of TLS there are on the way, that of the origin included.
inline int tls_layers(proxy_options const& options, origin const& to)
{
    auto const* const proxy = proxy_for(options, to);
    return int(to.tls) + int(proxy && proxy->at.tls);
}

/// How an origin is reached.
struct route
{
    route(proxy_options const& options, origin const& to);

    /// Whether connections lead through a tunnel.
    [[nodiscard]] bool tunnels(origin const& to) const noexcept { return proxied && to.tls; }

    /// Whether the proxy gets the requests themselves.
    [[nodiscard]] bool forwards(origin const& to) const noexcept { return proxied && !to.tls; }

    /// The proxy, or the origin itself.
    origin next;
    bool proxied;
    /// The line of the header with the credentials for the proxy; empty where there are none.
    secret authorization;
};

/// Host and port, in the form that CONNECT and error texts have them. IPv6 in brackets.
std::string authority_of(origin const& o);

/// The request for a tunnel. The caller overwrites it where the route has credentials.
std::string connect_request(route const& way, origin const& to);

/// What a proxy answered instead of doing what was asked, for people.
std::string describe_refusal(unsigned status);

} // namespace dynasio::http

#endif
