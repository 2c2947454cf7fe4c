// SPDX-License-Identifier: BSL-1.0
//
// A provider of AWS credentials that is asked over a scripted transport, while the clock is moved to its next alarm whenever nothing
// else happens.

#ifndef DYNASIO_TESTS_SUPPORT_ASKED_PROVIDER_HPP
#define DYNASIO_TESTS_SUPPORT_ASKED_PROVIDER_HPP

#include <dynasio/aws/credentials_provider.hpp>
#include <dynasio/testing/manual_clock.hpp>
#include <dynasio/testing/scripted_transport.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace dynasio::tests {

struct asked_provider
{
    explicit asked_provider(http::wall_time wall = http::wall_time(std::chrono::seconds(1'700'000'000)))
        : clock(std::make_shared<testing::manual_clock>(wall)), server(clock)
    {}

    /// A request to this method and URL.
    testing::scripted_transport::expectation expect(std::string const& method, std::string const& url)
    {
        return server.expect_where(method + " " + url,
            [=](http::request const& r)
            {
                return r.method == method
                    && (r.to.tls ? "https://" : "http://") + r.to.host_header() + r.target == url;
            });
    }

    void start(std::shared_ptr<aws::credentials_provider> provider, std::chrono::steady_clock::duration time)
    {
        with.emplace(clock->now() + time, server, clock);
        outcome.reset();
        failure = nullptr;
        boost::asio::co_spawn(context, provider->get(*with),
            boost::asio::bind_cancellation_slot(cancel.slot(),
                [this, provider](std::exception_ptr e, aws::credentials_result found)
                {
                    failure = e;
                    outcome.emplace(std::move(found));
                }));
    }

    /// Until the provider has ended; bounded in real time, since files and processes take some.
    void finish()
    {
        auto const limit = std::chrono::steady_clock::now() + std::chrono::seconds(30);
        while (!outcome && std::chrono::steady_clock::now() < limit)
        {
            context.restart();
            if (context.run_one_for(idle) == 0)
                clock->advance_to_next();
        }
        EXPECT_TRUE(outcome) << "the provider has not ended";
    }

    aws::credentials_result ask(std::shared_ptr<aws::credentials_provider> provider,
        std::chrono::steady_clock::duration time = std::chrono::minutes(1))
    {
        start(std::move(provider), time);
        finish();
        EXPECT_FALSE(failure) << "the provider has thrown";
        return outcome
            ? *std::move(outcome)
            : aws::credentials_result(aws::credentials_error(aws::errc::credentials_failed, "no end"));
    }

    /// The error, whose text must have these parts, and none of those that are secret.
    boost::system::error_code refusal(
        std::shared_ptr<aws::credentials_provider> provider, std::vector<std::string> const& parts)
    {
        auto const found = ask(std::move(provider));
        EXPECT_TRUE(found.has_error());
        if (found.has_value())
            return {};
        for (auto const& part : parts)
            EXPECT_NE(found.error().detail.find(part), std::string::npos)
                << found.error().detail << " does not say " << part;
        EXPECT_EQ(found.error().detail.find("sEcReT"), std::string::npos) << found.error().detail;
        return found.error().code;
    }

    /// How long nothing may happen before the clock is moved: files are read on threads, and processes take their time.
    std::chrono::milliseconds idle{200};

    boost::asio::io_context context{1};
    std::shared_ptr<testing::manual_clock> const clock;
    testing::scripted_transport server;
    std::optional<aws::provider_context> with;
    boost::asio::cancellation_signal cancel;
    std::optional<aws::credentials_result> outcome;
    std::exception_ptr failure;
};

} // namespace dynasio::tests

#endif
