// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_CALL_USER_AGENT_HPP
#define DYNASIO_SRC_CALL_USER_AGENT_HPP

#include <dynasio/aws/retry.hpp>

#include <string>
#include <string_view>

namespace dynasio::call {

/// The value of the `User-Agent` header, in the form of user agent 2.1 but in this library's own name.
/// Throws `std::invalid_argument` for an application id over 50 characters.
std::string user_agent(std::string_view app_id, aws::retry_mode mode);

} // namespace dynasio::call

#endif
