// SPDX-License-Identifier: BSL-1.0
//
// What a client makes of its configuration: notes for the observer, the time to connect, trace ids.

#include "support/scripted_client.hpp"
#include "unit/client/client_requests.hpp"

#include <dynasio/aws/configuration.hpp>
#include <dynasio/observer.hpp>

#include <gtest/gtest.h>

#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace dynasio::tests {
namespace {

using namespace std::chrono_literals;

class note_observer final : public observer
{
public:
    void configuration_note(std::string_view text) noexcept override { notes.emplace_back(text); }

    std::vector<std::string> notes;
};

/// Variables that a test changes while the client runs.
class changing_source final : public aws::environment::source
{
public:
    std::optional<std::string> variable(std::string const& name) const override
    {
        if (fails)
            throw std::runtime_error("no variables today");
        return name == "_X_AMZN_TRACE_ID" ? trace_id : std::nullopt;
    }
    std::optional<std::string> file(std::string const&) const override { return std::nullopt; }

    std::optional<std::string> trace_id;
    bool fails = false;
};

client_options configured(aws::environment::variables vars)
{
    vars["AWS_REGION"] = "eu-west-1";
    return client_options(aws::load_configuration(aws::environment::of(std::move(vars))));
}

TEST(configured_client, the_observer_gets_each_note_once)
{
    scripted_client world;
    auto const watcher = std::make_shared<note_observer>();
    auto options = world.options();
    options.configuration_notes = configured({{"AWS_RETRY_MODE", "legacy"}}).configuration_notes;
    options.observer = watcher;
    client const c(world.context.get_executor(), options);
    ASSERT_EQ(watcher->notes.size(), 1u);
    EXPECT_NE(watcher->notes[0].find("AWS_RETRY_MODE"), std::string::npos) << watcher->notes[0];
    auto const copy = c;
    world.server->expect("GetItem").reply(200, "{}");
    world.run(
        [&]() -> boost::asio::awaitable<void>
        {
            auto const request = get_request();
            co_await copy.get_item(request);
        });
    EXPECT_EQ(watcher->notes.size(), 1u);
    options.observer = nullptr;
    client const unobserved(world.context.get_executor(), options);
}

TEST(configured_client, takes_modes)
{
    auto const unset = configured({});
    EXPECT_EQ(unset.connections.connect_timeout, http::pool_options().connect_timeout);
    EXPECT_EQ(unset.retry.mode, aws::retry_mode::standard);
    EXPECT_TRUE(unset.configuration_notes.empty());
    EXPECT_EQ(configured({{"AWS_DEFAULTS_MODE", "in-region"}}).connections.connect_timeout, 1100ms);
    EXPECT_EQ(configured({{"AWS_RETRY_MODE", "adaptive"}}).retry.mode, aws::retry_mode::adaptive);
}

TEST(configured_client, every_attempt_has_the_trace_id_of_its_moment)
{
    scripted_client world;
    auto const source = std::make_shared<changing_source>();
    auto options = world.options(2);
    options.lambda_environment = aws::environment(source);
    client const c(world.context.get_executor(), options);
    source->trace_id = "Root=1";
    world.server->expect("GetItem")
        .where(
            [source](http::request const&)
            {
                source->trace_id = "Root=2\n";
                return true;
            })
        .reply(500, "{}");
    world.server->expect("GetItem").reply(200, "{}");
    world.server->expect("GetItem").reply(200, "{}");
    world.run(
        [&]() -> boost::asio::awaitable<void>
        {
            auto const request = get_request();
            co_await c.get_item(request);
            source->trace_id.reset();
            co_await c.get_item(request);
        });
    auto const sent = world.server->requests();
    ASSERT_EQ(sent.size(), 3u);
    EXPECT_EQ(sent[0].headers.find("X-Amzn-Trace-Id"), "Root=1");
    EXPECT_EQ(sent[1].headers.find("X-Amzn-Trace-Id"), "Root=2%0A");
    EXPECT_EQ(sent[2].headers.find("X-Amzn-Trace-Id"), std::nullopt);
}

TEST(configured_client, has_no_trace_id_outside_of_lambda)
{
    EXPECT_FALSE(configured({{"_X_AMZN_TRACE_ID", "Root=1"}}).lambda_environment);
    EXPECT_TRUE(configured({{"AWS_LAMBDA_FUNCTION_NAME", "f"}}).lambda_environment);
    EXPECT_FALSE(client_options().lambda_environment);
}

TEST(configured_client, an_environment_that_throws_fails_the_call)
{
    scripted_client world;
    auto const source = std::make_shared<changing_source>();
    source->fails = true;
    auto options = world.options(2);
    options.lambda_environment = aws::environment(source);
    client const c(world.context.get_executor(), options);
    auto const request = get_request();
    auto const failure = world.failure_of([&] { return c.get_item(request); });
    ASSERT_TRUE(failure);
    EXPECT_EQ(*failure, client_errc::bad_input);
    EXPECT_NE(failure->describe().find("no variables today"), std::string::npos) << *failure;
}

} // namespace
} // namespace dynasio::tests
