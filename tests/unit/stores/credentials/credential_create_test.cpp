// SPDX-License-Identifier: BSL-1.0
//
// Creating a key pair when the response to the first attempt is lost.

#include "support/scripted_client.hpp"

#include <dynasio/http/errc.hpp>
#include <dynasio/stores/credential_store.hpp>

#include <gtest/gtest.h>

namespace dynasio::tests {
namespace {

namespace asio = boost::asio;

struct credential_create : ::testing::Test
{
    scripted_client world;
    credential_store store{world.make(2)};
    credential_keys keys;

    credential_create() { keys.public_key = "pk of ours"; }

    void expect_lost()
    {
        world.server->expect("PutItem").fail(http::errc::closed_early, http::stage::receiving);
    }

    /// The second attempt finds the key pair of somebody else.
    void expect_refused()
    {
        world.server->expect("PutItem").reply(400,
            R"({"__type":"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException","message":"failed",)"
            R"("Item":{"sub":{"S":"u"},"id":{"S":"i"},"public_key":{"S":"pk of another"},"salt":{"B":""},)"
            R"("secret_key_hash":{"B":""}}})");
    }

    std::optional<error> failure_of_create(call_options options = {})
    {
        return world.failure_of([&] { return store.create("u", "i", keys, options); });
    }
};

TEST_F(credential_create, is_unknown_if_another_key_pair_is_stored_after_a_lost_response)
{
    expect_lost();
    expect_refused();
    auto const seen = failure_of_create();
    ASSERT_TRUE(seen);
    EXPECT_EQ(*seen, client_errc::outcome_unknown) << *seen;
    EXPECT_TRUE(seen->may_have_been_applied());
    EXPECT_FALSE(seen->details().old_item) << "no error has a hash or a salt";
}

TEST_F(credential_create, is_unknown_if_it_may_not_be_sent_again)
{
    expect_lost();
    auto const seen = failure_of_create(call_options().resend(resend::never));
    ASSERT_TRUE(seen);
    EXPECT_EQ(*seen, client_errc::outcome_unknown) << *seen;
}

TEST_F(credential_create, get_or_create_returns_the_key_pair_that_is_stored_after_a_lost_response)
{
    world.server->expect("GetItem").reply(200, "{}");
    expect_lost();
    expect_refused();
    world.server->expect("GetItem").reply(200,
        R"({"Item":{"sub":{"S":"u"},"id":{"S":"i"},"public_key":{"S":"pk of another"},"salt":{"B":""}}})");
    world.run(
        [&]() -> asio::awaitable<void>
        {
            std::function<credential_keys()> make = [this] { return keys; };
            auto operation = store.get_or_create("u", "i", std::move(make));
            auto const found = co_await std::move(operation);
            EXPECT_EQ(found.public_key, "pk of another");
        });
}

TEST_F(credential_create, get_or_create_reads_what_became_of_an_attempt_that_may_not_be_sent_again)
{
    world.server->expect("GetItem").reply(200, "{}");
    expect_lost();
    world.server->expect("GetItem").reply(
        200, R"({"Item":{"sub":{"S":"u"},"id":{"S":"i"},"public_key":{"S":"pk of ours"},"salt":{"B":""}}})");
    world.run(
        [&]() -> asio::awaitable<void>
        {
            std::function<credential_keys()> make = [this] { return keys; };
            auto const never = call_options().resend(resend::never);
            auto operation = store.get_or_create("u", "i", std::move(make), never);
            auto const found = co_await std::move(operation);
            EXPECT_EQ(found.public_key, "pk of ours");
        });
}

} // namespace
} // namespace dynasio::tests
