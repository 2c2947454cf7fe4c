// SPDX-License-Identifier: BSL-1.0

#include "expression_types.hpp"

#include <gtest/gtest.h>

namespace expression_types {
namespace {

using namespace dynasio;

TEST(expression_update, an_attribute_is_set)
{
    EXPECT_EQ(written(attr<&person::name> = "Anna"), R"(SET #0 = :0 | name | {"S":"Anna"})");
    EXPECT_EQ(written(attr<&person::name> = attr<&person::note>), "SET #0 = #1 | name note |");
    EXPECT_EQ(written(attr<&person::name> = path("old.name")), "SET #0 = #1.#0 | name old |");
    EXPECT_EQ(
        written(attr<&person::relation> = relation::sibling), R"(SET #0 = :0 | relation | {"S":"SIBLING"})");
    EXPECT_EQ(written(attr<&person::tags> = {"b", "a"}), R"(SET #0 = :0 | tags | {"SS":["a","b"]})");
    EXPECT_EQ(written(attr<&person::log> = {}), R"(SET #0 = :0 | log | {"L":[]})");
    EXPECT_EQ(
        written(attr<&person::home, &address::city> = "x"), R"(SET #0.#1 = :0 | home city | {"S":"x"})");
    EXPECT_EQ(written(attr<&person::log>[1] = "x"), R"(SET #0[1] = :0 | log | {"S":"x"})");
    EXPECT_EQ(written(attr<&person::log>[1] = attr<&person::log>[0]), "SET #0[1] = #0[0] | log |");
    EXPECT_EQ(written(attr<&person::size> = attr<&person::size>), "SET #0 = #0 | size |");
    EXPECT_EQ(written(attr<&person::phones>["home"] = "1"), R"(SET #0.#1 = :0 | phones home | {"S":"1"})");
    EXPECT_EQ(written(attr<&person::homes>[0] = address{"x", {}}),
        R"(SET #0[0] = :0 | homes | {"M":{"city":{"S":"x"},"lines":{"L":[]}}})");
    EXPECT_EQ(written(set(path("a.b"), 1)), R"(SET #0.#1 = :0 | a b | {"N":"1"})");
    EXPECT_EQ(written(attr<&person::note> = nullptr), R"(SET #0 = :0 | note | {"NULL":true})");
}

TEST(expression_update, empty_optionals_and_sets_are_removed)
{
    EXPECT_EQ(written(attr<&person::note> = std::nullopt), "REMOVE #0 | note |");
    EXPECT_EQ(written(attr<&person::note> = std::optional<std::string>()), "REMOVE #0 | note |");
    EXPECT_EQ(written(attr<&person::note> = {}), "REMOVE #0 | note |");
    EXPECT_EQ(
        written(attr<&person::note> = std::optional<std::string>("x")), R"(SET #0 = :0 | note | {"S":"x"})");
    EXPECT_EQ(written(attr<&person::tags> = std::set<std::string>()), "REMOVE #0 | tags |");
    EXPECT_EQ(written(set(path("x"), std::optional<int>())), "REMOVE #0 | x |");
}

TEST(expression_update, numbers_are_computed)
{
    EXPECT_EQ(written(attr<&person::id> = attr<&person::id> + 1), R"(SET #0 = #0 + :0 | id | {"N":"1"})");
    EXPECT_EQ(
        written(attr<&person::id> = 10 - attr<&person::tiny>), R"(SET #0 = :0 - #1 | id tiny | {"N":"10"})");
    EXPECT_EQ(written(attr<&person::id> += 1), R"(SET #0 = #0 + :0 | id | {"N":"1"})");
    EXPECT_EQ(written(attr<&person::counts>[3] -= 2), R"(SET #0[3] = #0[3] - :0 | counts | {"N":"2"})");
    EXPECT_EQ(written(attr<&person::weight> -= attr<&person::exact>), "SET #0 = #0 - #1 | weight exact |");
    EXPECT_EQ(
        written(attr<&person::seen> += std::chrono::hours(1)), R"(SET #0 = #0 + :0 | seen | {"N":"3600"})");
}

TEST(expression_update, functions_give_values)
{
    EXPECT_EQ(written(attr<&person::id> = if_not_exists(attr<&person::id>, 0) + 1),
        R"(SET #0 = if_not_exists(#0, :0) + :1 | id | {"N":"0"} {"N":"1"})");
    EXPECT_EQ(written(attr<&person::note> = if_not_exists(attr<&person::note>, attr<&person::name>)),
        "SET #0 = if_not_exists(#0, #1) | note name |");
    EXPECT_EQ(
        written(attr<&person::name> = if_not_exists(attr<&person::note>, if_not_exists(path("x"), "y"))),
        R"(SET #0 = if_not_exists(#1, if_not_exists(#2, :0)) | name note x | {"S":"y"})");
    EXPECT_EQ(written(attr<&person::log> = list_append(attr<&person::log>, {"a", "b"})),
        R"(SET #0 = list_append(#0, :0) | log | {"L":[{"S":"a"},{"S":"b"}]})");
    EXPECT_EQ(written(attr<&person::log> = list_append({"a"}, attr<&person::log>)),
        R"(SET #0 = list_append(:0, #0) | log | {"L":[{"S":"a"}]})");
    std::vector<std::string> const none;
    EXPECT_EQ(written(attr<&person::log> = list_append(if_not_exists(attr<&person::log>, none), {"a"})),
        R"(SET #0 = list_append(if_not_exists(#0, :0), :1) | log | {"L":[]} {"L":[{"S":"a"}]})");
    EXPECT_EQ(written(set(path("l"), list_append(path("l"), {1}))),
        R"(SET #0 = list_append(#0, :0) | l | {"L":[{"N":"1"}]})");
}

TEST(expression_update, add_erase_and_remove)
{
    EXPECT_EQ(written(add(attr<&person::id>, -1)), R"(ADD #0 :0 | id | {"N":"-1"})");
    EXPECT_EQ(written(add(attr<&person::tags>, {"a", "b", "a"})), R"(ADD #0 :0 | tags | {"SS":["a","b"]})");
    EXPECT_EQ(written(add(attr<&person::lucky>, std::set<int>{7})), R"(ADD #0 :0 | lucky | {"NS":["7"]})");
    EXPECT_EQ(written(add(path("x"), {1.5})), R"(ADD #0 :0 | x | {"NS":["1.5"]})");
    EXPECT_EQ(written(erase(attr<&person::tags>, {"a"})), R"(DELETE #0 :0 | tags | {"SS":["a"]})");
    EXPECT_EQ(
        written(erase(attr<&person::lucky>, std::set<int>{7})), R"(DELETE #0 :0 | lucky | {"NS":["7"]})");
    EXPECT_EQ(written(remove(attr<&person::log>[0])), "REMOVE #0[0] | log |");
}

TEST(expression_update, clauses_are_gathered)
{
    update u(attr<&person::name> = "Anna", remove(attr<&person::note>), attr<&person::size> += 1);
    u.add(attr<&person::id>, 1)
        .erase(attr<&person::tags>, {"x"})
        .remove(attr<&person::age>, path("y"))
        .set(path("z"), "Anna");
    u.set(attr<&person::log> = list_append(attr<&person::log>, {"called"}))
        .add(path("v"), {2})
        .set(attr<&person::active> = true);
    EXPECT_EQ(written(u),
        "SET #0 = :0, #1 = #1 + :1, #2 = :0, #3 = list_append(#3, :2), #4 = :3 REMOVE #5, #6, #7 ADD #8 :1, "
        "#9 :4 "
        "DELETE #10 :5 | name size z log active note age y id v tags | "
        R"({"S":"Anna"} {"N":"1"} {"L":[{"S":"called"}]} {"BOOL":true} {"NS":["2"]} {"SS":["x"]})");
    update const copy = u;
    update all;
    EXPECT_EQ(written(all.insert(copy)), written(u));
}

TEST(expression_update, a_change_knows_its_member)
{
    auto const name = attr<&person::name> = "x";
    static_assert(std::is_same_v<decltype(name), assignment<&person::name> const>);
    static_assert(std::is_same_v<decltype(name)::record, person>);
    static_assert(name.root == &person::name);
    ASSERT_NE(name.value(), nullptr);
    EXPECT_EQ(*name.value(), attribute_value("x"));
    EXPECT_EQ((attr<&person::note> = std::nullopt).value(), nullptr);
    static_assert(
        std::is_same_v<decltype(attr<&person::home, &address::city> = ""), change_of<&person::home>>);
    static_assert(std::is_same_v<decltype(attr<&person::log>[0] = ""), change_of<&person::log>>);
    static_assert(
        std::is_same_v<decltype(attr<&person::id> = attr<&person::id> + 1), change_of<&person::id>>);
    static_assert(std::derived_from<decltype(remove(attr<&person::id>)), change_of<&person::id>>);
    static_assert(std::derived_from<decltype(remove(path("x"))), change>);
    EXPECT_EQ((attr<&person::home, &address::city> = "").where().text(), "home.city");
}

TEST(expression_update, overlapping_paths_are_refused)
{
    auto const fails = [](auto const& a, auto const& b)
    {
        update u;
        u.remove(a);
        EXPECT_THROW(u.remove(b), expression_error) << a << ' ' << b;
        projection p(a);
        EXPECT_THROW(p.insert(b), expression_error) << a << ' ' << b;
    };
    fails(path("a"), path("a"));
    fails(path("a"), path("a.b"));
    fails(path("a[0].b"), path("a[0]"));
    fails(path("a[0]"), path("a.b"));
    update fine;
    fine.remove(path("a[0]"), path("a[1]"), path("b.c"), path("b.d"), path("ab"), path::of({"b.c"}));
    EXPECT_EQ(fine.changes().size(), 6U);
    EXPECT_THROW(update(attr<&person::id> += 1, attr<&person::id> = 2), expression_error);
    EXPECT_THROW(
        update(attr<&person::home> = {}, attr<&person::home, &address::city> = "x"), expression_error);
}

TEST(expression_update, values_that_cannot_be_stored_are_refused)
{
    auto const why = [](auto make)
    {
        try
        {
            (void)make();
        }
        catch (mapping_error const& e)
        {
            return std::string(e.what());
        }
        return std::string("nothing thrown");
    };
    EXPECT_EQ(
        why([] { return attr<&person::tiny> = 128; }), "tiny: number 128 is out of range of the attribute");
    EXPECT_EQ(why([] { return attr<&person::age> = 5'000'000'000; }),
        "age: number 5000000000 is out of range of the attribute");
    EXPECT_EQ(why([] { return attr<&person::homes>[1] / attr<&address::city> = std::string(1, 'x'); }),
        "nothing thrown");
    EXPECT_EQ(why([] { return attr<&person::weight> = 0.0 / 0.0; }),
        "weight: expected a finite number, found NaN or infinity");
    EXPECT_EQ(why([] { return add(attr<&person::tags>, std::set<std::string>()); }),
        "tags: an empty optional or set is no value that an expression can use");
    EXPECT_EQ(why([] { return erase(path("x"), std::optional<std::set<int>>()); }),
        "x: an empty optional or set is no value that an expression can use");
}

} // namespace
} // namespace expression_types
