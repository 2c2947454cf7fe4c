// SPDX-License-Identifier: BSL-1.0
//
// What stores go on without is told to the observer of their client.

#include "support/scripted_client.hpp"

#include <dynasio/observer.hpp>
#include <dynasio/stores/record_table.hpp>
#include <dynasio/stores/spec_store.hpp>

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace {

struct entry
{
    int id = 0;
    std::string name;
};
BOOST_DESCRIBE_STRUCT(entry, (), (id, name))

} // namespace

template <>
struct dynasio::record_definition<entry> : dynasio::record_key<&entry::id>
{};

namespace dynasio::tests {
namespace {

class warnings final : public observer
{
public:
    void warning(store_warning const& found) noexcept override
    {
        std::string text(found.store);
        text.append(" ").append(found.table).append(" ").append(found.key).append(" ").append(found.text);
        seen.push_back(text);
    }
    std::vector<std::string> seen;
};

struct store_warnings : ::testing::Test
{
    client make()
    {
        auto options = world.options();
        options.observer = watcher;
        return {world.context.get_executor(), options};
    }

    scripted_client world;
    std::shared_ptr<warnings> watcher = std::make_shared<warnings>();
};

constexpr char const* specs_with_a_bad_one =
    R"({"Items":[{"sub":{"S":"u"},"updated_at_id":{"S":"latest#x"},"id":{"S":"x"},"updated_at":{"S":"5"},)"
    R"("version":{"S":"1"},"model_count":{"S":"many"}}]})";

TEST_F(store_warnings, of_specs_that_are_skipped)
{
    world.server->expect("Query").reply(200, specs_with_a_bad_one).times(2);
    spec_store const store(make());
    world.run(
        [&]() -> boost::asio::awaitable<void>
        {
            auto const skipping = list_options().skip_bad_items();
            auto const all = co_await store.list("u", skipping);
            EXPECT_TRUE(all.empty());
            auto specs = store.stream("u", skipping);
            auto const next = co_await specs.next();
            EXPECT_FALSE(next);
        });
    ASSERT_EQ(watcher->seen.size(), 2u);
    for (auto const& text : watcher->seen)
    {
        EXPECT_TRUE(text.starts_with("spec_store ")) << text;
        EXPECT_NE(text.find("latest#x"), std::string::npos) << text;
        EXPECT_NE(text.find("malformed item skipped: model_count"), std::string::npos) << text;
    }
}

TEST_F(store_warnings, of_records_that_are_skipped)
{
    world.server->expect("Scan").reply(
        200, R"({"Items":[{"id":{"N":"1"},"name":{"S":"a"}},{"id":{"N":"2"},"name":{"N":"5"}}],"Count":2})");
    record_table<entry> const table(make(), "entries");
    world.run(
        [&]() -> boost::asio::awaitable<void>
        {
            auto records = table.scan(read_options().skip_bad_items());
            auto const first = co_await records.next();
            CO_ASSERT_TRUE(first.has_value());
            EXPECT_EQ(first->id, 1);
            auto const second = co_await records.next();
            EXPECT_FALSE(second);
        });
    ASSERT_EQ(watcher->seen.size(), 1u);
    EXPECT_TRUE(watcher->seen[0].starts_with("record_table entries ")) << watcher->seen[0];
    EXPECT_NE(watcher->seen[0].find("malformed item skipped: name"), std::string::npos) << watcher->seen[0];
}

} // namespace
} // namespace dynasio::tests
