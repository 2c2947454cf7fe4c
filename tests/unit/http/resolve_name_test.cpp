// SPDX-License-Identifier: BSL-1.0
//
// Questions to the system's resolver, which answers when it likes: those who wait end before, and nothing is left.

#include "http/pool/resolve_name.hpp"

#include <dynasio/http/errc.hpp>
#include <dynasio/testing/manual_clock.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/system/system_error.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <exception>
#include <memory>
#include <optional>
#include <string>

namespace dynasio::http {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

class name_resolution : public ::testing::Test
{
protected:
    void start(std::string host, time_point deadline = no_deadline)
    {
        auto keep = [this](std::exception_ptr thrown, resolved_name found)
        {
            thrown_ = thrown;
            found_ = std::move(found);
        };
        asio::co_spawn(*context_, resolve_name(time_, std::move(host), deadline),
            asio::bind_cancellation_slot(cancelling_.slot(), keep));
    }

    /// Until nothing is left to do.
    void run() { context_->run_for(60s); }

    std::shared_ptr<testing::manual_clock> const time_ = std::make_shared<testing::manual_clock>();
    std::optional<asio::io_context> context_ = std::optional<asio::io_context>(std::in_place, 1);
    asio::cancellation_signal cancelling_;
    std::exception_ptr thrown_;
    std::optional<resolved_name> found_;
};

TEST_F(name_resolution, finds_the_addresses_of_a_host)
{
    start("localhost", time_->now() + 1s);
    run();
    ASSERT_TRUE(found_ && found_->has_value());
    ASSERT_FALSE((*found_)->empty());
    for (auto const& each : **found_)
        EXPECT_TRUE(each.is_loopback()) << each;
}

TEST_F(name_resolution, tells_that_a_name_is_none)
{
    start(std::string(300, 'a')); // longer than DNS allows, so that nobody is asked
    run();
    ASSERT_TRUE(found_);
    ASSERT_TRUE(found_->has_error());
    EXPECT_EQ(found_->error(), errc::no_address) << found_->error().message();
}

TEST_F(name_resolution, ends_at_its_deadline)
{
    start("localhost", time_->now());
    run();
    ASSERT_TRUE(found_ && found_->has_error());
    EXPECT_EQ(found_->error(), asio::error::timed_out);
}

TEST_F(name_resolution, ends_when_the_clock_is_stopped)
{
    time_->stop();
    start("localhost", time_->now() + 1s);
    run();
    ASSERT_TRUE(found_ && found_->has_error());
    EXPECT_EQ(found_->error(), asio::error::operation_aborted);
}

TEST_F(name_resolution, ends_when_it_is_cancelled)
{
    start("localhost");
    context_->poll_one(); // begins; the answer cannot be seen before the next step
    cancelling_.emit(asio::cancellation_type::terminal);
    run();
    if (thrown_)
    {
        try
        {
            std::rethrow_exception(thrown_);
        }
        catch (boost::system::system_error const& e)
        {
            EXPECT_EQ(e.code(), asio::error::operation_aborted);
        }
        return;
    }
    ASSERT_TRUE(found_ && found_->has_error());
    EXPECT_EQ(found_->error(), asio::error::operation_aborted);
}

TEST_F(name_resolution, goes_with_its_context)
{
    start("localhost", time_->now() + 1s);
    context_->poll_one();
    context_.reset();
    EXPECT_FALSE(found_);
    time_->advance(2s); // nobody is left to tell
}

} // namespace
} // namespace dynasio::http
