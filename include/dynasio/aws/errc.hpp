// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_AWS_ERRC_HPP
#define DYNASIO_AWS_ERRC_HPP

#include <boost/system/error_category.hpp>
#include <boost/system/error_code.hpp>

#include <type_traits>

namespace dynasio::aws {

/// Errors of the configuration or of the AWS credentials. A retry does not help against any of them.
enum class errc
{
    malformed_profile_file = 1, ///< a config or credentials file has a broken structure
    unreadable_file,            ///< a file is there but cannot be read
    profile_not_found,          ///< the profile that was asked for is in no file
    invalid_value,              ///< a variable, property or argument has a value that it cannot have
    missing_region,             ///< a region is needed, none is configured
    invalid_region,             ///< the region cannot be part of a host name
    invalid_endpoint,           ///< an endpoint URL is malformed, or contradicts other settings
    not_supported,              ///< the configuration asks for something that this library cannot do (yet)
    credentials_not_configured, ///< nothing says which credentials to use; a chain goes on to the next
                                ///< provider
    credentials_incomplete,     ///< credentials are configured, but a part is missing
    credentials_failed,         ///< credentials are configured, but could not be obtained
    login_expired,              ///< a person has to log in again: `aws sso login`, `aws login`
    unwritable_file,            ///< a file could not be replaced
};

/// The category of `aws::errc`.
boost::system::error_category const& error_category() noexcept;

/// Makes `aws::errc` convertible to `error_code`.
inline boost::system::error_code make_error_code(errc e) noexcept
{
    return {static_cast<int>(e), error_category()};
}

} // namespace dynasio::aws

template <>
struct boost::system::is_error_code_enum<dynasio::aws::errc> : std::true_type
{};

#endif
