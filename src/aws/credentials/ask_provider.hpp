// SPDX-License-Identifier: BSL-1.0
//
// One `get` of a provider, whatever it does, and what its failures are called.

#ifndef DYNASIO_SRC_AWS_CREDENTIALS_ASK_PROVIDER_HPP
#define DYNASIO_SRC_AWS_CREDENTIALS_ASK_PROVIDER_HPP

#include <dynasio/aws/credentials_provider.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/system/error_code.hpp>

#include <exception>
#include <string>

namespace dynasio::aws::detail {

credentials_error failure_of(
    credentials_provider const& provider, boost::system::error_code code, std::string const& why);

/// What an exception of a provider means.
credentials_error failure_of(credentials_provider const& provider, std::exception_ptr thrown);

/// The provider has not ended in its time.
credentials_error too_late(credentials_provider const& provider);

/// What `get` ends with; an exception and null are failures. Lifetimes: the arguments must outlive the operation.
/// Cancellation: that of `get`.
boost::asio::awaitable<credentials_result> ask_provider(
    credentials_provider& provider, provider_context const& with);

} // namespace dynasio::aws::detail

#endif
