// SPDX-License-Identifier: BSL-1.0
//
// What the examples share: where their DynamoDB is, and names for tables that no other run has.

#ifndef DYNASIO_EXAMPLES_COMMON_EXAMPLE_HPP
#define DYNASIO_EXAMPLES_COMMON_EXAMPLE_HPP

#include <dynasio/client.hpp>

#include <boost/asio/awaitable.hpp>

#include <functional>
#include <string>

namespace examples {

/// What environment and profile files say. Where DYNAMODB_ENDPOINT is set, as `scripts/dynamodb-server run` does: that server,
/// with any keys where the environment has none.
dynasio::client_options connect_options();

/// Where that is, for people.
std::string where(dynasio::client_options const& options);

/// A few random letters.
std::string random_word();

/// Deletes the table, and waits until it is gone. One that is not there is fine.
boost::asio::awaitable<dynasio::result<void>> delete_table(dynasio::client client, std::string name);

/// The whole of a program that works on one table: runs `body` with a client and a name for a table that no other run has,
/// deletes the table afterwards, and prints what went wrong. Ends with what `main` returns.
int run_on_table(std::string const& program, std::string const& table,
    std::function<boost::asio::awaitable<void>(dynasio::client, std::string)> body);

} // namespace examples

#endif
