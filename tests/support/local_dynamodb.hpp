// SPDX-License-Identifier: BSL-1.0
//
// Tests against a DynamoDB server. Its address is in the environment variable DYNAMODB_ENDPOINT, the keys that it takes are
// in those of AWS tools, as `scripts/dynamodb-server run` sets them. Each test has table names of its own and deletes these
// tables at the end, so runs may overlap.

#ifndef DYNASIO_TESTS_SUPPORT_LOCAL_DYNAMODB_HPP
#define DYNASIO_TESTS_SUPPORT_LOCAL_DYNAMODB_HPP

#include "support/coroutine_test.hpp"

#include <dynasio/client.hpp>
#include <dynasio/http/message.hpp>
#include <dynasio/operations/create_table.hpp>
#include <dynasio/sigv4/credentials.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <gtest/gtest.h>

#include <optional>
#include <string>

namespace dynasio::tests {

/// Empty when there is none.
std::string local_endpoint();

/// The name of a server that scripts/dynamodb-server started; empty for another one.
std::string local_server();

/// The keys of the environment; any, where it has none.
sigv4::credentials server_credentials();

/// Temporary credentials of a server that verifies signatures. Empty for a server that does not.
std::optional<sigv4::credentials> session_credentials();

/// Signs a request again that a test has changed after the client signed it, with `server_credentials`.
void sign_again(http::request& r);

class local_dynamodb : public ::testing::Test
{
protected:
    local_dynamodb();

    /// Skips the test when there is no server.
    void SetUp() override;

    /// Deletes the tables whose names begin as `table_name` makes them.
    void TearDown() override;

    /// A client's options for the server.
    [[nodiscard]] client_options options() const;
    [[nodiscard]] client make_client(boost::asio::any_io_executor executor) const
    {
        return {executor, options()};
    }

    /// A name that no other test has.
    [[nodiscard]] std::string table_name(std::string const& what) const { return prefix_ + what; }

    /// Runs `body(client)` on a context of its own, with a limit of real time.
    template <class Body>
    void run(Body body)
    {
        boost::asio::io_context context(1);
        run_coroutine(context,
            [&]() -> boost::asio::awaitable<void>
            {
                auto const own = make_client(context.get_executor());
                co_await body(own);
            });
    }

private:
    std::string prefix_;
};

/// The request that makes a table, on demand: partition key `id` of type S, and a sort key of type N where
/// named.
create_table_input table_request(std::string const& name, std::string const& sort_key = {});

/// Makes the table of `table_request`, ready to be used.
boost::asio::awaitable<void> make_table(client c, std::string name, std::string sort_key = {});

/// Stores the item; for tests in which that must work.
boost::asio::awaitable<void> put(client c, std::string table, item what);

/// The item with this key, by a consistent read.
boost::asio::awaitable<std::optional<item>> get(client c, std::string table, item key);

/// `{"id": id}`
item id_key(std::string const& id);

} // namespace dynasio::tests

#endif
