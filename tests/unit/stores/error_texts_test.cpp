// SPDX-License-Identifier: BSL-1.0
//
// Texts that a user reads when something is wrong: the value, the place, each once, and the right verb.

#include "support/scripted_client.hpp"
#include "unit/stores/expect_store_error.hpp"

#include "stores/credentials/credential_item.hpp"
#include "text/duration_text.hpp"
#include "unit/stores/store_failure.hpp"

#include <dynasio/http/pool.hpp>
#include <dynasio/mapping.hpp>
#include <dynasio/stores/credential_store.hpp>
#include <dynasio/stores/record_table.hpp>
#include <dynasio/stores/spec_store.hpp>
#include <dynasio/typed_read.hpp>

#include <gtest/gtest.h>

namespace {

struct inner
{
    int n = 0;
};
BOOST_DESCRIBE_STRUCT(inner, (), (n))

/// A type with a mapping of its own, which maps a described struct.
struct wrapped
{
    inner content;
};

struct reading
{
    std::string id;
    int n = 0;
    double value = 0;
    float small = 0;
    std::string kind = {};
    wrapped part = {};
};
BOOST_DESCRIBE_STRUCT(reading, (), (id, n, value, small, kind, part))

struct place
{
    std::string id;
};
BOOST_DESCRIBE_STRUCT(place, (), (id))

} // namespace

template <>
struct dynasio::attribute_mapping<wrapped>
{
    static attribute_value to_attribute(wrapped const& from) { return to_item(from.content); }
    static wrapped from_attribute(attribute_value const& from) { return {from_item<inner>(from.as_map())}; }
};
template <>
struct dynasio::record_definition<reading> : dynasio::record_key<&reading::id>
{
    static constexpr auto categories = dynasio::category_lists(dynasio::category<&reading::kind>("A"));
};
template <>
struct dynasio::record_definition<place> : dynasio::record_key<&place::id>
{};

namespace dynasio::tests {
namespace {

namespace asio = boost::asio;

struct error_texts : ::testing::Test
{
    scripted_client world;

