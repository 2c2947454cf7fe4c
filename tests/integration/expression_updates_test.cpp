// SPDX-License-Identifier: BSL-1.0
//
// Every form of an update, key condition and projection against a DynamoDB server.

#include "expression_rows.hpp"
#include "support/test_data.hpp"

#include <dynasio/operations.hpp>

namespace dynasio::tests {
namespace {

namespace asio = boost::asio;
using namespace expression_rows;

struct expression_updates : local_dynamodb
{};

/// Updates with what each makes of `first()`.
std::vector<std::pair<update, row>> updates()
{
    std::vector<std::pair<update, row>> result;
    auto const expect = [&](update u, auto change)
    {
        auto r = first();
        change(r);
        result.emplace_back(std::move(u), std::move(r));
    };
    std::vector<std::string> const none;
    expect(attr<&row::name> = "Anna", [](row& r) { r.name = "Anna"; });
    expect(attr<&row::name> = attr<&row::other>, [](row& r) { r.name = "nn"; });
    expect(attr<&row::paint> = paint::green, [](row& r) { r.paint = paint::green; });
    expect(attr<&row::home, &place::city> = "Bonn", [](row& r) { r.home->city = "Bonn"; });
    expect(attr<&row::homes>[1] / attr<&place::floor> = 9, [](row& r) { r.homes[1].floor = 9; });
    expect(attr<&row::counts>["tue"] = 1, [](row& r) { r.counts["tue"] = 1; });
    expect(attr<&row::home> = std::nullopt, [](row& r) { r.home.reset(); });
    expect(attr<&row::tags> = {}, [](row& r) { r.tags.clear(); });
    expect(attr<&row::n> += 5, [](row& r) { r.n += 5; });
    expect(attr<&row::n> = 10 - attr<&row::size>, [](row& r) { r.n = 0; });
    expect(attr<&row::n> = attr<&row::size> - attr<&row::n>, [](row& r) { r.n = 9; });
    expect(
        attr<&row::note> = if_not_exists(attr<&row::note>, attr<&row::name>), [](row& r) { r.note = "Ann"; });
    expect(attr<&row::n> = if_not_exists(path("absent"), if_not_exists(attr<&row::size>, 0)) + 1,
        [](row& r) { r.n = 11; });
    expect(
        attr<&row::log> = list_append(attr<&row::log>, {"three"}), [](row& r) { r.log.push_back("three"); });
    expect(attr<&row::log> = list_append({"zero"}, if_not_exists(attr<&row::log>, none)),
        [](row& r) { r.log.insert(r.log.begin(), "zero"); });
    expect(remove(attr<&row::log>[0]), [](row& r) { r.log.erase(r.log.begin()); });
    expect(add(attr<&row::n>, 4), [](row& r) { r.n += 4; });
    expect(add(attr<&row::tags>, {"z"}), [](row& r) { r.tags.insert("z"); });
    expect(erase(attr<&row::lucky>, {7}), [](row& r) { r.lucky.erase(7); });
    expect(update(attr<&row::name> = "x", remove(attr<&row::home>), add(attr<&row::lucky>, {1}),
               erase(attr<&row::tags>, {"x"}), set(path("other"), "x")),
        [](row& r)
        {
            r.name = r.other = "x";
            r.home.reset();
            r.lucky.insert(1);
            r.tags.erase("x");
        });
    expect(update_text<row,
               "SET size = size - :one, log[1] = name REMOVE homes[0], home.city ADD counts.mon :one "
               "DELETE tags :t">(bind<":one">(1), bind<":t">(std::set<std::string>{"y"})),
        [](row& r)
        {
            r.size = 9;
            r.log[1] = "Ann";
            r.homes.erase(r.homes.begin());
            r.home->city = "(removed)";
            r.counts["mon"] = 6;
            r.tags.erase("y");
        });
    return result;
}

TEST_F(expression_updates, updates_change_what_they_say)
{
    run(
        [this](client c) -> asio::awaitable<void>
        {
            auto const table = table_name("t");
            co_await make_table(c, table);
            for (auto const& [what, expected] : updates())
            {
                co_await put(c, table, to_item(first()));
                auto request = with(update_item_input{}, what, exists(attr<&row::id>));
                request.table_name = table;
                request.key = id_key("a");
                request.return_values = model::return_value::all_new;
                auto const answer = co_await c.update_item(request);
                auto wanted = to_item(expected);
                if (expected.home && expected.home->city == "(removed)")
                    wanted.at("home").as_map().erase("city");
                EXPECT_EQ(*answer.attributes, wanted) << *request.update_expression;
            }
        });
}

TEST_F(expression_updates, key_conditions_and_projections_choose_what_is_read)
{
    run(
        [this](client c) -> asio::awaitable<void>
        {
            auto const table = table_name("t");
            co_await make_table(c, table, "n");
            for (int n = 1; n <= 5; ++n)
            {
                auto r = first();
                r.n = n;
                co_await put(c, table, to_item(r));
            }
            auto const partition = key(attr<&row::id> == "a");
            std::vector<std::pair<key_condition, std::string>> const cases{
                {partition, "12345"},
                {partition && attr<&row::n> == 3, "3"},
                {partition && attr<&row::n> < 3, "12"},
                {partition && attr<&row::n> <= 3, "123"},
                {partition && attr<&row::n> > 3, "45"},
                {partition && attr<&row::n> >= 3, "345"},
                {partition && between(attr<&row::n>, 2, 4), "234"},
                {key_condition_text<row, "id = :i AND n BETWEEN :a AND :b">(
                     bind<":i">("a"), bind<":a">(2), bind<":b">(3)),
                    "23"},
                {key(path("id") == "b"), ""},
            };
            projection const wanted(attr<&row::n>, attr<&row::home, &place::city>, attr<&row::log>[1]);
            for (auto const& [what, expected] : cases)
            {
                auto request = with(query_input{}, what, attr<&row::name> == "Ann", wanted);
                request.table_name = table;
                auto const page = co_await c.query(request);
                std::string got;
                for (auto const& each : page.items)
                {
                    got += each.at("n").as_number().text();
                    EXPECT_EQ(each.size(), 3U);
                    EXPECT_EQ(each.at("log").as_list().size(), 1U);
                    EXPECT_EQ(each.at("home").as_map().at("city"), attribute_value("Rome"));
                }
                EXPECT_EQ(got, expected) << *request.key_condition_expression;
            }
            auto one = with(get_item_input{}, projection_text<row, "home.floor, name">());
            one.table_name = table;
            one.key = id_key("a");
            one.key.set("n", 2);
            auto const answer = co_await c.get_item(one);
            CO_ASSERT_TRUE(answer.item.has_value());
            EXPECT_EQ(answer.item->size(), 2U);
            EXPECT_EQ(answer.item->at("home").as_map().at("floor"), attribute_value(3));
            batch_get_item_input batch;
            auto& keys = batch.request_items[table];
            keys = with(model::keys_and_attributes{}, projection(attr<&row::name>));
            keys.keys.push_back(one.key);
            auto const several = co_await c.batch_get_item(batch);
            EXPECT_EQ(several.responses.at(table).front().size(), 1U);
        });
}

TEST_F(expression_updates, begins_with_chooses_by_sort_key)
{
    run(
        [this](client c) -> asio::awaitable<void>
        {
            auto const table = table_name("t");
            auto make = table_request(table);
            make.attribute_definitions->push_back({"name", model::scalar_attribute_type::s});
            make.key_schema->push_back({"name", model::key_type::range});
            co_await c.create_table(make);
            co_await wait_until_table_exists(c, table);
            for (auto const* name : {"Ann", "Anna", "Bob"})
            {
                auto r = first();
                r.name = name;
                co_await put(c, table, to_item(r));
            }
            auto request =
                with(query_input{}, key(attr<&row::id> == "a") && begins_with(attr<&row::name>, "An"));
            request.table_name = table;
            auto const page = co_await c.query(request);
            EXPECT_EQ(page.items.size(), 2U);
        });
}

TEST_F(expression_updates, reserved_words_are_names_like_others)
{
    auto const* const file = "model/reserved-words.json";
    DYNASIO_REQUIRE_TEST_DATA(file);
    auto const words = load_test_data(file).as_array();
    run(
        [&](client c) -> asio::awaitable<void>
        {
            auto const table = table_name("t");
            co_await make_table(c, table);
            std::size_t at = 0;
            while (at < words.size())
            {
                update u;
                for (int i = 0; i < 100 && at < words.size(); ++i)
                    u.set(path(words[at++].as_string()), 1);
                auto request = with(update_item_input{}, u);
                request.table_name = table;
                request.key = id_key("a");
                co_await c.update_item(request);
            }
            auto const stored = co_await get(c, table, id_key("a"));
            CO_ASSERT_TRUE(stored.has_value());
            EXPECT_EQ(stored->size(), words.size() + 1);
        });
}

} // namespace
} // namespace dynasio::tests
