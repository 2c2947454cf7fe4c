// SPDX-License-Identifier: BSL-1.0
//
// Documents over several regions, and what a store with one client does with regions that are not its own.

#include "unit/stores/store_failure.hpp"

#include <dynasio/stores/document_store.hpp>

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace dynasio::tests {
namespace {

namespace asio = boost::asio;

document_tree tree_over(std::string region)
{
    document_tree const shard{.table = "Shards", .key_name = "K", .region = std::move(region), .path = "$.a"};
    return {.table = "Roots", .key_name = "ID", .shards = {shard}};
}

constexpr char const* root_in_osaka =
    R"({"Item":{"ID":{"S":"k"},"a":{"M":{"primary_key":{"S":"s"},"table_name:":{"S":"Shards"}}},"__dystore_meta__":{"M":{)"
    R"("table_name":{"S":"Roots"},"region_name":{"S":"us-east-1"},"primary_key_name":{"S":"ID"},"path":{"NULL":true},)"
    R"("shards":{"L":[{"M":{"table_name":{"S":"Shards"},"region_name":{"S":"ap-northeast-3"},)"
    R"("primary_key_name":{"S":"K"},"path":{"S":"$.a"},"shards":{"L":[]}}}]}}}}})";
constexpr char const* shards_in_osaka =
    R"({"Responses":{"Shards":[{"K":{"S":"s"},"x":{"N":"1"},"__dystore_meta__":{"M":{"table_name":{"S":"Shards"},)"
    R"("region_name":{"S":"ap-northeast-3"},"primary_key_name":{"S":"K"},"path":{"S":"$.a"},"shards":{"L":[]}}}}]},)"
    R"("UnprocessedKeys":{}})";

bool says(http::request const& r, std::string const& text)
{
    return r.body.find(text) != std::string::npos;
}

/// A second server in another region.
struct two_regions
{
    scripted_client here;
    std::shared_ptr<dynasio::testing::scripted_transport> there =
        std::make_shared<dynasio::testing::scripted_transport>(here.clock);
    unsigned asked = 0;

    document_store_options options()
    {
        document_store_options result;
        result.clients = [this](std::string const& region)
        {
            ++asked;
            EXPECT_EQ(region, "ap-northeast-3");
            auto wanted = here.options();
            wanted.region = region;
            wanted.transport = there;
            return client(here.context.get_executor(), wanted);
        };
        return result;
    }
};

TEST(document_regions, each_table_is_reached_in_its_region)
{
    two_regions world;
    auto const owner = world.here.make();
    document_store const store(owner, tree_over("ap-northeast-3"), world.options());
    world.there->expect("BatchWriteItem")
        .where([](http::request const& r) { return says(r, R"("region_name":{"S":"ap-northeast-3"})"); })
        .reply(200, "{}");
    world.here.server->expect("PutItem")
        .where([](http::request const& r) { return says(r, R"("region_name:":{"S":"ap-northeast-3"})"); })
        .reply(200, "{}");
    world.here.server->expect("GetItem").reply(200, root_in_osaka);
    world.there->expect("BatchGetItem").reply(200, shards_in_osaka);
    world.here.run(
        [&]() -> asio::awaitable<void>
        {
            attribute_value const document(item::of("a", attribute_value(item::of("x", 1))));
            auto const options = document_write_options().key("k");
            co_await store.write(document, options);
            auto const found = co_await store.read("k");
            CO_ASSERT_TRUE(found.has_value());
            EXPECT_EQ(found->value, document);
            EXPECT_EQ(found->items.at(1).item.region, "ap-northeast-3");
        });
    EXPECT_EQ(world.there->report(), "");
    EXPECT_EQ(world.asked, 2u); // once for each operation
}

TEST(document_regions, a_transaction_stays_in_one_region)
{
    two_regions world;
    auto const owner = world.here.make();
    document_store const store(owner, tree_over("ap-northeast-3"), world.options());
    world.here.server->expect("GetItem").reply(200, "{}");
    auto const failure = store_failure(world.here,
        [&]
        {
            attribute_value document(item::of("a", attribute_value(item::of("x", 1))));
            return store.write(std::move(document), document_write_options().in_transaction());
        });
    EXPECT_EQ(failure.code(), store_errc::bad_input);
}

TEST(document_regions, one_client_without_an_endpoint_reaches_its_own_region)
{
    scripted_client world;
    auto const owner = world.make();
    document_store const configured(owner, tree_over("ap-northeast-3"));
    auto const refused = store_failure(world, [&] { return configured.read("k"); });
    EXPECT_EQ(refused.code(), store_errc::bad_input);
    EXPECT_NE(std::string(refused.what()).find("clients"), std::string::npos) << refused.what();

    world.server->expect("GetItem").reply(200, root_in_osaka);
    document_store const opened = document_store::open(owner, "Roots", "ID");
    auto const untrusted = store_failure(world, [&] { return opened.read("k"); });
    EXPECT_EQ(untrusted.code(), store_errc::untrusted_shard);
    EXPECT_EQ(untrusted.details().table, "Shards");
    EXPECT_EQ(untrusted.details().attribute, "$.a");
}

TEST(document_regions, one_client_with_an_endpoint_takes_all_regions_there)
{
    scripted_client world;
    auto options = world.options();
    options.endpoint_url = "http://127.0.0.1:8000";
    client const owner(world.context.get_executor(), options);
    document_store const store(owner, tree_over("ap-northeast-3"));
    world.server->expect("GetItem").reply(200, root_in_osaka);
    world.server->expect("BatchGetItem").reply(200, shards_in_osaka);
    world.run(
        [&]() -> asio::awaitable<void>
        {
            auto const found = co_await store.read("k");
            EXPECT_TRUE(found.has_value());
        });
}

TEST(document_options, invalid_ones_are_named)
{
    scripted_client world;
    auto const owner = world.make();
    auto const why = [&](document_tree tree, document_store_options options) -> std::string
    {
        try
        {
            document_store const store(owner, std::move(tree), std::move(options));
        }
        catch (std::invalid_argument const& e)
        {
            return e.what();
        }
        return "nothing";
    };
    document_store_options options;
    options.max_levels = 33;
    EXPECT_EQ(why(tree_over(""), options), "document_store_options::max_levels: must be from 1 to 32");
    options = {};
    options.max_shards = 0;
    EXPECT_EQ(why(tree_over(""), options), "document_store_options::max_shards: must be from 1 to 10,000");
    options = {};
    options.call_timeout = std::chrono::seconds(0);
    EXPECT_NE(why(tree_over(""), options).find("call_timeout"), std::string::npos);
    options = {};
    options.mirror_original_skips = true;
    EXPECT_NE(why(tree_over(""), options).find("mirror_original_skips"), std::string::npos);
    options = {};
    options.reads_raw_legacy = true;
    EXPECT_NE(why(tree_over(""), options).find("reads_raw_legacy"), std::string::npos);
    options = {};
    auto tree = tree_over("");
    tree.shards[0].path = "$.[";
    EXPECT_NE(why(tree, options).find("Shards"), std::string::npos);
    EXPECT_EQ(why(tree_over(""), options), "nothing");
}

} // namespace
} // namespace dynasio::tests
