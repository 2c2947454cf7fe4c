// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_STORES_URLS_URL_ERRC_HPP
#define DYNASIO_STORES_URLS_URL_ERRC_HPP

#include <boost/system/error_category.hpp>
#include <boost/system/error_code.hpp>

#include <type_traits>

namespace dynasio {

/// Why an operation of a `url_store` failed, where the connection did not.
enum class url_errc
{
    bad_input = 1,      ///< an argument is invalid; nothing was sent
    not_connected,      ///< the store is not connected; nothing was sent
    key_not_found,      ///< there is no such key, or the user may not see it: 404
    not_authorized,     ///< the user may not do this: 401 or 403
    conflict,           ///< a condition of the request does not hold; nothing was written: 412
    http_error,         ///< any other status that is no success; see `url_error_details::http_status`
    malformed_response, ///< the response does not have the form that it must have, or exceeds a limit
    redirect_refused,   ///< the server refers to another place, to which this request must not go
    does_not_fit,       ///< the metadata does not fit the C++ type
};

/// The category of `url_errc`.
boost::system::error_category const& url_category() noexcept;

/// Makes `url_errc` convertible to `error_code`.
inline boost::system::error_code make_error_code(url_errc e) noexcept
{
    return {static_cast<int>(e), url_category()};
}

} // namespace dynasio

template <>
struct boost::system::is_error_code_enum<dynasio::url_errc> : std::true_type
{};

#endif
