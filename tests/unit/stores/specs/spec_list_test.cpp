// SPDX-License-Identifier: BSL-1.0

#include "stores/specs/spec_cursor.hpp"
#include "unit/stores/malformed_response_fixture.hpp"

#include <dynasio/stores/spec_store.hpp>

#include <gtest/gtest.h>

namespace dynasio::tests {
namespace {

namespace asio = boost::asio;

struct spec_list_responses : malformed_response_fixture
{
    spec_store store{world.make()};
};

TEST_F(spec_list_responses, whose_position_has_no_key_are_malformed)
{
    expect("Query", R"({"Items":[],"LastEvaluatedKey":{"sub":{"S":"u"}}})");
    world.run(
        [&]() -> asio::awaitable<void>
        {
            auto const failure = co_await failure_of(store.list_page("u"));
            check(failure, "Query", false);
            EXPECT_NE(failure.details().context.find("LastEvaluatedKey"), std::string::npos);
        });
}

TEST_F(spec_list_responses, give_their_specs_and_the_cursor)
{
    expect("Query",
        R"({"Items":[{"sub":{"S":"u"},"updated_at_id":{"S":"latest#x"},"id":{"S":"x"},)"
        R"("updated_at":{"S":"5"},"version":{"S":"1"},"model_count":{"N":"2"}}],)"
        R"("LastEvaluatedKey":{"sub":{"S":"u"},"updated_at_id":{"S":"latest#x"}}})");
    world.run(
        [&]() -> asio::awaitable<void>
        {
            auto const page = co_await store.list_page("u");
            CO_ASSERT_EQ(page.specs.size(), 1u);
            EXPECT_EQ(page.specs[0].model_count, 2);
            CO_ASSERT_TRUE(page.next.has_value());
            item const position{{"sub", "u"}, {"updated_at_id", "latest#x"}};
            EXPECT_EQ(stores::specs::decode_spec_cursor({}, {"u", {}}, *page.next), position);
        });
}

TEST_F(spec_list_responses, are_not_requested_by_a_stream_with_invalid_arguments)
{
    world.run(
        [&]() -> asio::awaitable<void>
        {
            auto specs = store.stream("u", list_options().after("none"));
            for (int i = 0; i < 2; ++i)
                try
                {
                    (void)co_await specs.next();
                    ADD_FAILURE() << "nothing was thrown";
                }
                catch (store_error const& e)
                {
                    EXPECT_EQ(e.code(), store_errc::bad_input);
                }
        });
}

TEST_F(spec_list_responses, continue_in_a_stream_up_to_its_limit)
{
    auto const spec = [](char const* id)
    {
        return std::string(R"({"id":{"S":")") + id
            + R"("},"updated_at":{"S":"5"},"version":{"S":"1"},"model_count":{"N":"2"}})";
    };
    expect("Query",
        R"({"Items":[{"id":{"S":"bad"}},)" + spec("a") + "," + spec("b") + "," + spec("c") + R"(],)"
            + R"("LastEvaluatedKey":{"sub":{"S":"u"},"updated_at_id":{"S":"latest#c"}}})");
    world.run(
        [&]() -> asio::awaitable<void>
        {
            auto specs = store.stream("u", list_options().skip_bad_items().limit(2));
            auto const first = co_await specs.next();
            auto const second = co_await specs.next();
            auto const third = co_await specs.next();
            CO_ASSERT_TRUE(first && second);
            EXPECT_EQ(first->id + second->id, "ab");
            EXPECT_FALSE(third);
        });
}

} // namespace
} // namespace dynasio::tests
