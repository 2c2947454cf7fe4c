// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_STORES_STORE_ERRC_HPP
#define DYNASIO_STORES_STORE_ERRC_HPP

#include <boost/system/error_category.hpp>
#include <boost/system/error_code.hpp>

#include <type_traits>

namespace dynasio {

/// Why an operation of a store failed although DynamoDB and the transport worked.
enum class store_errc
{
    bad_input = 1,  ///< an argument is invalid; nothing was sent
    conflict,       ///< conflicting writes, or the record does not meet a condition; this call stored nothing
    already_exists, ///< the record exists, and the operation does not replace records
    malformed_item, ///< a stored item does not have the form that this store writes; see table, key and attribute
    schema_mismatch, ///< the table exists, but with other keys or indexes than the store needs
    unfinished,      ///< incomplete; the error has the remaining keys, and the same call continues from there
    not_found,       ///< the record to change or delete does not exist
    does_not_fit, ///< the update would leave a record that the struct cannot hold, such as a sum out of range; nothing was changed
    too_large, ///< an item of a document would be larger than 400 KB, or a transaction than its limits; nothing was sent
    not_a_document,     ///< the item with the key of a document has no metadata of one
    dangling_shard,     ///< a document refers to a shard that does not exist
    untrusted_shard,    ///< a document refers to a table that the store may not use
    too_deep,           ///< a document has more levels, or more shards, than the store's options allow
    decrypt_failed,     ///< a value was encrypted with another key or for another place, or it was changed
    not_encrypted,      ///< a value is not encrypted, although there is a key for it
    unencryptable_path, ///< the legacy form of encryption has no value for this place or type
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
