// SPDX-License-Identifier: BSL-1.0
//
// Every form of a condition against a DynamoDB server: that it is taken, and that it means what it says.

#include "expression_rows.hpp"

#include <dynasio/operations.hpp>

namespace dynasio::tests {
namespace {

namespace asio = boost::asio;
using namespace expression_rows;

struct expression_conditions : local_dynamodb
{};

/// The ids of the items that the filter lets through, in order.
asio::awaitable<std::string> found(client c, std::string table, condition filter)
{
    auto request = with(scan_input{}, filter);
    request.table_name = table;
    request.consistent_read = true;
    auto const page = co_await c.scan(request);
    std::set<std::string> ids;
    for (auto const& each : page.items)
        ids.insert(each.at("id").as_string());
    std::string result;
    for (auto const& id : ids)
        result += id;
    co_return result;
}

/// Conditions with the ids of the items that they hold for.
std::vector<std::pair<condition, std::string>> built_conditions()
{
    std::set<std::string> const xy{"x", "y"};
    return {
        {attr<&row::name> == "Ann", "a"},
        {attr<&row::name> != "Ann", "b"},
        {attr<&row::n> < 2, "a"},
        {attr<&row::n> <= 2, "ab"},
        {attr<&row::n> > 1, "b"},
        {attr<&row::n> >= 1, "ab"},
        {2 > attr<&row::n>, "a"},
        {attr<&row::name> == attr<&row::other>, "b"},
        {attr<&row::paint> == paint::green, "b"},
        {attr<&row::active> == true, "a"},
        {attr<&row::weight> == 0.5, "a"},
        {attr<&row::photo> == to_binary("xyz"), "a"},
        {attr<&row::tags> == xy, "a"},
        {attr<&row::log> == std::vector<std::string>{"one", "two"}, "a"},
        {attr<&row::home> == place{"Rome", 3}, "a"},
        {attr<&row::home, &place::city> == "Rome", "a"},
        {attr<&row::homes>[1] / attr<&place::floor> == 2, "a"},
        {attr<&row::counts>["mon"] == 5, "a"},
        {path("homes[0].city") == "Oslo", "a"},
        {between(attr<&row::n>, 2, 3), "b"},
        {between(attr<&row::n>, attr<&row::weight>, attr<&row::size>), "ab"},
        {in(attr<&row::name>, {"Bob", "Zoe"}), "b"},
        {in(attr<&row::name>, "Zoe", attr<&row::other>), "b"},
        {in(attr<&row::paint>, {paint::red}), "a"},
        {exists(attr<&row::note>), "b"},
        {not_exists(attr<&row::note>), "a"},
        {has_type(attr<&row::tags>, attribute_type::ss), "a"},
        {has_type(attr<&row::log>, attribute_type::l), "ab"},
        {begins_with(attr<&row::name>, "An"), "a"},
        {begins_with(attr<&row::photo>, to_binary("x")), "a"},
        {contains(attr<&row::name>, "ob"), "b"},
        {contains(attr<&row::name>, attr<&row::other>), "ab"},
        {contains(attr<&row::tags>, "y"), "a"},
        {contains(attr<&row::lucky>, 13), "a"},
        {contains(attr<&row::log>, "two"), "a"},
        {size(attr<&row::log>) == 2, "a"},
        {size(attr<&row::name>) == size(attr<&row::other>), "b"},
        {size(attr<&row::photo>) > size(attr<&row::tags>), "a"},
        {between(size(attr<&row::home>), 2, 2), "a"},
        {in(size(attr<&row::name>), {3, 4}), "ab"},
        {!(attr<&row::name> == "Ann"), "b"},
        {!!(attr<&row::name> == "Ann"), "a"},
        {attr<&row::n> == 1 || (attr<&row::n> == 2 && attr<&row::name> == "Ann"), "a"},
        {(attr<&row::n> == 1 || attr<&row::n> == 2) && attr<&row::name> == "Bob", "b"},
        {!(attr<&row::n> == 1 && attr<&row::name> == "Ann") && attr<&row::n> < 9, "b"},
        {!between(attr<&row::n>, 2, 3) && !in(attr<&row::n>, std::vector<int>{5}), "a"},
    };
}

std::vector<std::pair<condition, std::string>> checked_conditions()
{
    return {
        {condition_text<row, "name = :n OR n > :two">(bind<":n">("Ann"), bind<":two">(2)), "a"},
        {condition_text<row, "not name <> :n and not (n in (:one, :two))">(
             bind<":n">("Bob"), bind<":one">(1), bind<":two">(3)),
            "b"},
        {condition_text<row, "homes[1].city = :c and counts.mon between :a and size">(
             bind<":c">("Bern"), bind<":a">(1)),
            "a"},
        {condition_text<row, "attribute_exists(note) AND attribute_not_exists(tags)">(), "b"},
        {condition_text<row, "attribute_type(note, :t) OR begins_with(name, :p) OR contains(lucky, :seven)">(
             bind<":t">(attribute_type::n), bind<":p">("Bo"), bind<":seven">(7)),
            "ab"},
        {condition_text<row, "size(name) = size(other) and paint = :p">(bind<":p">(paint::green)), "b"},
    };
}

TEST_F(expression_conditions, conditions_hold_for_the_right_items)
{
    run(
        [this](client c) -> asio::awaitable<void>
        {
            auto const table = table_name("t");
            co_await make_table(c, table);
            co_await put(c, table, to_item(first()));
            co_await put(c, table, to_item(second()));
            for (auto const& all : {built_conditions(), checked_conditions()})
                for (auto const& [what, ids] : all)
                {
                    auto const got = co_await found(c, table, what);
                    EXPECT_EQ(got, ids) << expression_writer().write(what);
                }
        });
}

TEST_F(expression_conditions, conditions_guard_writes_and_transactions)
{
    run(
        [this](client c) -> asio::awaitable<void>
        {
            auto const table = table_name("t");
            co_await make_table(c, table);
            auto create = with(put_item_input{}, not_exists(attr<&row::id>));
            create.table_name = table;
            create.item = to_item(first());
            co_await c.put_item(create);
            auto const again = co_await c.try_put_item(create);
            CO_ASSERT_ERROR(again, errc::conditional_check_failed);

            transact_write_items_input both;
            auto change = with(model::update{}, update(attr<&row::n> += 1), attr<&row::n> == 1);
            change.table_name = table;
            change.key = id_key("a");
            both.transact_items.emplace_back().update = change;
            auto check = with(model::condition_check{}, not_exists(attr<&row::id>));
            check.table_name = table;
            check.key = id_key("b");
            both.transact_items.emplace_back().condition_check = check;
            auto store = with(model::put{}, not_exists(attr<&row::id>));
            store.table_name = table;
            store.item = id_key("c");
            both.transact_items.emplace_back().put = store;
            co_await c.transact_write_items(both);

            auto drop = with(model::delete_{}, exists(attr<&row::id>));
            drop.table_name = table;
            drop.key = id_key("c");
            transact_write_items_input last;
            last.transact_items.emplace_back().delete_ = drop;
            co_await c.transact_write_items(last);

            auto remove = with(delete_item_input{}, attr<&row::n> == 1);
            remove.table_name = table;
            remove.key = id_key("a");
            auto const refused = co_await c.try_delete_item(remove);
            CO_ASSERT_ERROR(refused, errc::conditional_check_failed);
            auto const left = co_await get(c, table, id_key("a"));
            CO_ASSERT_TRUE(left.has_value());
            EXPECT_EQ(left->at("n"), attribute_value(2));
            auto const gone = co_await get(c, table, id_key("c"));
            EXPECT_FALSE(gone.has_value());
        });
}

TEST_F(expression_conditions, what_is_within_the_limits_is_taken)
{
    run(
        [this](client c) -> asio::awaitable<void>
        {
            auto const table = table_name("t");
            co_await make_table(c, table);
            co_await put(c, table, to_item(first()));
            condition operators = attr<&row::n> == 1;
            for (int i = 1; i < 150; ++i)
                operators = operators || attr<&row::n> == i + 1;
            auto const all = co_await found(c, table, operators);
            EXPECT_EQ(all, "a");
            std::vector<int> numbers(100);
            for (int i = 0; i < 100; ++i)
                numbers[static_cast<std::size_t>(i)] = i;
            auto const some = co_await found(c, table, in(attr<&row::n>, numbers));
            EXPECT_EQ(some, "a");
        });
}

} // namespace
} // namespace dynasio::tests
