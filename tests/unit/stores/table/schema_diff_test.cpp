// SPDX-License-Identifier: BSL-1.0

#include "stores/credentials/credential_store_state.hpp"
#include "stores/specs/spec_store_state.hpp"

#include "stores/table/schema_diff.hpp"

#include <gtest/gtest.h>

namespace dynasio::stores::table {
namespace {

/// The table that the request makes.
model::table_description made_of(create_table_input const& request)
{
    model::table_description table;
    table.attribute_definitions = *request.attribute_definitions;
    table.key_schema = *request.key_schema;
    if (request.local_secondary_indexes)
        for (auto const& index : *request.local_secondary_indexes)
        {
            auto& made = table.local_secondary_indexes.emplace_back();
            made.index_name = index.index_name;
            made.key_schema = index.key_schema;
            made.projection = index.projection;
        }
    if (request.global_secondary_indexes)
        for (auto const& index : *request.global_secondary_indexes)
        {
            auto& made = table.global_secondary_indexes.emplace_back();
            made.index_name = index.index_name;
            made.key_schema = index.key_schema;
            made.projection = index.projection;
        }
    return table;
}

create_table_input const specs = stores::specs::spec_table({});
create_table_input const credentials = stores::credentials::credential_table({});

TEST(table_schema, is_as_documented)
{
    EXPECT_EQ(specs.table_name, "package.specs");
    EXPECT_EQ(specs.billing_mode, model::billing_mode::pay_per_request);
    ASSERT_EQ(specs.local_secondary_indexes->size(), 1u);
    EXPECT_EQ(specs.local_secondary_indexes->front().index_name, "idUpdatedAt");
    EXPECT_EQ(credentials.table_name, "package.credentials");
    ASSERT_EQ(credentials.global_secondary_indexes->size(), 1u);
    EXPECT_EQ(credentials.global_secondary_indexes->front().index_name, "publicKey");
    EXPECT_FALSE(credentials.global_secondary_indexes->front().provisioned_throughput);
}

TEST(table_schema, of_the_table_just_made_is_the_same)
{
    EXPECT_EQ(schema_difference(specs, made_of(specs)), std::nullopt);
    EXPECT_EQ(schema_difference(credentials, made_of(credentials)), std::nullopt);
}

TEST(table_schema, may_have_more_indexes)
{
    auto table = made_of(specs);
    table.local_secondary_indexes.emplace_back().index_name = "another";
    table.global_secondary_indexes.emplace_back().index_name = "publicKey";
    EXPECT_EQ(schema_difference(specs, table), std::nullopt);
}

void expect_difference(create_table_input const& wanted, model::table_description const& found,
    std::initializer_list<char const*> parts)
{
    auto const difference = schema_difference(wanted, found);
    ASSERT_TRUE(difference);
    for (auto const* part : parts)
        EXPECT_NE(difference->find(part), std::string::npos) << *difference << " lacks " << part;
}

TEST(table_schema, names_the_index_wanted_and_those_found)
{
    auto table = made_of(specs);
    table.local_secondary_indexes[0].index_name = "specIdUpdatedAt";
    expect_difference(specs, table, {"idUpdatedAt", "specIdUpdatedAt"});
    table.local_secondary_indexes.clear();
    expect_difference(specs, table, {"idUpdatedAt", "none"});
}

TEST(table_schema, names_other_keys)
{
    auto table = made_of(specs);
    table.key_schema[1].attribute_name = "id_updated_at";
    expect_difference(specs, table, {"key", "updated_at_id (S, RANGE)", "id_updated_at (S, RANGE)"});
    table = made_of(specs);
    table.attribute_definitions[0].attribute_type = model::scalar_attribute_type::n;
    expect_difference(specs, table, {"sub (S, HASH)", "sub (N, HASH)"});
    table = made_of(specs);
    table.key_schema.pop_back();
    expect_difference(specs, table, {"updated_at_id"});
}

TEST(table_schema, names_other_keys_and_projections_of_an_index)
{
    auto table = made_of(credentials);
    table.global_secondary_indexes[0].key_schema.push_back(table.key_schema[1]);
    expect_difference(credentials, table, {"publicKey", "id (S, RANGE)"});
    table = made_of(credentials);
    table.global_secondary_indexes[0].projection->projection_type = model::projection_type::keys_only;
    expect_difference(credentials, table, {"publicKey", "ALL", "KEYS_ONLY"});
    table.global_secondary_indexes[0].projection.reset();
    expect_difference(credentials, table, {"publicKey", "ALL", "none"});
}

} // namespace
} // namespace dynasio::stores::table
