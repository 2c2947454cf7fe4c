// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_AWS_CREDENTIALS_CONTAINER_CONTAINER_URI_HPP
#define DYNASIO_SRC_AWS_CREDENTIALS_CONTAINER_CONTAINER_URI_HPP

#include "http/message/url.hpp"

#include <dynasio/aws/environment.hpp>

#include <boost/asio/ip/address.hpp>

#include <optional>

namespace dynasio::aws::detail {

/// Where the agent of a container is: `AWS_CONTAINER_CREDENTIALS_RELATIVE_URI` on `http://169.254.170.2`, else
/// `AWS_CONTAINER_CREDENTIALS_FULL_URI`; nothing when neither is set. Throws `configuration_error` (`invalid_value`) for one that is no URL, or
/// that goes by `http` to an address that is not allowed; a host name is still to be resolved.
std::optional<http::url> resolve_container_uri(environment const& env);

/// Whether a token may go to this address in clear: loopback, and the agents of ECS and EKS.
bool is_container_address(boost::asio::ip::address const& address);

} // namespace dynasio::aws::detail

#endif
