// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_HTTP_PROXY_HPP
#define DYNASIO_HTTP_PROXY_HPP

#include <dynasio/http/message.hpp>
#include <dynasio/secret.hpp>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace dynasio::http {

/// An HTTP proxy, and who we are to it.
struct proxy_server
{
    proxy_server() {}
    explicit proxy_server(origin where) : at(std::move(where)) {}

    /// With `tls`, the connection to the proxy is secured too, and the certificate of the proxy is checked against this
    /// host, with the trust of `tls_options`. It gets no client certificate of ours.
    origin at;

    /// Sent with Basic authentication; a proxy without `tls` gets both in the clear. Both empty: nothing is sent. Neither
    /// has control characters, and the user no colon.
    std::string user;
    secret password;
};

/// Which origins are reached through which proxy.
///
/// Never through a proxy, whatever is configured: hosts of this machine (`localhost`, names below it, 127.0.0.0/8, ::1,
/// 0.0.0.0, ::), and the addresses of the instance and container metadata services (169.254.169.254, fd00:ec2::254,
/// 169.254.170.2, 169.254.170.23, fd00:ec2::23), however they are written.
struct proxy_options
{
    proxy_options() {}

    /// For origins with TLS: a tunnel (CONNECT), in which the certificate of the origin is checked as ever.
    std::optional<proxy_server> for_https;

    /// For origins without TLS: the proxy gets each request with its whole URL, and may read and change all of it.
    std::optional<proxy_server> for_http;

    /// What is reached directly all the same. `*`: everything. A name, with or without a dot before it: that host and all
    /// below it. An address, or a network such as `10.0.0.0/8` and `fd00::/8`: these addresses, where a host is given by
    /// its address; names are not resolved for it. A name or an address with `:port`, IPv6 in brackets: that port only.
    /// Entries that are none of these match nothing.
    std::vector<std::string> no_proxy;
};

} // namespace dynasio::http

#endif
