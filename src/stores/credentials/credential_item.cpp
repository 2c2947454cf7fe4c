// SPDX-License-Identifier: BSL-1.0

#include "stores/credentials/credential_item.hpp"

#include "stores/stored_item.hpp"

#include <boost/describe/class.hpp>

namespace dynasio {

namespace detail {

namespace {

struct stored_credential
{
    std::string sub{};
    std::string id{};
    std::string public_key{};
    binary secret_key_hash{};
    binary salt{};
};
BOOST_DESCRIBE_STRUCT(stored_credential, (), (sub, id, public_key, secret_key_hash, salt))

struct shown_credential
{
    std::string id{};
    std::string public_key{};
    binary salt{};
};
BOOST_DESCRIBE_STRUCT(shown_credential, (), (id, public_key, salt))

struct stored_owner
{
    std::string sub{};
    std::string id{};
    binary secret_key_hash{};
    binary salt{};
};
BOOST_DESCRIBE_STRUCT(stored_owner, (), (sub, id, secret_key_hash, salt))

} // namespace

} // namespace detail

item encode_credential(
    std::string_view sub, std::string_view id, credential_keys const& keys, binary_encoding encoding)
{
    detail::stored_credential whole;
    whole.sub = sub;
    whole.id = id;
    whole.public_key = keys.public_key;
    whole.secret_key_hash = encode_stored_bytes(keys.secret_key_hash, encoding);
    whole.salt = encode_stored_bytes(keys.salt, encoding);
    return to_item(whole);
}

credential decode_credential(item const& stored, binary_encoding encoding, std::string_view table)
{
    auto read = detail::read_stored<detail::shown_credential>(
        stored, table, [&] { return detail::part_of(stored, {"sub", "id"}); });
    credential result;
    result.id = std::move(read.id);
    result.public_key = std::move(read.public_key);
    result.salt = decode_stored_bytes(std::move(read.salt), encoding);
    return result;
}

credential_owner decode_credential_owner(item const& stored, binary_encoding encoding, std::string_view table)
{
    auto read = detail::read_stored<detail::stored_owner>(
        stored, table, [&] { return detail::part_of(stored, {"sub", "id"}); });
    credential_owner result;
    result.sub = std::move(read.sub);
    result.id = std::move(read.id);
    result.salt = decode_stored_bytes(std::move(read.salt), encoding);
    result.secret_key_hash = decode_stored_bytes(std::move(read.secret_key_hash), encoding);
    return result;
}

} // namespace dynasio
