// SPDX-License-Identifier: BSL-1.0
//
// Checked text writes what the typed builder writes, for every form. What must not compile is in tests/compile_fail.

#include "expression_types.hpp"

#include <gtest/gtest.h>

namespace expression_types {
namespace {

using namespace dynasio;

template <fixed_string Text, class... Bound>
std::string condition_of(Bound const&... values)
{
    return written(condition_text<person, Text>(values...));
}
template <fixed_string Text, class... Bound>
std::string update_of(Bound const&... values)
{
    return written(update_text<person, Text>(values...));
}

TEST(expression_text, comparisons)
{
    EXPECT_EQ(condition_of<"name = :n">(bind<":n">("Ann")), written(attr<&person::name> == "Ann"));
    EXPECT_EQ(condition_of<"name <> :n">(bind<":n">("Ann")), written(attr<&person::name> != "Ann"));
    EXPECT_EQ(condition_of<"id<:n">(bind<":n">(1)), written(attr<&person::id> < 1));
    EXPECT_EQ(condition_of<"id <= :n">(bind<":n">(1)), written(attr<&person::id> <= 1));
    EXPECT_EQ(condition_of<"id > :n">(bind<":n">(1)), written(attr<&person::id> > 1));
    EXPECT_EQ(condition_of<"id>=:n">(bind<":n">(1)), written(attr<&person::id> >= 1));
    EXPECT_EQ(
        condition_of<":n = name">(bind<":n">(std::string("Ann"))), written("Ann" == attr<&person::name>));
    EXPECT_EQ(condition_of<"name = note">(), written(attr<&person::name> == attr<&person::note>));
    EXPECT_EQ(condition_of<"relation = :r">(bind<":r">(relation::sibling)),
        written(attr<&person::relation> == relation::sibling));
    EXPECT_EQ(condition_of<"seen < :s">(bind<":s">(std::chrono::sys_seconds())),
        written(attr<&person::seen> < std::chrono::sys_seconds()));
    EXPECT_EQ(condition_of<"note = :n">(bind<":n">(nullptr)), written(attr<&person::note> == nullptr));
    EXPECT_EQ(
        condition_of<"anything.x[1] = :n">(bind<":n">(2)), written(attr<&person::anything>["x"][1] == 2));
}

TEST(expression_text, paths)
{
    EXPECT_EQ(
        condition_of<"home.city = :c">(bind<":c">("x")), written(attr<&person::home, &address::city> == "x"));
    EXPECT_EQ(condition_of<"children[0].homes[12].lines[3] = :c">(bind<":c">("x")),
        written(((attr<&person::children>[0] / attr<&person::homes>)[12] / attr<&address::lines>)[3] == "x"));
    EXPECT_EQ(
        condition_of<"phones.work = :c">(bind<":c">("x")), written(attr<&person::phones>["work"] == "x"));
    EXPECT_EQ(
        condition_of<"extra.a.b = :c">(bind<":c">("x")), written(attr<&person::extra>["a"]["b"] == "x"));
}

TEST(expression_text, between_in_and_functions)
{
    EXPECT_EQ(condition_of<"id BETWEEN :a AND :b">(bind<":a">(1), bind<":b">(2)),
        written(between(attr<&person::id>, 1, 2)));
    EXPECT_EQ(condition_of<"name IN (:a, :b, note)">(bind<":a">("x"), bind<":b">("y")),
        written(in(attr<&person::name>, "x", "y", attr<&person::note>)));
    EXPECT_EQ(condition_of<"attribute_exists(note)">(), written(exists(attr<&person::note>)));
    EXPECT_EQ(condition_of<"attribute_not_exists(note)">(), written(not_exists(attr<&person::note>)));
    EXPECT_EQ(condition_of<"attribute_type(note, :t)">(bind<":t">(attribute_type::bs)),
        written(has_type(attr<&person::note>, attribute_type::bs)));
    EXPECT_EQ(condition_of<"attribute_type(note, :t)">(bind<":t">("BS")),
        written(has_type(attr<&person::note>, attribute_type::bs)));
    EXPECT_EQ(condition_of<"begins_with(name, :p)">(bind<":p">("A")),
        written(begins_with(attr<&person::name>, "A")));
    EXPECT_EQ(condition_of<"contains(lucky, :p)">(bind<":p">(7)), written(contains(attr<&person::lucky>, 7)));
    EXPECT_EQ(
        condition_of<"contains(log, name)">(), written(contains(attr<&person::log>, attr<&person::name>)));
    EXPECT_EQ(condition_of<"size(tags) < :s">(bind<":s">(3)), written(size(attr<&person::tags>) < 3));
    EXPECT_EQ(condition_of<"size(log) BETWEEN :s AND size(tags)">(bind<":s">(3)),
        written(between(size(attr<&person::log>), 3, size(attr<&person::tags>))));
}

TEST(expression_text, precedence_and_parentheses)
{
    auto const a = attr<&person::id> == 1;
    auto const b = attr<&person::tiny> == 1;
    auto const c = attr<&person::size> == 1;
    auto const one = bind<":v">(1);
    EXPECT_EQ(condition_of<"id = :v OR tiny = :v AND size = :v">(one), written(a || (b && c)));
    EXPECT_EQ(condition_of<"(id = :v OR tiny = :v) AND size = :v">(one), written((a || b) && c));
    EXPECT_EQ(condition_of<"((id = :v) OR ((tiny = :v)))">(one), written(a || b));
    EXPECT_EQ(condition_of<"NOT id = :v AND tiny = :v">(one), written(!a && b));
    EXPECT_EQ(condition_of<"NOT (id = :v AND tiny = :v)">(one), written(!(a && b)));
    EXPECT_EQ(condition_of<"not not id = :v or\n\ttiny = :v">(one), written(!!a || b));
    EXPECT_EQ(condition_of<"id BETWEEN :v AND :v AND tiny = :v">(one),
        written(between(attr<&person::id>, 1, 1) && b));
}

TEST(expression_text, words_of_the_language_are_names_where_names_stand)
{
    EXPECT_EQ(
        condition_of<"size = :v AND size(log) = :v AND in IN (:v) and add between :v and :v">(bind<":v">(1)),
        written(attr<&person::size> == 1 && size(attr<&person::log>) == 1
            && in(attr<&person::in>, std::vector<int>{1}) && between(attr<&person::add>, 1, 1)));
    EXPECT_EQ(condition_of<"NOT in = :v">(bind<":v">(1)), written(!(attr<&person::in> == 1)));
    EXPECT_EQ(update_of<"SET set = :v REMOVE add ADD size :v, in :v">(bind<":v">(1)),
        written(update(attr<&person::set> = 1, remove(attr<&person::add>), add(attr<&person::size>, 1),
            add(attr<&person::in>, 1))));
}

TEST(expression_text, updates)
{
    EXPECT_EQ(update_of<"SET name = :n">(bind<":n">("Anna")), written(attr<&person::name> = "Anna"));
    EXPECT_EQ(update_of<"set id = id + :n, tiny = :n - size">(bind<":n">(1)),
        written(update(attr<&person::id> += 1, attr<&person::tiny> = 1 - attr<&person::size>)));
    EXPECT_EQ(update_of<"SET id = if_not_exists(id, :z) + :n">(bind<":z">(0), bind<":n">(1)),
        written(attr<&person::id> = if_not_exists(attr<&person::id>, 0) + 1));
    EXPECT_EQ(update_of<"SET log = list_append(if_not_exists(log, :e), :n)">(
                  bind<":e">(std::vector<std::string>()), bind<":n">(std::vector<std::string>{"x"})),
        written(attr<&person::log> =
                    list_append(if_not_exists(attr<&person::log>, std::vector<std::string>()), {"x"})));
    EXPECT_EQ(update_of<"DELETE tags :t REMOVE homes[0], note ADD lucky :l SET home.city = name">(
                  bind<":t">(std::set<std::string>{"a"}), bind<":l">(std::set<int>{1})),
        written(update(erase(attr<&person::tags>, {"a"}), remove(attr<&person::homes>[0]),
            remove(attr<&person::note>), add(attr<&person::lucky>, {1}),
            attr<&person::home, &address::city> = attr<&person::name>)));
}

TEST(expression_text, an_empty_optional_removes)
{
    EXPECT_EQ(update_of<"SET note = :n">(bind<":n">(std::optional<std::string>())),
        written(remove(attr<&person::note>)));
    EXPECT_EQ(update_of<"SET note = :n">(bind<":n">(std::optional<std::string>("x"))),
        written(attr<&person::note> = "x"));
    EXPECT_EQ(update_of<"SET tags = :n">(bind<":n">(std::set<std::string>())),
        written(remove(attr<&person::tags>)));
    EXPECT_THROW((update_of<"ADD tags :n">(bind<":n">(std::set<std::string>()))), mapping_error);
}

TEST(expression_text, bad_values_are_refused_as_by_the_builder)
{
    EXPECT_THROW((update_of<"SET tiny = :n">(bind<":n">(128))), mapping_error);
    EXPECT_THROW((update_of<"SET tiny = if_not_exists(tiny, :n)">(bind<":n">(-129))), mapping_error);
    EXPECT_NO_THROW((update_of<"SET tiny = :n">(bind<":n">(127))));
    EXPECT_NO_THROW((condition_of<"tiny < :n">(bind<":n">(128))));
    EXPECT_THROW((condition_of<"weight = :n">(bind<":n">(0.0 / 0.0))), mapping_error);
}

TEST(expression_text, key_conditions_and_projections)
{
    EXPECT_EQ(written(key_condition_text<call, "caller = :c AND day BETWEEN :a AND :b">(
                  bind<":c">("x"), bind<":a">(1), bind<":b">(2))),
        written(key(attr<&call::caller> == "x") && between(attr<&call::day>, 1, 2)));
    EXPECT_EQ(written(key_condition_text<call, "caller = :c">(bind<":c">("x"))),
        written(key(attr<&call::caller> == "x")));
    EXPECT_EQ(written(key_condition_text<call, "day > :d and (caller = :c)">(bind<":c">("x"), bind<":d">(1))),
        R"(#0 > :0 AND #1 = :1 | day caller | {"N":"1"} {"S":"x"})");
    EXPECT_EQ(written(index_key_condition_text<call, "status = :s AND begins_with(caller, :c)">(
                  bind<":s">("x"), bind<":c">("y"))),
        written(key(attr<&call::status> == "x") && begins_with(attr<&call::caller>, "y")));
    EXPECT_EQ(written(key_condition_text<person, "id = :i AND name < :n">(bind<":i">(1), bind<":n">("x"))),
        written(key(attr<&person::id> == 1) && attr<&person::name> < "x"));
    EXPECT_EQ(written(projection_text<person, "name, home.city,homes[1]">()),
        written(
            projection(attr<&person::name>, attr<&person::home, &address::city>, attr<&person::homes>[1])));
}

#define TEN(x) x x x x x x x x x x
TEST(expression_text, the_longest_texts_can_be_checked)
{
    auto const text =
        condition_of<TEN(TEN("id = :a OR ")) TEN("id = :b OR ") TEN("id = :b OR ") TEN("id = :c OR ")
                TEN("id = :c OR ") "NOT id IN (:a, :b, :c)">(bind<":a">(1), bind<":b">(2), bind<":c">(3));
    EXPECT_EQ(text.substr(0, 18), "#0 = :0 OR #0 = :0");
    condition many;
    for (int i = 0; i < 140; ++i)
        many = many || attr<&person::id> == (i < 100 ? 1 : i < 120 ? 2 : 3);
    EXPECT_EQ(text, written(many || !in(attr<&person::id>, {1, 2, 3})));
}

} // namespace
} // namespace expression_types
