// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_STORES_CREATE_TABLES_HPP
#define DYNASIO_STORES_CREATE_TABLES_HPP

#include <dynasio/call_options.hpp>
#include <dynasio/stores/credential_store.hpp>
#include <dynasio/stores/spec_store.hpp>

#include <boost/asio/awaitable.hpp>

namespace dynasio {

/// Makes the tables of both stores side by side, or sees that they are as they must be, and waits until they
/// can be used: 5 minutes without a `timeout`. Can be called again at any time. Uses the client of `specs`.
/// Errors: `store_error` with `schema_mismatch` says how an existing table differs; those of the client.
/// Requests: one DescribeTable for each table that is there; else CreateTable, and DescribeTable until it is
/// ACTIVE.
/// Lifetimes: the client has to live on.
boost::asio::awaitable<void> create_tables(
    spec_store const& specs, credential_store const& credentials, call_options options = {});

} // namespace dynasio

#endif
