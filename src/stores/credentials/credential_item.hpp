// SPDX-License-Identifier: BSL-1.0
//
// Key pairs as items of the table and back.

#ifndef DYNASIO_SRC_STORES_CREDENTIALS_CREDENTIAL_ITEM_HPP
#define DYNASIO_SRC_STORES_CREDENTIALS_CREDENTIAL_ITEM_HPP

#include <dynasio/stores/credentials/binary_encoding.hpp>
#include <dynasio/stores/credentials/credential.hpp>
#include <dynasio/value/attribute_value.hpp>

#include <boost/describe/class.hpp>

#include <string>
#include <string_view>

namespace dynasio {

// The attributes that are read.
BOOST_DESCRIBE_STRUCT(credential, (), (id, public_key, salt))
BOOST_DESCRIBE_STRUCT(credential_owner, (), (sub, id, salt, secret_key_hash))

} // namespace dynasio

namespace dynasio::stores::credentials {

/// All attributes that are written.
struct stored_credential
{
    std::string sub{};
    std::string id{};
    std::string public_key{};
    binary secret_key_hash{};
    binary salt{};
};
BOOST_DESCRIBE_STRUCT(stored_credential, (), (sub, id, public_key, secret_key_hash, salt))

[[nodiscard]] item encode_credential(
    std::string_view sub, std::string_view id, credential_keys const& keys, binary_encoding encoding);

/// Needs `id`, `public_key` and `salt`; ignores all else. Throws `store_error` with `malformed_item`, naming
/// `table`, the item's key and the attribute, never its content. `known` is what the request tells of the key.
[[nodiscard]] credential decode_credential(
    item const& stored, binary_encoding encoding, std::string_view table, item known = {});

/// Needs `sub`, `id`, `salt` and `secret_key_hash`. Throws like `decode_credential`.
[[nodiscard]] credential_owner decode_credential_owner(
    item const& stored, binary_encoding encoding, std::string_view table);

} // namespace dynasio::stores::credentials

#endif
