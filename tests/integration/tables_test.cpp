// SPDX-License-Identifier: BSL-1.0
//
// The operations on tables, and the waiters, against a DynamoDB server.

#include "support/local_dynamodb.hpp"

#include <dynasio/operations.hpp>
#include <dynasio/paginate.hpp>
#include <dynasio/wait.hpp>

#include <algorithm>
#include <iterator>

namespace dynasio::tests {
namespace {

namespace asio = boost::asio;

struct tables : local_dynamodb
{};

TEST_F(tables, a_table_is_made_described_listed_and_deleted)
{
    run(
        [this](client c) -> asio::awaitable<void>
        {
            auto const name = table_name("t");
            auto const request = table_request(name, "number");
            auto const made = co_await c.create_table(request);
            CO_ASSERT_TRUE(made.table_description.has_value());
            EXPECT_EQ(made.table_description->table_name, name);

            auto const ready = co_await wait_until_table_exists(c, name);
            EXPECT_EQ(ready.table_status, model::table_status::active);
            CO_ASSERT_EQ(ready.key_schema.size(), 2u);
            EXPECT_EQ(ready.key_schema[1].attribute_name, "number");
            EXPECT_EQ(ready.key_schema[1].key_type, model::key_type::range);
            CO_ASSERT_TRUE(ready.creation_date_time.has_value());
            EXPECT_GT(*ready.creation_date_time, timestamp(std::chrono::seconds(1'600'000'000)));

            describe_table_input which;
            which.table_name = name;
            auto const described = co_await c.describe_table(which);
            CO_ASSERT_TRUE(described.table.has_value());
            EXPECT_EQ(described.table->table_arn, ready.table_arn);

            list_tables_input const all;
            auto const listed = co_await c.list_tables(all);
            EXPECT_EQ(std::count(listed.table_names.begin(), listed.table_names.end(), name), 1);

            delete_table_input gone;
            gone.table_name = name;
            co_await c.delete_table(gone);
            co_await wait_until_table_not_exists(c, name);
            auto const after = co_await c.try_describe_table(which);
            CO_ASSERT_ERROR(after, errc::resource_not_found);
        });
}

TEST_F(tables, a_second_table_of_the_same_name_is_refused)
{
    run(
        [this](client c) -> asio::awaitable<void>
        {
            auto const request = table_request(table_name("t"));
            co_await c.create_table(request);
            auto const again = co_await c.try_create_table(request);
            CO_ASSERT_ERROR(again, errc::resource_in_use);
            delete_table_input missing;
            missing.table_name = table_name("missing");
            auto const gone = co_await c.try_delete_table(missing);
            CO_ASSERT_ERROR(gone, errc::resource_not_found);
        });
}

TEST_F(tables, an_index_is_added_and_can_be_queried)
{
    run(
        [this](client c) -> asio::awaitable<void>
        {
            auto const name = table_name("t");
            co_await make_table(c, name);
            auto owned = id_key("a");
            owned.set("owner", "me");
            co_await put(c, name, owned);

            update_table_input request;
            request.table_name = name;
            request.attribute_definitions.emplace().push_back({"id", model::scalar_attribute_type::s});
            request.attribute_definitions->push_back({"owner", model::scalar_attribute_type::s});
            model::create_global_secondary_index_action index;
            index.index_name = "by-owner";
            index.key_schema.push_back({"owner", model::key_type::hash});
            index.projection.projection_type = model::projection_type::all;
            request.global_secondary_index_updates.emplace().emplace_back().create = index;
            co_await c.update_table(request);
            auto const ready = co_await wait_until_table_exists(c, name);
            CO_ASSERT_EQ(ready.global_secondary_indexes.size(), 1u);
            EXPECT_EQ(ready.global_secondary_indexes[0].index_status, model::index_status::active);

            query_input question;
            question.table_name = name;
            question.index_name = "by-owner";
            question.key_condition_expression = "#o = :me";
            question.expression_attribute_names.emplace()["#o"] = "owner";
            question.expression_attribute_values.emplace().set(":me", "me");
            auto const found = co_await c.query(question);
            CO_ASSERT_EQ(found.items.size(), 1u);
            EXPECT_EQ(found.items[0], owned);
        });
}

TEST_F(tables, expiry_is_switched_on_and_described)
{
    run(
        [this](client c) -> asio::awaitable<void>
        {
            auto const name = table_name("t");
            co_await make_table(c, name);
            update_time_to_live_input request;
            request.table_name = name;
            request.time_to_live_specification.enabled = true;
            request.time_to_live_specification.attribute_name = "expires";
            auto const set = co_await c.update_time_to_live(request);
            CO_ASSERT_TRUE(set.time_to_live_specification.has_value());
            EXPECT_TRUE(set.time_to_live_specification->enabled);

            describe_time_to_live_input which;
            which.table_name = name;
            auto const described = co_await c.describe_time_to_live(which);
            CO_ASSERT_TRUE(described.time_to_live_description.has_value());
            EXPECT_EQ(described.time_to_live_description->attribute_name, "expires");

            which.table_name = table_name("missing");
            auto const refused = co_await c.try_describe_time_to_live(which);
            CO_ASSERT_ERROR(refused, errc::resource_not_found);
        });
}

TEST_F(tables, a_wait_for_a_table_that_never_comes_ends_with_its_time)
{
    run(
        [this](client c) -> asio::awaitable<void>
        {
            wait_options options;
            options.timeout = std::chrono::milliseconds(250);
            options.first_delay = std::chrono::milliseconds(20);
            auto const waited = co_await try_wait_until_table_exists(c, table_name("missing"), options);
            CO_ASSERT_ERROR(waited, client_errc::deadline_exceeded);
        });
}

TEST_F(tables, the_list_of_tables_is_followed_through_its_pages)
{
    run(
        [this](client c) -> asio::awaitable<void>
        {
            std::vector<std::string> made;
            for (char const* what : {"a", "b", "c", "d", "e"})
            {
                made.push_back(table_name(what));
                co_await make_table(c, made.back());
            }
            list_tables_input request;
            request.limit = 2;
            auto pages = list_tables_pages(c, request);
            std::vector<std::string> seen;
            int count = 0;
            while (auto const page = co_await pages.next())
            {
                EXPECT_LE(page->table_names.size(), 2u);
                std::copy_if(page->table_names.begin(), page->table_names.end(), std::back_inserter(seen),
                    [&](std::string const& name) { return name.starts_with(table_name("")); });
                ++count;
            }
            EXPECT_GE(count, 3);
            EXPECT_EQ(seen, made); // in order; other tests have tables of other names
            EXPECT_TRUE(pages.at_end());
        });
}

} // namespace
} // namespace dynasio::tests
