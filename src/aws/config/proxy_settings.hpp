// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_AWS_CONFIG_PROXY_SETTINGS_HPP
#define DYNASIO_SRC_AWS_CONFIG_PROXY_SETTINGS_HPP

#include <dynasio/aws/environment.hpp>
#include <dynasio/http/proxy.hpp>

namespace dynasio::aws::detail {

/// The proxies of the environment: `https_proxy`, else `HTTPS_PROXY`; `http_proxy`; `no_proxy`, else `NO_PROXY`. Throws
/// `configuration_error` (`invalid_value`; `not_supported` for SOCKS) that names the variable, but shows nothing of its value, which
/// may have a password.
http::proxy_options proxy_settings(environment const& env);

} // namespace dynasio::aws::detail

#endif
