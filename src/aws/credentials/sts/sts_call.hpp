// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_AWS_CREDENTIALS_STS_STS_CALL_HPP
#define DYNASIO_SRC_AWS_CREDENTIALS_STS_STS_CALL_HPP

#include <dynasio/aws/credential_options.hpp>
#include <dynasio/aws/credentials_provider.hpp>
#include <dynasio/aws/endpoint.hpp>

#include <boost/asio/awaitable.hpp>

#include <memory>
#include <string>
#include <string_view>

namespace dynasio::aws::detail {

/// The part of the body that both actions have; `now` makes up a name where the session has none.
std::string sts_body(
    std::string_view action, std::string_view role_arn, std::string_view session_name, http::wall_time now);

/// Posts `body`, signed by `signer` unless that is null, and reads the keys of the response. `what` begins error texts.
/// They show neither the secrets of `signer` nor `token`, which is another secret of the body; empty for none.
/// Sets `signer_refused` where STS knows the signer's credentials no longer.
/// Lifetimes: all arguments by reference must outlive the operation.
boost::asio::awaitable<credentials_result> call_sts(provider_context const& with, endpoint const& where,
    std::string body, std::shared_ptr<resolved_credentials const> signer, std::string_view token,
    std::string const& what, bool& signer_refused);

/// Throws `configuration_error` (`invalid_value`) for a role without ARN or a session name that STS does not take.
void check_role(std::string_view role_arn, std::string_view session_name);

} // namespace dynasio::aws::detail

#endif
