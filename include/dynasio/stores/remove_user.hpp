// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_STORES_REMOVE_USER_HPP
#define DYNASIO_STORES_REMOVE_USER_HPP

#include <dynasio/call_options.hpp>
#include <dynasio/stores/credential_store.hpp>
#include <dynasio/stores/spec_store.hpp>

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <string>

namespace dynasio {

/// The numbers of items deleted by `remove_user`.
struct removed_user
{
    std::size_t spec_items = 0; ///< versions and latest items
    std::size_t credentials = 0;
};

/// Deletes all specs of a user, then all key pairs, under one deadline, by default that of `specs`.
/// Do not save for this user concurrently, see `spec_store::remove_all`.
/// Errors: as `remove_all` of either store. After a failure, the same call continues from there. `may_have_been_applied` of an
/// error tells about both stores.
/// Requests: those of `remove_all` of both stores.
/// Lifetimes: the clients must outlive the operation.
boost::asio::awaitable<removed_user> remove_user(
    spec_store const& specs, credential_store const& credentials, std::string sub, call_options options = {});

} // namespace dynasio

#endif
