// SPDX-License-Identifier: BSL-1.0
//
// Where the hashes of secret keys are computed, and what a cancellation does to them. The executor for them runs when the
// test says so.

#include "support/scripted_client.hpp"

#include <dynasio/stores/credential_store.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

namespace dynasio::tests {
namespace {

namespace asio = boost::asio;

struct authenticate : ::testing::Test
{
    authenticate()
    {
        options.hash_rounds = 1;
        options.derivation_executor = workers.get_executor();
    }

    /// Begins; what it ends with is in `found` and `code`.
    void begin()
    {
        world.server->expect("Query").reply(200, R"({"Items":[]})");
        credential_store store(owner, options);
        asio::co_spawn(world.context, store.authenticate("key", secret("wrong")),
            asio::bind_cancellation_slot(signal.slot(),
                [this](std::exception_ptr failure, std::optional<std::string> sub)
                {
                    ended = true;
                    found = sub;
                    try
                    {
                        if (failure)
                            std::rethrow_exception(failure);
                    }
                    catch (boost::system::system_error const& e)
                    {
                        code = e.code();
                    }
                }));
        poll(world.context);
    }

    static void poll(asio::io_context& context)
    {
        context.restart();
        context.poll();
    }

    scripted_client world;
    asio::io_context workers;
    credential_store_options options;
    client owner = world.make();
    asio::cancellation_signal signal;
    bool ended = false;
    std::optional<std::string> found;
    boost::system::error_code code;
};

TEST_F(authenticate, computes_on_the_executor_for_it)
{
    begin();
    EXPECT_FALSE(ended);
    EXPECT_GT(workers.poll(), 0U);
    EXPECT_FALSE(ended);
    poll(world.context);
    EXPECT_TRUE(ended);
    EXPECT_FALSE(code) << code;
    EXPECT_FALSE(found);
}

TEST_F(authenticate, cancelled_before_the_computation_ends_without_it)
{
    begin();
    signal.emit(asio::cancellation_type::terminal);
    poll(world.context);
    workers.poll(); // would throw what belongs to the caller
    poll(world.context);
    EXPECT_TRUE(ended);
    EXPECT_EQ(code, asio::error::operation_aborted);
}

TEST_F(authenticate, cancelled_after_the_computation_reaches_nothing_that_has_ended)
{
    begin();
    workers.poll();
    signal.emit(asio::cancellation_type::terminal);
    poll(workers);
    poll(world.context);
    poll(workers);
    EXPECT_TRUE(ended);
}

} // namespace
} // namespace dynasio::tests
