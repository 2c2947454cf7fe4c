// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_STORES_STORE_ERRC_HPP
#define DYNASIO_STORES_STORE_ERRC_HPP

#include <boost/system/error_category.hpp>
#include <boost/system/error_code.hpp>

#include <type_traits>

namespace dynasio {

/// Why an operation of a store failed, where DynamoDB and the transport did their part.
enum class store_errc
{
    bad_input = 1, ///< an argument cannot be stored; nothing was sent
    conflict, ///< other writes came between, or the record does not meet a condition; nothing of this call was stored
    already_exists,  ///< the record is there already, and it was not to be replaced
    malformed_item,  ///< a stored item is not what this store writes; see table, key and attribute
    schema_mismatch, ///< the table exists, but with other keys or indexes than this store needs
    unfinished, ///< not everything was done; the keys left are in the error, the same call goes on from there
    not_found,  ///< there is no such record to be changed or deleted
};

/// The category of `store_errc`.
boost::system::error_category const& store_category() noexcept;

/// Makes `store_errc` convertible to `error_code`.
inline boost::system::error_code make_error_code(store_errc e) noexcept
{
    return {static_cast<int>(e), store_category()};
}

} // namespace dynasio

template <>
struct boost::system::is_error_code_enum<dynasio::store_errc> : std::true_type
{};

#endif
