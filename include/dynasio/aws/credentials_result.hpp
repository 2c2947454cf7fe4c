// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_AWS_CREDENTIALS_RESULT_HPP
#define DYNASIO_AWS_CREDENTIALS_RESULT_HPP

#include <dynasio/aws/errc.hpp>
#include <dynasio/aws/resolved_credentials.hpp>

#include <boost/assert/source_location.hpp>
#include <boost/system/error_code.hpp>
#include <boost/system/result.hpp>

#include <memory>
#include <string>
#include <utility>

namespace dynasio::aws {

/// Why a provider has no credentials.
/// Has constructors on purpose, so that it may stand in a `co_await` expression on GCC 12.
struct credentials_error
{
    credentials_error() = default;
    credentials_error(boost::system::error_code why, std::string text) : code(why), detail(std::move(text)) {}

    /// `errc::credentials_not_configured` when nothing tells the provider what to do: a chain goes on to the next one.
    /// Any other code when it was told and it does not work: that ends a chain.
    boost::system::error_code code;

    /// What was looked for, where, and what is wrong with it, for people; holds no secret.
    std::string detail;

    /// The provider whose error this is, where that was asked for another one: a chain sets it. Empty: the one that was asked.
    std::string provider;
};

/// Credentials, never null, or why there are none.
using credentials_result =
    boost::system::result<std::shared_ptr<resolved_credentials const>, credentials_error>;

/// How a `credentials_result` without a value is thrown: as `boost::system::system_error`.
[[noreturn]] void throw_exception_from_error(credentials_error const& e, boost::source_location const& where);

} // namespace dynasio::aws

#endif
