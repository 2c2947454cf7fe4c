// SPDX-License-Identifier: BSL-1.0

#include "stores/credentials/credential_item.hpp"

#include "stores/stored_item.hpp"

#include <utility>

namespace dynasio::stores::credentials {

namespace {

template <class T>
T decode(item const& stored, std::string_view table, item known = {})
{
    auto const key = [&] { return complete_key(std::move(known), stored, {"sub", "id"}); };
    return decode_stored_item<T>(stored, table, key);
}

} // namespace

item encode_credential(
    std::string_view sub, std::string_view id, credential_keys const& keys, binary_encoding encoding)
{
    return to_item(stored_credential{.sub = std::string(sub),
        .id = std::string(id),
        .public_key = keys.public_key,
        .secret_key_hash = encode_stored_bytes(keys.secret_key_hash, encoding),
        .salt = encode_stored_bytes(keys.salt, encoding)});
}

credential decode_credential(item const& stored, binary_encoding encoding, std::string_view table, item known)
{
    auto result = decode<credential>(stored, table, std::move(known));
    result.salt = decode_stored_bytes(std::move(result.salt), encoding);
    return result;
}

credential_owner decode_credential_owner(item const& stored, binary_encoding encoding, std::string_view table)
{
    auto result = decode<credential_owner>(stored, table);
    result.salt = decode_stored_bytes(std::move(result.salt), encoding);
    result.secret_key_hash = decode_stored_bytes(std::move(result.secret_key_hash), encoding);
    return result;
}

} // namespace dynasio::stores::credentials
