// SPDX-License-Identifier: BSL-1.0
//
// Which origins are reached without a proxy.

#ifndef DYNASIO_SRC_HTTP_POOL_PROXY_RULES_HPP
#define DYNASIO_SRC_HTTP_POOL_PROXY_RULES_HPP

#include <dynasio/http/message.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace dynasio::http {

/// Whether the host is this machine, or a metadata service that only this machine can ask.
bool is_never_proxied(std::string_view host);

/// Whether an entry of `proxy_options::no_proxy` names the origin.
bool is_exempt(std::vector<std::string> const& no_proxy, origin const& to);

} // namespace dynasio::http

#endif
