// SPDX-License-Identifier: BSL-1.0
//
// Sums of model counts at the limits of 64 bits.

#include "support/scripted_client.hpp"

#include <dynasio/stores/spec_store.hpp>
#include <dynasio/stores/store_error.hpp>

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace dynasio::tests {
namespace {

namespace asio = boost::asio;

std::string const largest = "9223372036854775807";

struct spec_count : ::testing::Test
{
    /// The items with these counts, one page each.
    void respond(std::vector<std::string> const& counts)
    {
        for (std::size_t i = 0; i < counts.size(); ++i)
        {
            auto page = R"({"Items":[{"model_count":{"N":")" + counts[i] + R"("}}])";
            if (i + 1 < counts.size())
                page += R"(,"LastEvaluatedKey":{"sub":{"S":"u"},"updated_at_id":{"S":"latest#)"
                    + std::to_string(i) + R"("}})";
            world.server->expect("Query").reply(200, page + '}');
        }
    }

    /// Empty if the sum is refused.
    std::optional<std::int64_t> sum(bool skip)
    {
        std::optional<std::int64_t> result;
        world.run(
            [&]() -> asio::awaitable<void>
            {
                try
                {
                    result = co_await specs.count_models("u", read_options().skip_bad_items(skip));
                }
                catch (store_error const& e)
                {
                    EXPECT_EQ(e.code(), store_errc::malformed_item);
                    EXPECT_EQ(e.details().attribute, "model_count");
                    EXPECT_EQ(e.details().key, (item{{"sub", "u"}}));
                }
            });
        return result;
    }

    scripted_client world;
    spec_store specs{world.make()};
};

TEST_F(spec_count, refuses_a_sum_that_does_not_fit)
{
    for (bool const skip : {false, true})
    {
        SCOPED_TRACE(skip);
        respond({largest, "1"});
        EXPECT_EQ(sum(skip), std::nullopt);
        respond({largest, largest, "2"});
        EXPECT_EQ(sum(skip), std::nullopt) << "it must not come back";
        respond({"1", largest, "5"});
        EXPECT_EQ(sum(skip), std::nullopt);
        respond({"-9223372036854775808", "-1"});
        EXPECT_EQ(sum(skip), std::nullopt);
    }
}

TEST_F(spec_count, gives_the_largest_sum)
{
    respond({"9223372036854775806", "1", "0"});
    EXPECT_EQ(sum(false), std::numeric_limits<std::int64_t>::max());
}

TEST_F(spec_count, skips_a_count_that_is_too_large_by_itself)
{
    respond({"5", "9223372036854775808", "6"});
    EXPECT_EQ(sum(true), 11);
    respond({"5", "9223372036854775808"});
    EXPECT_EQ(sum(false), std::nullopt);
}

} // namespace
} // namespace dynasio::tests
