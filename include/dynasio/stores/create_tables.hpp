// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_STORES_CREATE_TABLES_HPP
#define DYNASIO_STORES_CREATE_TABLES_HPP

#include <dynasio/call_options.hpp>
#include <dynasio/stores/credential_store.hpp>
#include <dynasio/stores/spec_store.hpp>

#include <boost/asio/awaitable.hpp>

namespace dynasio {

/// Creates the tables of both stores concurrently, or verifies the schema of existing ones, and waits until they can be
/// used: 5 minutes without a `timeout`. May be called repeatedly. Uses the client of `specs`.
/// Errors: `store_error` with `schema_mismatch` and the difference of an existing table; those of the client.
/// Requests: one DescribeTable for each existing table; otherwise CreateTable, and DescribeTable until it is ACTIVE.
/// Lifetimes: the client must outlive the operation.
boost::asio::awaitable<void> create_tables(
    spec_store const& specs, credential_store const& credentials, call_options options = {});

} // namespace dynasio

#endif
