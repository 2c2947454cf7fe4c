// SPDX-License-Identifier: BSL-1.0
//
// Both stores on a DynamoDB server, with tables of their own, a clock for versions that the test sets, and
// everything between them and the server in the test's hands: requests are recorded, answers get lost, other
// things happen meanwhile.

#ifndef DYNASIO_TESTS_INTEGRATION_STORES_STORE_FIXTURE_HPP
#define DYNASIO_TESTS_INTEGRATION_STORES_STORE_FIXTURE_HPP

#include "interposed_client.hpp"
#include "support/local_dynamodb.hpp"

#include <dynasio/stores/credential_store.hpp>
#include <dynasio/stores/spec_store.hpp>
#include <dynasio/stores/store_error.hpp>
#include <dynasio/testing/recording_transport.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace dynasio::tests {

namespace asio = boost::asio;

/// What a test works with.
struct stores : interposed_client
{
    spec_store specs;
    credential_store credentials;
};

class store_cases : public local_dynamodb
{
protected:
    [[nodiscard]] spec_store_options spec_options() const;
    [[nodiscard]] credential_store_options credential_options() const;

    /// The time that new versions get.
    void set_time(double seconds);
    [[nodiscard]] std::chrono::system_clock::time_point time() const { return time_; }

    /// Runs `body(stores&)` with tables made and nothing recorded yet.
    template <class Body>
    void run_stores(Body body)
    {
        run_stores_with([&](asio::io_context&, stores& s) { return body(s); });
    }

    void run_stores_with(std::function<asio::awaitable<void>(asio::io_context&, stores&)> body);

private:
    std::chrono::system_clock::time_point time_{std::chrono::seconds(1'700'000'000)};
};

/// A spec with this id.
spec make_spec(std::string id, std::string version, std::int64_t model_count = 1);

asio::awaitable<spec_info> save(spec_store const& specs, std::string sub, std::string id, std::string version,
    std::int64_t model_count = 1);

/// Everything in a table, in no order.
asio::awaitable<std::vector<item>> scan(client c, std::string table);

/// Runs all side by side on the caller's executor, and ends when all have; throws what the first failure
/// threw.
asio::awaitable<void> together(std::vector<asio::awaitable<void>> all);

/// Awaits the operation, which must end with a `store_error` of this code; ends with its details.
template <class T>
asio::awaitable<store_error_details> failure(asio::awaitable<T> operation, store_errc code)
{
    store_error_details details;
    bool thrown = false;
    try
    {
        (void)co_await std::move(operation);
    }
    catch (store_error const& e)
    {
        thrown = true;
        details = e.details();
    }
    if (!thrown)
        ADD_FAILURE() << "expected a failure: " << make_error_code(code).message();
    else
        EXPECT_EQ(make_error_code(details.code), code) << details.attribute << ' ' << details.reason;
    co_return details;
}

} // namespace dynasio::tests

#endif
