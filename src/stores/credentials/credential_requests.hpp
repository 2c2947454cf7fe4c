// SPDX-License-Identifier: BSL-1.0
//
// The requests of `credential_store`. Pure.

#ifndef DYNASIO_SRC_STORES_CREDENTIALS_CREDENTIAL_REQUESTS_HPP
#define DYNASIO_SRC_STORES_CREDENTIALS_CREDENTIAL_REQUESTS_HPP

#include <dynasio/operations/delete_item.hpp>
#include <dynasio/operations/get_item.hpp>
#include <dynasio/operations/query.hpp>
#include <dynasio/stores/credentials/credential_store_options.hpp>

#include <string>
#include <string_view>

namespace dynasio::detail {

item credential_key(std::string_view sub, std::string_view id);

/// Without the hash.
get_item_input get_credential_request(
    std::string const& table, std::string_view sub, std::string_view id, bool consistent);

/// Without the hashes.
query_input list_credentials_request(std::string const& table, std::string_view sub, bool consistent);

/// The table keys of all key pairs of a user.
query_input find_credentials_request(std::string const& table, std::string_view sub);

query_input find_owners_request(credential_store_options const& store, std::string_view public_key);

/// Deletes one, and says what it was.
delete_item_input remove_credential_request(
    std::string const& table, std::string_view sub, std::string_view id);

} // namespace dynasio::detail

#endif
