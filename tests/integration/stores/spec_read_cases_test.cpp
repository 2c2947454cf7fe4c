// SPDX-License-Identifier: BSL-1.0
//
// The acceptance cases of the store of specs about ids, names and lists.

#include "store_fixture.hpp"

#include <dynasio/http/errc.hpp>
#include <dynasio/testing/scripted_transport.hpp>

#include <algorithm>
#include <numeric>

namespace dynasio::tests {
namespace {

struct spec_read_cases : store_cases
{
    [[nodiscard]] std::string table() const { return spec_options().table_name; }
};

item const* find_key(std::vector<item> const& all, std::string const& key)
{
    for (auto const& each : all)
        if (each.at("updated_at_id").as_string() == key)
            return &each;
    return nullptr;
}

TEST_F(spec_read_cases, case_09_any_id_will_do)
{
    std::string const foreign = "\xC3\xBCn\xC3\xAF-\xE8\xA6\x8F\xE6\xA0\xBC";
    run_stores(
        [this, foreign](stores& s) -> asio::awaitable<void>
        {
            for (auto const& id : {foreign, std::string("latest")})
            {
                set_time(1700000000);
                co_await save(s.specs, "u", id, "1");
                set_time(1700000001);
                co_await save(s.specs, "u", id, "2");
            }
            auto const listed = co_await s.specs.list("u");
            CO_ASSERT_EQ(listed.size(), 2u);
            EXPECT_EQ(listed[0].id, "latest");
            EXPECT_EQ(listed[1].id, foreign);
            for (auto const& id : {foreign, std::string("latest")})
            {
                auto const found = co_await s.specs.get("u", id);
                CO_ASSERT_TRUE(found.has_value());
                EXPECT_EQ(found->version, "2");
                auto const versions = co_await s.specs.list_versions("u", id);
                CO_ASSERT_EQ(versions.size(), 2u);
                EXPECT_EQ(versions[0].version, "1");
                auto const removed = co_await s.specs.remove("u", id);
                EXPECT_EQ(removed, 3u);
            }
            auto const all = co_await scan(s.owner, table());
            EXPECT_TRUE(all.empty());
        });
}

TEST_F(spec_read_cases, case_10_nothing_is_no_error)
{
    run_stores(
        [](stores& s) -> asio::awaitable<void>
        {
            auto const removed = co_await s.specs.remove("nobody", "x");
            EXPECT_EQ(removed, 0u);
            EXPECT_EQ(s.operations(), std::vector<std::string>{"Query"});
            auto const listed = co_await s.specs.list("nobody");
            EXPECT_TRUE(listed.empty());
            auto const versions = co_await s.specs.list_versions("nobody", "x");
            EXPECT_TRUE(versions.empty());
            auto const models = co_await s.specs.count_models("nobody");
            EXPECT_EQ(models, 0);
            auto const latest = co_await s.specs.latest_version("nobody", "x");
            EXPECT_FALSE(latest);
            auto const whole = co_await s.specs.get("nobody", "x");
            EXPECT_FALSE(whole);
            auto const all = co_await s.specs.remove_all("nobody");
            EXPECT_EQ(all, 0u);
        });
}

TEST_F(spec_read_cases, case_13_lists_follow_pages)
{
    run_stores(
        [](stores& s) -> asio::awaitable<void>
        {
            std::vector<asio::awaitable<void>> all;
            auto const some = [](stores& t, int first) -> asio::awaitable<void>
            {
                for (int i = first; i < 300; i += 8)
                {
                    auto input = make_spec("spec" + std::to_string(1000 + i), "1", i);
                    input.description = std::string(8 * 1024, 'd');
                    co_await t.specs.create_or_update("u", input);
                }
            };
            for (int first = 0; first < 8; ++first)
                all.push_back(some(s, first));
            co_await together(std::move(all));

            s.sent->clear();
            auto const listed = co_await s.specs.list("u");
            EXPECT_EQ(listed.size(), 300u);
            EXPECT_TRUE(std::is_sorted(
                listed.begin(), listed.end(), [](auto const& a, auto const& b) { return a.id < b.id; }));
            EXPECT_GE(s.count("Query"), 2u);
            s.sent->clear();
            auto const models = co_await s.specs.count_models("u");
            EXPECT_EQ(models, 299 * 300 / 2);
            EXPECT_GE(s.count("Query"), 2u);
        });
}

TEST_F(spec_read_cases, case_15_names_that_are_alike_are_one_spec)
{
    run_stores(
        [this](stores& s) -> asio::awaitable<void>
        {
            spec input;
            input.name = "Spec_One";
            input.version = "1";
            set_time(1700000000);
            auto const first = co_await s.specs.create_or_update("u", input);
            EXPECT_EQ(first.id, "spec-one");
            auto const all = co_await scan(s.owner, table());
            auto const* latest = find_key(all, "latest#spec-one");
            CO_ASSERT_TRUE(latest != nullptr);
            EXPECT_EQ(latest->at("name").as_string(), "Spec_One");

            input.name = "SPEC.ONE";
            input.version = "2";
            set_time(1700000001);
            co_await s.specs.create_or_update("u", input);
            auto const listed = co_await s.specs.list("u");
            CO_ASSERT_EQ(listed.size(), 1u);
            EXPECT_EQ(listed[0].name, "SPEC.ONE");
            EXPECT_EQ(listed[0].version, "2");
            auto const versions = co_await s.specs.list_versions("u", "spec-one");
            EXPECT_EQ(versions.size(), 2u);
        });
}

TEST_F(spec_read_cases, case_16_bad_input_is_never_sent)
{
    run_stores(
        [](stores& s) -> asio::awaitable<void>
        {
            auto const refused = [&s](std::string sub, spec input,
                                     std::string attribute) -> asio::awaitable<void>
            {
                auto const details =
                    co_await failure(s.specs.create_or_update(std::move(sub), input), store_errc::bad_input);
                EXPECT_EQ(details.attribute, attribute);
            };
            auto input = make_spec("x", "");
            co_await refused("u", input, "version");
            input = make_spec("x", "1");
            co_await refused("", input, "sub");
            input = make_spec(std::string(1004, 'x'), "1");
            co_await refused("u", input, "id");
            input = make_spec("x", "1", -1);
            co_await refused("u", input, "model_count");
            input = make_spec("x", "1");
            input.description = std::string(250 * 1024, 'd');
            co_await refused("u", input, "spec");

            // The reads check their arguments too.
            co_await failure(s.specs.list(""), store_errc::bad_input);
            co_await failure(s.specs.count_models(""), store_errc::bad_input);
            co_await failure(s.specs.get("u", ""), store_errc::bad_input);
            co_await failure(s.specs.latest_version("u", std::string(1004, 'x')), store_errc::bad_input);
            co_await failure(s.specs.list_versions("u", "\xFF"), store_errc::bad_input);
            co_await failure(s.specs.remove(std::string(2049, 'x'), "x"), store_errc::bad_input);
            co_await failure(s.specs.remove_all(""), store_errc::bad_input);
            co_await failure(s.specs.list("u", list_options().limit(0)), store_errc::bad_input);
            co_await failure(s.specs.list_page("u", list_options().after("!")), store_errc::bad_input);
            EXPECT_TRUE(s.sent->exchanges().empty());
        });
}

} // namespace
} // namespace dynasio::tests
