// SPDX-License-Identifier: BSL-1.0

#include "support/scripted_client.hpp"

#include <dynasio/stores/spec_store.hpp>

#include <gtest/gtest.h>

namespace dynasio::tests {
namespace {

namespace asio = boost::asio;

struct spec_list_responses : ::testing::Test
{
    void expect(std::string body)
    {
        http::fields headers;
        headers.add("x-amzn-requestid", "REQ-1");
        world.server->expect("Query").reply(200, std::move(body), std::move(headers));
    }

    /// What a page fails with.
    static asio::awaitable<error> failure_of(asio::awaitable<spec_page> operation)
    {
        error seen;
        try
        {
            (void)co_await std::move(operation);
        }
        catch (operation_error const& e)
        {
            seen = e.error();
        }
        co_return seen;
    }

    scripted_client world;
    spec_store store{world.make()};
};

TEST_F(spec_list_responses, whose_position_has_no_key_are_malformed)
{
    expect(R"({"Items":[],"LastEvaluatedKey":{"sub":{"S":"u"}}})");
    world.run(
        [&]() -> asio::awaitable<void>
        {
            auto const failure = co_await failure_of(store.list_page("u"));
            EXPECT_EQ(failure, client_errc::malformed_response);
            EXPECT_EQ(failure.details().operation, "Query");
            EXPECT_EQ(failure.details().http_status, 200u);
            EXPECT_EQ(failure.details().request_id, "REQ-1");
            EXPECT_NE(failure.details().context.find("LastEvaluatedKey"), std::string::npos);
        });
}

TEST_F(spec_list_responses, give_their_specs_and_the_cursor)
{
    expect(R"({"Items":[{"sub":{"S":"u"},"updated_at_id":{"S":"latest#x"},"id":{"S":"x"},)"
           R"("updated_at":{"S":"5"},"version":{"S":"1"},"model_count":{"N":"2"}}],)"
           R"("LastEvaluatedKey":{"sub":{"S":"u"},"updated_at_id":{"S":"latest#x"}}})");
    world.run(
        [&]() -> asio::awaitable<void>
        {
            auto const page = co_await store.list_page("u");
            CO_ASSERT_EQ(page.specs.size(), 1u);
            EXPECT_EQ(page.specs[0].model_count, 2);
            EXPECT_EQ(page.next, "bGF0ZXN0I3g");
        });
}

} // namespace
} // namespace dynasio::tests
