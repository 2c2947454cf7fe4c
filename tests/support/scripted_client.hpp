// SPDX-License-Identifier: BSL-1.0
//
// A client on a scripted transport and a clock moved by the test: no network, no waiting. The context is run
// until nothing is ready, then the clock moves to the next alarm, and so on until the test has ended.

#ifndef DYNASIO_TESTS_SUPPORT_SCRIPTED_CLIENT_HPP
#define DYNASIO_TESTS_SUPPORT_SCRIPTED_CLIENT_HPP

#include "support/coroutine_test.hpp"

#include <dynasio/aws/credential_providers.hpp>
#include <dynasio/client.hpp>
#include <dynasio/testing/manual_clock.hpp>
#include <dynasio/testing/run.hpp>
#include <dynasio/testing/scripted_transport.hpp>

#include <boost/asio/io_context.hpp>

#include <exception>
#include <memory>
#include <optional>
#include <utility>

namespace dynasio::tests {

struct scripted_client
{
    boost::asio::io_context context{1};
    std::shared_ptr<dynasio::testing::manual_clock> clock =
        std::make_shared<dynasio::testing::manual_clock>();
    std::shared_ptr<dynasio::testing::scripted_transport> server =
        std::make_shared<dynasio::testing::scripted_transport>(clock);
    std::shared_ptr<http::transport> transport = server; ///< of the clients that are made

    /// One attempt per call, unless said otherwise.
    client_options options(unsigned max_attempts = 1)
    {
        client_options result;
        result.region = "us-east-1";
        result.credentials = aws::static_credentials({"AKID", sigv4::secret("secret")});
        result.transport = transport;
        result.clock = clock;
        result.random_seed = 7;
        result.retry.max_attempts = max_attempts;
        return result;
    }

    client make(unsigned max_attempts = 1, std::shared_ptr<aws::credentials_provider> credentials = nullptr)
    {
        auto wanted = options(max_attempts);
        if (credentials)
            wanted.credentials = std::move(credentials);
        return {context.get_executor(), wanted};
    }

    /// Runs the coroutine that `body` makes to its end, then the script must have been played. `at_rest` is
    /// called each time that only time could make something happen; it returns whether it did something
    /// itself.
    template <class Body, class AtRest>
    void run(Body body, AtRest at_rest)
    {
        try
        {
            dynasio::testing::run_options options;
            options.at_rest = std::move(at_rest);
            dynasio::testing::run(context, *clock, std::move(body), options);
        }
        catch (dynasio::testing::never_ends const& e)
        {
            ADD_FAILURE() << e.what();
        }
        catch (...)
        {
            report_failure(std::current_exception());
        }
        EXPECT_EQ(server->report(), "");
        EXPECT_EQ(clock->pending_alarms(), 0u) << "the test ended, but left alarms behind";
    }

    template <class Body>
    void run(Body body)
    {
        run(std::move(body), nullptr);
    }

    /// Runs the operation that `begin` begins. Its error; empty if it succeeds.
    template <class Begin>
    std::optional<error> failure_of(Begin begin)
    {
        std::optional<error> failure;
        run(
            [&]() -> boost::asio::awaitable<void>
            {
                try
                {
                    co_await begin();
                }
                catch (operation_error const& e)
                {
                    failure = e.error();
                }
            });
        return failure;
    }
};

} // namespace dynasio::tests

#endif