    /// The details of the `store_error` that the operation ends with, and its text.
    template <class Begin>
    std::pair<store_error_details, std::string> failure_of(Begin begin)
    {
        auto const failure = store_failure(world, begin);
        return {failure.details(), failure.what()};
    }
};

template <class T>
std::string mapping_text(T const& value)
{
    try
    {
        (void)to_item(value);
    }
    catch (mapping_error const& e)
    {
        return e.what();
    }
    return "nothing was thrown";
}

bool has(std::string const& text, std::string_view part)
{
    return text.find(part) != std::string::npos;
}

TEST_F(error_texts, numbers_are_shown_as_they_are)
{
    reading tiny{.id = "a", .value = 5e-324};
    EXPECT_TRUE(has(mapping_text(tiny), "value: number 5e-324 is out of range of N")) << mapping_text(tiny);
    reading huge{.id = "a", .value = -1e300};
    EXPECT_TRUE(has(mapping_text(huge), "value: number -1e+300 is out of range")) << mapping_text(huge);
}

TEST_F(error_texts, long_numbers_are_shortened)
{
    item stored = to_item(reading{.id = "a"});
    stored.set("n", attribute_value(number("12345678901234567890123456789012345678")));
    EXPECT_THROW((void)from_item<reading>(stored), mapping_error);
    stored.set("n", attribute_value(number("-1.2345678901234567890123456789012345678E-120")));
    try
    {
        (void)from_item<reading>(stored);
        ADD_FAILURE() << "nothing was thrown";
    }
    catch (mapping_error const& e)
    {
        EXPECT_EQ(e.path(), "n");
        EXPECT_LT(e.reason().size(), 120u) << e.reason();
    }
}

TEST_F(error_texts, an_attribute_is_named_once)
{
    record_table<reading> const table(world.make(), "t");
    auto const [details, text] = failure_of(
        [&]() -> asio::awaitable<void>
        {
            auto const changes = item::of("n", "many");
            co_await table.update_record_by_name("a", changes);
        });
    EXPECT_EQ(details.attribute, "n");
    EXPECT_EQ(details.reason, "expected N, found S");
    EXPECT_TRUE(has(text, "table t, n: expected N, found S")) << text;
    EXPECT_FALSE(has(text, "n: n:")) << text;
}

TEST_F(error_texts, the_path_within_a_type_with_its_own_mapping_is_one_path)
{
    item stored = to_item(reading{.id = "a", .kind = "A"});
    stored.find("part")->as_map().set("n", "many");
    try
    {
        (void)from_item<reading>(stored);
        ADD_FAILURE() << "nothing was thrown";
    }
    catch (mapping_error const& e)
    {
        EXPECT_EQ(e.path(), "part.n");
    }
    record_table<reading> const table(world.make(), "t");
    world.server->expect("GetItem").reply(200,
        R"({"Item":{"id":{"S":"a"},"n":{"N":"1"},"value":{"N":"1"},"small":{"N":"1"},"kind":{"S":"A"},)"
        R"("part":{"M":{"n":{"S":"many"}}}}})");
    auto const [details, text] =
        failure_of([&]() -> asio::awaitable<void> { (void)co_await table.get_record("a"); });
    EXPECT_EQ(details.attribute, "part.n");
    EXPECT_EQ(details.reason, "expected N, found S");
}

TEST_F(error_texts, a_value_that_is_not_allowed_is_cut_between_characters)
{
    record_table<reading> const table(world.make(), "t");
    reading record{.id = "a"};
    for (int i = 0; i < 30; ++i)
        record.kind += "\u20ac";
    auto const [details, text] =
        failure_of([&]() -> asio::awaitable<void> { co_await table.put_record(record); });
    EXPECT_EQ(details.attribute, "kind");
    EXPECT_TRUE(has(text, "\u20ac...\" is not an allowed value (A)")) << text;
}

TEST_F(error_texts, an_incomplete_operation_says_what_was_not_done)
{
    record_table<place> const table(world.make(), "t");
    std::vector<place> const places{{"a"}, {"b"}, {"c"}};
    char const* const refused =
        R"({"__type":"com.amazon.coral.service#AccessDeniedException","message":"no"})";

    world.server->expect("BatchWriteItem").reply(400, refused);
    auto [details, text] = failure_of([&]() -> asio::awaitable<void> { co_await table.put_many(places); });
    EXPECT_EQ(details.keys_left.size(), 3u);
    EXPECT_TRUE(has(text, "not written: 3 of 3 records")) << text;
    EXPECT_FALSE(has(text, "deleted")) << text;

    world.server->expect("BatchWriteItem").reply(400, refused);
    std::tie(details, text) =
        failure_of([&]() -> asio::awaitable<void> { co_await table.delete_many("a", "b"); });
    EXPECT_TRUE(has(text, "not deleted: 2 of 2 records")) << text;

    world.server->expect("BatchGetItem").reply(400, refused);
    std::tie(details, text) =
        failure_of([&]() -> asio::awaitable<void> { (void)co_await table.get_many("a", "b", "a"); });
    EXPECT_TRUE(has(text, "not read: 2 of 2 records")) << text;
    EXPECT_FALSE(has(text, "deleted")) << text;
}

TEST_F(error_texts, a_malformed_key_pair_is_named_by_its_whole_key)
{
    credential_store_options options;
    options.table_name = "t";
    credential_store const store(world.make(), options);
    item const whole{{"sub", "u"}, {"id", "i"}};

    // As DynamoDB responds: only the attributes of the projection.
    world.server->expect("GetItem").reply(
        200, R"({"Item":{"id":{"S":"i"},"public_key":{"S":"p"},"salt":{"N":"1"}}})");
    auto [details, text] = failure_of([&]() -> asio::awaitable<void> { (void)co_await store.get("u", "i"); });
    EXPECT_EQ(details.key, whole) << text;

    world.server->expect("Query").reply(
        200, R"({"Items":[{"id":{"S":"i"},"public_key":{"S":"p"},"salt":{"N":"1"}}]})");
    std::tie(details, text) = failure_of([&]() -> asio::awaitable<void> { (void)co_await store.list("u"); });
    EXPECT_EQ(details.key, whole) << text;
}

TEST_F(error_texts, a_malformed_spec_is_named_by_its_whole_key)
{
    spec_store_options options;
    options.table_name = "t";
    spec_store const store(world.make(), options);
    world.server->expect("Query")
        .where([](http::request const& r) { return has(r.body, R"("updated_at_id")"); })
        .reply(200, R"({"Items":[{"updated_at_id":{"S":"latest:i"},"model_count":{"S":"many"}}]})");
    auto const [details, text] =
        failure_of([&]() -> asio::awaitable<void> { (void)co_await store.count_models("u"); });
    EXPECT_EQ(details.key, item::of("sub", "u", "updated_at_id", "latest:i")) << text;
}

TEST_F(error_texts, short_durations_are_not_rounded_to_nothing)
{
    using namespace std::chrono_literals;
    EXPECT_EQ(text::duration_text(25'300us), "25 ms");
    EXPECT_EQ(text::duration_text(300us), "300 us");
    EXPECT_EQ(text::duration_text(-1ns), "-1 ns");
    EXPECT_EQ(text::duration_text(0ns), "0 ms");
    http::pool_options options;
    options.address_cooldown = -1ns;
    try
    {
        http::pool const pool(world.context.get_executor(), options);
        ADD_FAILURE() << "nothing was thrown";
    }
    catch (std::invalid_argument const& e)
    {
        EXPECT_TRUE(has(e.what(), "is -1 ns; it must be at least 0")) << e.what();
    }
}

} // namespace
} // namespace dynasio::tests
