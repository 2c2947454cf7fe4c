// SPDX-License-Identifier: BSL-1.0
//
// A client of a DynamoDB server, with everything between them in the test's hands: requests are recorded, responses get lost,
// other things happen meanwhile.

#ifndef DYNASIO_TESTS_INTEGRATION_STORES_INTERPOSED_CLIENT_HPP
#define DYNASIO_TESTS_INTEGRATION_STORES_INTERPOSED_CLIENT_HPP

#include "interposed_transport.hpp"
#include "support/local_dynamodb.hpp"
#include "support/shifted_clock.hpp"

#include <dynasio/client.hpp>
#include <dynasio/testing/recording_transport.hpp>

#include <boost/asio/io_context.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace dynasio::tests {

/// `sent` records what the client sends, behind `between`.
struct interposed_client
{
    std::shared_ptr<shifted_clock> clock;
    std::shared_ptr<dynasio::testing::recording_transport> sent;
    std::shared_ptr<interposed_transport> between;
    client owner;

    /// `settings` without transport and clock.
    interposed_client(boost::asio::io_context& context, client_options settings);

    /// The operations sent since `sent->clear()`.
    [[nodiscard]] std::vector<std::string> operations() const;
    [[nodiscard]] std::size_t count(std::string const& operation) const;
    /// The bodies of all requests of an operation.
    [[nodiscard]] std::vector<std::string> bodies(std::string const& operation) const;

    /// Ends transport and clock.
    void stop() const;
};

} // namespace dynasio::tests

#endif
