// SPDX-License-Identifier: BSL-1.0
//
// The acceptance cases of tables, and of items that somebody else wrote.

#include "store_fixture.hpp"

#include <dynasio/operations/describe_table.hpp>
#include <dynasio/stores/create_tables.hpp>

namespace dynasio::tests {
namespace {

struct table_cases : store_cases
{};

TEST_F(table_cases, case_24_existing_tables_are_left_alone)
{
    run_stores(
        [](stores& s) -> asio::awaitable<void>
        {
            co_await create_tables(s.specs, s.credentials);
            EXPECT_EQ(s.operations(), (std::vector<std::string>{"DescribeTable", "DescribeTable"}));
            co_await s.specs.create_table();
            co_await s.credentials.create_table();
            EXPECT_EQ(s.count("CreateTable"), 0u);
        });
}

TEST_F(table_cases, case_24_another_index_is_a_schema_mismatch)
{
    run_stores(
        [this](stores& s) -> asio::awaitable<void>
        {
            auto options = spec_options();
            options.table_name = table_name("old");
            options.index_name = "specIdUpdatedAt";
            spec_store const old(s.owner, options);
            co_await old.create_table();
            co_await save(old, "u", "x", "1");
            auto const versions = co_await old.list_versions("u", "x");
            EXPECT_EQ(versions.size(), 1u);

            options.index_name = "idUpdatedAt";
            spec_store const now(s.owner, options);
            auto const details =
                co_await failure(create_tables(now, s.credentials), store_errc::schema_mismatch);
            EXPECT_EQ(details.table, table_name("old"));
            EXPECT_NE(details.reason.find("idUpdatedAt"), std::string::npos) << details.reason;
            EXPECT_NE(details.reason.find("specIdUpdatedAt"), std::string::npos) << details.reason;
        });
}

TEST_F(table_cases, creations_at_once_all_succeed)
{
    run_stores(
        [this](stores& s) -> asio::awaitable<void>
        {
            auto options = spec_options();
            options.table_name = table_name("new");
            spec_store const store(s.owner, options);
            auto const one = [](spec_store const& t) -> asio::awaitable<void> { co_await t.create_table(); };
            std::vector<asio::awaitable<void>> all;
            for (int i = 0; i < 3; ++i)
                all.push_back(one(store));
            co_await together(std::move(all));
            co_await save(store, "u", "x", "1");
        });
}

TEST_F(table_cases, tables_may_have_a_throughput)
{
    run_stores(
        [this](stores& s) -> asio::awaitable<void>
        {
            auto options = credential_options();
            options.table_name = table_name("provisioned");
            options.capacity = table_capacity::provisioned(5, 6);
            credential_store const store(s.owner, options);
            co_await store.create_table();
            describe_table_input request;
            request.table_name = options.table_name;
            auto const found = co_await s.owner.describe_table(request);
            EXPECT_EQ(found.table->provisioned_throughput->write_capacity_units, 6);
        });
}

TEST_F(table_cases, case_25_a_malformed_item_is_named)
{
    run_stores(
        [this](stores& s) -> asio::awaitable<void>
        {
            auto const table = spec_options().table_name;
            co_await save(s.specs, "u", "a", "1", 3);
            co_await save(s.specs, "u", "c", "1", 4);
            item broken{{"sub", "u"}, {"updated_at_id", "latest#b"}, {"id_updated_at", "b#latest"},
                {"id", "b"}, {"updated_at", "1700000000"}, {"model_count", 5}};
            co_await put(s.owner, table, broken);

            auto details = co_await failure(s.specs.latest_version("u", "b"), store_errc::malformed_item);
            EXPECT_EQ(details.table, table);
            EXPECT_EQ(details.attribute, "version");
            EXPECT_EQ(details.key, (item{{"sub", "u"}, {"updated_at_id", "latest#b"}}));
            details = co_await failure(s.specs.get("u", "b"), store_errc::malformed_item);
            EXPECT_EQ(details.attribute, "version");
            details = co_await failure(s.specs.list("u"), store_errc::malformed_item);
            EXPECT_EQ(details.key, (item{{"sub", "u"}, {"updated_at_id", "latest#b"}}));

            auto const others = co_await s.specs.list("u", list_options().skip_bad_items());
            CO_ASSERT_EQ(others.size(), 2u);
            EXPECT_EQ(others[0].id, "a");
            EXPECT_EQ(others[1].id, "c");

            broken.set("model_count", "five");
            co_await put(s.owner, table, broken);
            details = co_await failure(s.specs.count_models("u"), store_errc::malformed_item);
            EXPECT_EQ(details.attribute, "model_count");
            auto const models = co_await s.specs.count_models("u", read_options().skip_bad_items());
            EXPECT_EQ(models, 7);
        });
}

} // namespace
} // namespace dynasio::tests
