// SPDX-License-Identifier: BSL-1.0
//
// Queries of several pages with malformed items among them.

#include "support/scripted_client.hpp"

#include <dynasio/stores/credential_store.hpp>
#include <dynasio/stores/store_error.hpp>

#include <gtest/gtest.h>

namespace dynasio::tests {
namespace {

namespace asio = boost::asio;

std::string item_of(std::string const& sub, std::string const& id)
{
    return R"({"sub":{"S":")" + sub + R"("},"id":{"S":")" + id
        + R"("},"public_key":{"S":"pk"},"salt":{"B":""},"secret_key_hash":{"B":""}})";
}

struct credential_pages : ::testing::Test
{
    /// Two pages; the first begins with an item without a salt.
    void expect_pages()
    {
        world.server->expect("Query").reply(200,
            R"({"Items":[{"sub":{"S":"u"},"id":{"S":"bad"},"public_key":{"S":"pk"}},)" + item_of("v", "1")
                + R"(],"LastEvaluatedKey":{"sub":{"S":"v"},"id":{"S":"1"}}})");
        world.server->expect("Query").reply(200, R"({"Items":[)" + item_of("u", "2") + "]}");
    }

    void expect_first_page()
    {
        world.server->expect("Query").reply(200,
            R"({"Items":[{"sub":{"S":"u"},"id":{"S":"bad"},"public_key":{"S":"pk"}}],)"
            R"("LastEvaluatedKey":{"sub":{"S":"u"},"id":{"S":"bad"}}})");
    }

    template <class T>
    static asio::awaitable<store_error_details> failure_of(asio::awaitable<T> operation)
    {
        store_error_details seen;
        try
        {
            (void)co_await std::move(operation);
        }
        catch (store_error const& e)
        {
            seen = e.details();
        }
        co_return seen;
    }

    scripted_client world;
    credential_store store{world.make()};
};

TEST_F(credential_pages, malformed_key_pairs_are_skipped_if_the_options_say_so)
{
    expect_pages();
    world.run(
        [&]() -> asio::awaitable<void>
        {
            auto const all = co_await store.list("u", read_options().skip_bad_items());
            CO_ASSERT_EQ(all.size(), 2u);
            EXPECT_EQ(all[0].id, "1");
            EXPECT_EQ(all[1].id, "2");
        });
}

TEST_F(credential_pages, a_malformed_key_pair_ends_a_list)
{
    expect_first_page();
    world.run(
        [&]() -> asio::awaitable<void>
        {
            auto const failure = co_await failure_of(store.list("u"));
            EXPECT_EQ(failure.code, store_errc::malformed_item);
            EXPECT_EQ(failure.attribute, "salt");
            item const key{{"sub", "u"}, {"id", "bad"}};
            EXPECT_EQ(failure.key, key);
        });
}

TEST_F(credential_pages, owners_of_all_pages_are_sorted)
{
    expect_pages();
    world.run(
        [&]() -> asio::awaitable<void>
        {
            auto const owners = co_await store.find_users("pk", read_options().skip_bad_items());
            CO_ASSERT_EQ(owners.size(), 2u);
            EXPECT_EQ(owners[0].sub, "u");
            EXPECT_EQ(owners[1].sub, "v");
        });
}

TEST_F(credential_pages, a_malformed_owner_ends_an_authentication)
{
    expect_first_page();
    world.run(
        [&]() -> asio::awaitable<void>
        {
            auto const failure = co_await failure_of(store.authenticate("pk", secret("sk")));
            EXPECT_EQ(failure.code, store_errc::malformed_item);
        });
}

} // namespace
} // namespace dynasio::tests
