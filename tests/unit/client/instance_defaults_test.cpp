// SPDX-License-Identifier: BSL-1.0
//
// What options take from the instance that the program runs on.

#include "aws/config/load_configuration.hpp"
#include "call/options/instance_defaults.hpp"
#include "support/asked_provider.hpp"

#include <dynasio/aws/configuration_error.hpp>

#include <boost/asio/co_spawn.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <exception>
#include <string>
#include <utility>

namespace dynasio::tests {
namespace {

using namespace std::chrono_literals;
using aws::load_options;
using variables = aws::environment::variables;

std::string const service = "http://169.254.169.254";

/// Options of a program with these variables, before and after the instance was asked.
class defaults_of
{
public:
    explicit defaults_of(variables vars, load_options overrides = {})
        : env_(aws::environment::of(std::move(vars))),
          options(aws::load_configuration(env_, overrides)),
          left(aws::detail::read_settings(env_, overrides), overrides, options)
    {}

    void ask(std::string const& region, unsigned status = 200)
    {
        asked_.expect("PUT", service + "/latest/api/token").reply(200, "TOKEN");
        asked_.expect("GET", service + "/latest/meta-data/placement/region").reply(status, region);
        complete();
        EXPECT_EQ(asked_.server.report(), "");
    }

    /// As where nothing answers.
    void ask_nobody()
    {
        asked_.expect("PUT", service + "/latest/api/token").delay(1h);
        complete();
    }

private:
    void complete()
    {
        asked_.idle = 2ms;
        aws::provider_context const with(asked_.clock->now() + 5s, asked_.server, asked_.clock);
        bool done = false;
        boost::asio::co_spawn(asked_.context, left.complete(options, with),
            [&](std::exception_ptr e)
            {
                EXPECT_FALSE(e);
                done = true;
            });
        for (int steps = 0; !done && steps < 1000; ++steps)
        {
            asked_.context.restart();
            if (asked_.context.run_one_for(asked_.idle) == 0)
                asked_.clock->advance_to_next();
        }
        EXPECT_TRUE(done);
    }

    aws::environment env_;
    asked_provider asked_;

public:
    client_options options;
    call::instance_defaults left;
};

TEST(instance_defaults, are_not_asked_for_where_all_is_configured)
{
    EXPECT_FALSE(defaults_of(variables{{"AWS_REGION", "eu-west-1"}}).left.wanted());
    EXPECT_FALSE(defaults_of(variables{{"AWS_ENDPOINT_URL", "http://localhost:8000"}}).left.wanted());
    EXPECT_FALSE(defaults_of(variables{{"AWS_EC2_METADATA_DISABLED", "true"}}).left.wanted());
    EXPECT_FALSE(
        defaults_of(variables{{"AWS_REGION", "eu-west-1"}, {"AWS_DEFAULTS_MODE", "standard"}}).left.wanted());
    variables lambda{{"AWS_REGION", "eu-west-1"}, {"AWS_DEFAULTS_MODE", "auto"}};
    EXPECT_TRUE(defaults_of(lambda).left.wanted());
    EXPECT_FALSE(defaults_of(lambda, load_options().defaults_mode(aws::defaults_mode::mobile)).left.wanted());
    lambda.emplace("AWS_EXECUTION_ENV", "AWS_Lambda_provided.al2023");
    EXPECT_FALSE(defaults_of(lambda).left.wanted()) << "the variables say it";
}

TEST(instance_defaults, have_the_region_that_is_missing)
{
    defaults_of d({});
    auto const before = d.options.connections.connect_timeout;
    ASSERT_TRUE(d.left.wanted());
    d.ask("eu-central-1\n");
    EXPECT_EQ(d.options.region, "eu-central-1");
    EXPECT_EQ(d.options.connections.connect_timeout, before);
}

TEST(instance_defaults, have_no_region_by_a_response_that_is_none)
{
    for (std::pair<std::string, unsigned> const& response :
        {std::pair<std::string, unsigned>("", 200), {"<html>", 200}, {"eu-west-1", 404}})
    {
        defaults_of d({});
        d.ask(response.first, response.second);
        EXPECT_EQ(d.options.region, "") << response.first;
    }
}

TEST(instance_defaults, stay_as_they_are_where_nothing_answers)
{
    defaults_of d(variables{{"AWS_DEFAULTS_MODE", "auto"}});
    d.ask_nobody();
    EXPECT_EQ(d.options.region, "");
    EXPECT_EQ(d.options.connections.connect_timeout, 3100ms);
}

TEST(instance_defaults, shorten_connecting_in_the_region_of_the_client)
{
    variables const vars{{"AWS_REGION", "eu-west-1"}, {"AWS_DEFAULTS_MODE", "auto"}};
    defaults_of near(vars);
    EXPECT_EQ(near.options.connections.connect_timeout, 3100ms);
    near.ask("eu-west-1");
    EXPECT_EQ(near.options.connections.connect_timeout, 1100ms);
    EXPECT_EQ(near.options.region, "eu-west-1");

    defaults_of far(vars);
    far.ask("eu-west-2");
    EXPECT_EQ(far.options.connections.connect_timeout, 3100ms);
    EXPECT_EQ(far.options.region, "eu-west-1") << "the client's own";

    defaults_of found({}, load_options().defaults_mode(aws::defaults_mode::automatic));
    found.ask("eu-west-1");
    EXPECT_EQ(found.options.region, "eu-west-1");
    EXPECT_EQ(found.options.connections.connect_timeout, 1100ms);
}

TEST(instance_defaults, refuse_a_service_that_is_configured_wrongly)
{
    EXPECT_THROW(
        defaults_of(variables{{"AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", "ipv5"}}), aws::configuration_error);
}

} // namespace
} // namespace dynasio::tests
