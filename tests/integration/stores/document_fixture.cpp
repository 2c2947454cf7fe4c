// SPDX-License-Identifier: BSL-1.0

#include "document_fixture.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace dynasio::tests {

namespace {

document_tree with_prefix(document_tree tree, std::string const& prefix)
{
    tree.table = prefix + tree.table;
    for (auto& shard : tree.shards)
        shard = with_prefix(std::move(shard), prefix);
    return tree;
}

void add_tables(std::set<std::string>& to, document_tree const& tree)
{
    to.insert(tree.table);
    for (auto const& shard : tree.shards)
        add_tables(to, shard);
}

} // namespace

document_tree document_cases::tree() const
{
    document_tree const geolocation{.table = "Shard3", .key_name = "ShardID", .path = "$.geolocation"};
    document_tree const birth{.table = "Shard1", .key_name = "IDX", .path = "$.birth_details"};
    document_tree const location{
        .table = "Shard2", .key_name = "IDX", .path = "$.location", .shards = {geolocation}};
    return {.table = "Root", .key_name = "ID", .shards = {birth, location}};
}

document_store_options document_cases::numbered()
{
    document_store_options options;
    auto const count = std::make_shared<unsigned>(0);
    options.key_generator = [count](document_object const&) -> std::optional<attribute_value>
    { return attribute_value("u" + std::to_string(++*count)); };
    options.now = [] { return std::chrono::system_clock::time_point(std::chrono::seconds(1'541'289'600)); };
    return options;
}

void document_cases::run_with(
    document_tree const& tables, std::function<asio::awaitable<void>(documents&)> body)
{
    asio::io_context context(1);
    documents d{interposed_client(context, options()), with_prefix(tables, table_name(""))};
    run_coroutine(context,
        [&]() -> asio::awaitable<void>
        {
            document_store const store(d.owner, d.tree);
            co_await store.create_tables();
            d.sent->clear();
            co_await body(d);
            d.stop();
        });
}

attribute_value document_cases::example()
{
    return document_of(
        "{'firstname':'abc','lastname':'xyz','birth_details':{'hospital':'ABC Hospital','dob':'2000-01-01'},"
        "'location':{'city':'Osaka','country':'Japan','geolocation':{'longitude':'90.00','lattitude':'90.00'}"
        "}}");
}

attribute_value document_cases::other_example()
{
    auto other = example();
    other.as_map().set("lastname", "other");
    return other;
}

asio::awaitable<void> document_cases::expect_document(
    document_store const& store, attribute_value key, attribute_value value)
{
    auto const found = co_await store.read(std::move(key));
    CO_ASSERT_TRUE(found.has_value());
    EXPECT_EQ(found->value, value);
}

attribute_value document_cases::document_of(std::string text)
{
    std::replace(text.begin(), text.end(), '\'', '"');
    return from_json_text(text);
}

asio::awaitable<std::size_t> document_cases::count_items(documents const& d)
{
    std::set<std::string> tables;
    add_tables(tables, d.tree);
    std::size_t count = 0;
    for (auto const& table : tables)
    {
        auto const items = co_await scan(d.owner, table);
        count += items.size();
    }
    co_return count;
}

document_key_provider key_for(std::vector<std::string> paths, std::string key, std::string id)
{
    return [=](document_field const& field) -> std::optional<document_key>
    {
        if (std::find(paths.begin(), paths.end(), field.where.text()) == paths.end())
            return std::nullopt;
        return document_key{.bytes = secret(key), .id = id};
    };
}

document_key_provider key_for_all(std::string key, std::string id)
{
    return [=](document_field const&) -> std::optional<document_key>
    { return document_key{.bytes = secret(key), .id = id}; };
}

} // namespace dynasio::tests
