// SPDX-License-Identifier: BSL-1.0
//
// Every form of a condition, from the typed builder, from runtime paths and from text: all three write the same.

#include "expression_types.hpp"

#include <gtest/gtest.h>

namespace expression_types {
namespace {

using namespace dynasio;
using namespace std::chrono_literals;

TEST(expression_condition, comparisons)
{
    EXPECT_EQ(written(attr<&person::name> == "Ann"), R"(#0 = :0 | name | {"S":"Ann"})");
    EXPECT_EQ(written(attr<&person::name> != "Ann"), R"(#0 <> :0 | name | {"S":"Ann"})");
    EXPECT_EQ(written(attr<&person::id> < 3), R"(#0 < :0 | id | {"N":"3"})");
    EXPECT_EQ(written(attr<&person::id> <= 3), R"(#0 <= :0 | id | {"N":"3"})");
    EXPECT_EQ(written(attr<&person::id> > 3), R"(#0 > :0 | id | {"N":"3"})");
    EXPECT_EQ(written(attr<&person::id> >= 3), R"(#0 >= :0 | id | {"N":"3"})");
}

TEST(expression_condition, the_value_may_stand_first)
{
    EXPECT_EQ(written("Ann" == attr<&person::name>), R"(:0 = #0 | name | {"S":"Ann"})");
    EXPECT_EQ(written(3 < attr<&person::id>), R"(:0 < #0 | id | {"N":"3"})");
}

TEST(expression_condition, attributes_compare_with_each_other)
{
    EXPECT_EQ(written(attr<&person::id> < attr<&person::weight>), "#0 < #1 | id weight |");
    EXPECT_EQ(written(attr<&person::name> == attr<&person::note>), "#0 = #1 | name note |");
    EXPECT_EQ(written(attr<&person::name> == path("other")), "#0 = #1 | name other |");
}

TEST(expression_condition, values_are_stored_as_members_are)
{
    EXPECT_EQ(written(attr<&person::relation> == relation::friend_of_mine),
        R"(#0 = :0 | relation | {"S":"FRIEND_OF_MINE"})");
    EXPECT_EQ(written(attr<&person::active> == true), R"(#0 = :0 | active | {"BOOL":true})");
    EXPECT_EQ(written(attr<&person::weight> == 0.1), R"(#0 = :0 | weight | {"N":"0.1"})");
    EXPECT_EQ(written(attr<&person::exact> > number("1E+20")), R"(#0 > :0 | exact | {"N":"1E+20"})");
    EXPECT_EQ(written(attr<&person::photo> == to_binary("x")), R"(#0 = :0 | photo | {"B":"eA=="})");
    EXPECT_EQ(written(attr<&person::seen> < std::chrono::sys_seconds(90s)), R"(#0 < :0 | seen | {"N":"90"})");
    EXPECT_EQ(written(attr<&person::tags> == std::set<std::string>{"a"}), R"(#0 = :0 | tags | {"SS":["a"]})");
    EXPECT_EQ(written(attr<&person::note> == nullptr), R"(#0 = :0 | note | {"NULL":true})");
    EXPECT_EQ(written(attr<&person::anything> == 1), R"(#0 = :0 | anything | {"N":"1"})");
    EXPECT_EQ(written(attr<&person::id> == attribute_value("x")), R"(#0 = :0 | id | {"S":"x"})");
    EXPECT_EQ(written(attr<&person::name> == std::string_view("a\0b", 3)),
        "#0 = :0 | name | {\"S\":\"a\\u0000b\"}");
}

TEST(expression_condition, paths_lead_into_attributes)
{
    EXPECT_EQ(written(attr<&person::home, &address::city> == "x"), R"(#0.#1 = :0 | home city | {"S":"x"})");
    EXPECT_EQ(written(attr<&person::homes>[2] / attr<&address::lines> == std::vector<std::string>{}),
        R"(#0[2].#1 = :0 | homes lines | {"L":[]})");
    EXPECT_EQ(written((attr<&person::homes>[0] / attr<&address::lines>)[1] == "x"),
        R"(#0[0].#1[1] = :0 | homes lines | {"S":"x"})");
    EXPECT_EQ(written(attr<&person::phones>["at work"] == "1"), R"(#0.#1 = :0 | phones at work | {"S":"1"})");
    EXPECT_EQ(written(attr<&person::anything>[0]["x"] == 1), R"(#0[0].#1 = :0 | anything x | {"N":"1"})");
    EXPECT_EQ(written(attr<&person::extra>["a.b"] == 1), R"(#0.#1 = :0 | extra a.b | {"N":"1"})");
    EXPECT_EQ(written(attr<&person::children>[0] / attr<&person::home, &address::city> == "x"),
        R"(#0[0].#1.#2 = :0 | children home city | {"S":"x"})");
}

TEST(expression_condition, runtime_paths)
{
    EXPECT_EQ(written(path("a.b[3][4].c d") == 1), R"(#0.#1[3][4].#2 = :0 | a b c d | {"N":"1"})");
    EXPECT_EQ(written(path::of({"a.b", "c[0]"}) == 1), R"(#0.#1 = :0 | a.b c[0] | {"N":"1"})");
    EXPECT_EQ(written(path("m")["x.y"][1] == 1), R"(#0.#1[1] = :0 | m x.y | {"N":"1"})");
    EXPECT_EQ(path("a.b[3].c").text(), "a.b[3].c");
    for (auto const* bad : {"", ".", "a.", ".a", "a..b", "[0]", "a[", "a[]", "a[x]", "a[1", "a]", "a[1]b",
             "a[-1]", "a[99999999999999999999]"})
        EXPECT_THROW(path(std::string_view(bad)), expression_error) << bad;
    EXPECT_THROW((void)path::of({}), expression_error);
    EXPECT_THROW((void)path::of({"a", ""}), expression_error);
    EXPECT_THROW((void)path("a")[""], expression_error);
    EXPECT_THROW((void)attr<&person::log>[-1], expression_error);
}

TEST(expression_condition, between_and_in)
{
    EXPECT_EQ(
        written(between(attr<&person::id>, 1, 9)), R"(#0 BETWEEN :0 AND :1 | id | {"N":"1"} {"N":"9"})");
    EXPECT_EQ(written(between(5, attr<&person::id>, attr<&person::tiny>)),
        R"(:0 BETWEEN #0 AND #1 | id tiny | {"N":"5"})");
    EXPECT_EQ(written(in(attr<&person::name>, {"a", "b"})), R"(#0 IN (:0, :1) | name | {"S":"a"} {"S":"b"})");
    EXPECT_EQ(written(in(attr<&person::name>, "a", std::string("b"), attr<&person::note>)),
        R"(#0 IN (:0, :1, #1) | name note | {"S":"a"} {"S":"b"})");
    EXPECT_EQ(written(in(attr<&person::id>, std::vector<int>{4})), R"(#0 IN (:0) | id | {"N":"4"})");
    EXPECT_EQ(written(in(attr<&person::relation>, {relation::sibling})),
        R"(#0 IN (:0) | relation | {"S":"SIBLING"})");
    EXPECT_EQ(written(in(path("x"), {1, 2})), R"(#0 IN (:0, :1) | x | {"N":"1"} {"N":"2"})");
}

TEST(expression_condition, functions)
{
    EXPECT_EQ(written(exists(attr<&person::note>)), "attribute_exists(#0) | note |");
    EXPECT_EQ(written(not_exists(attr<&person::note>)), "attribute_not_exists(#0) | note |");
    EXPECT_EQ(written(has_type(attr<&person::note>, attribute_type::ss)),
        R"(attribute_type(#0, :0) | note | {"S":"SS"})");
    EXPECT_EQ(written(begins_with(attr<&person::name>, "A")), R"(begins_with(#0, :0) | name | {"S":"A"})");
    EXPECT_EQ(written(begins_with(attr<&person::photo>, to_binary("x"))),
        R"(begins_with(#0, :0) | photo | {"B":"eA=="})");
    EXPECT_EQ(written(begins_with(attr<&person::relation>, "sib")),
        R"(begins_with(#0, :0) | relation | {"S":"sib"})");
    EXPECT_EQ(written(contains(attr<&person::name>, "nn")), R"(contains(#0, :0) | name | {"S":"nn"})");
    EXPECT_EQ(written(contains(attr<&person::tags>, "x")), R"(contains(#0, :0) | tags | {"S":"x"})");
    EXPECT_EQ(written(contains(attr<&person::lucky>, 7)), R"(contains(#0, :0) | lucky | {"N":"7"})");
    EXPECT_EQ(written(contains(attr<&person::log>, attr<&person::name>)), "contains(#0, #1) | log name |");
    EXPECT_EQ(written(size(attr<&person::tags>) < 20), R"(size(#0) < :0 | tags | {"N":"20"})");
    EXPECT_EQ(written(size(attr<&person::photo>) == size(attr<&person::name>)),
        "size(#0) = size(#1) | photo name |");
    EXPECT_EQ(
        written(between(size(path("x")), 1, 2)), R"(size(#0) BETWEEN :0 AND :1 | x | {"N":"1"} {"N":"2"})");
    EXPECT_EQ(
        written(in(size(attr<&person::log>), {1, 2})), R"(size(#0) IN (:0, :1) | log | {"N":"1"} {"N":"2"})");
}

TEST(expression_condition, parentheses_are_written_where_they_matter_only)
{
    condition const a = path("a") == 1;
    condition const b = path("b") == 1;
    condition const c = path("c") == 1;
    auto const text = [](condition const& x) { return expression_writer().write(x); };
    EXPECT_EQ(text(a && b && c), "#0 = :0 AND #1 = :0 AND #2 = :0");
    EXPECT_EQ(text(a && (b && c)), "#0 = :0 AND #1 = :0 AND #2 = :0");
    EXPECT_EQ(text(a || (b || c)), "#0 = :0 OR #1 = :0 OR #2 = :0");
    EXPECT_EQ(text((a && b) || c), "#0 = :0 AND #1 = :0 OR #2 = :0");
    EXPECT_EQ(text((a || b) && c), "(#0 = :0 OR #1 = :0) AND #2 = :0");
    EXPECT_EQ(text(a && (b || c)), "#0 = :0 AND (#1 = :0 OR #2 = :0)");
    EXPECT_EQ(text(!a), "NOT #0 = :0");
    EXPECT_EQ(text(!!a), "NOT NOT #0 = :0");
    EXPECT_EQ(text(!a && b), "NOT #0 = :0 AND #1 = :0");
    EXPECT_EQ(text(!(a && b)), "NOT (#0 = :0 AND #1 = :0)");
    EXPECT_EQ(text(!(a || b) || c), "NOT (#0 = :0 OR #1 = :0) OR #2 = :0");
    EXPECT_EQ(text(between(path("a"), 1, 2) && b), "#0 BETWEEN :0 AND :1 AND #1 = :0");
}

TEST(expression_condition, empty_ones_can_be_filled_but_not_written)
{
    condition filter;
    EXPECT_TRUE(filter.empty());
    EXPECT_THROW((void)expression_writer().write(filter), expression_error);
    EXPECT_THROW((void)!filter, expression_error);
    for (int i = 0; i < 2; ++i)
        filter = filter || attr<&person::id> == i;
    EXPECT_EQ(written(filter), R"(#0 = :0 OR #0 = :1 | id | {"N":"0"} {"N":"1"})");
    EXPECT_EQ(written(filter && condition()), written(filter));
}

TEST(expression_condition, key_conditions)
{
    EXPECT_EQ(written(key(attr<&call::caller> == "a")), R"(#0 = :0 | caller | {"S":"a"})");
    EXPECT_EQ(written(key(attr<&call::caller> == "a") && attr<&call::day> == 1),
        R"(#0 = :0 AND #1 = :1 | caller day | {"S":"a"} {"N":"1"})");
    EXPECT_EQ(written(key(attr<&call::caller> == "a") && attr<&call::day> < 1),
        R"(#0 = :0 AND #1 < :1 | caller day | {"S":"a"} {"N":"1"})");
    EXPECT_EQ(written(key(attr<&call::caller> == "a") && attr<&call::day> >= 1),
        R"(#0 = :0 AND #1 >= :1 | caller day | {"S":"a"} {"N":"1"})");
    EXPECT_EQ(written(key(attr<&call::caller> == "a") && between(attr<&call::day>, 1, 2)),
        R"(#0 = :0 AND #1 BETWEEN :1 AND :2 | caller day | {"S":"a"} {"N":"1"} {"N":"2"})");
    EXPECT_EQ(written(key(attr<&call::caller> == "a") && begins_with(attr<&call::status>, "b")),
        R"(#0 = :0 AND begins_with(#1, :1) | caller status | {"S":"a"} {"S":"b"})");
    EXPECT_EQ(written(key(path("a") == 1) && path("b") == 2 && path("c") > 3),
        R"(#0 = :0 AND #1 = :1 AND #2 > :2 | a b c | {"N":"1"} {"N":"2"} {"N":"3"})");
    key_condition const kept = key(attr<&call::caller> == "a") && attr<&call::day> > 1;
    EXPECT_EQ(written(kept), R"(#0 = :0 AND #1 > :1 | caller day | {"S":"a"} {"N":"1"})");
    EXPECT_THROW((void)key(path("a.b") == 1), expression_error);
    EXPECT_THROW((void)key(path("a[0]") == 1), expression_error);
    EXPECT_THROW((void)(key(path("a") == 1) && path("a") > 1), expression_error);
}

TEST(expression_condition, values_that_cannot_be_stored_are_refused)
{
    EXPECT_THROW((void)(attr<&person::weight> == 0.0 / 0.0), mapping_error);
    EXPECT_THROW((void)(attr<&person::tags> == std::set<std::string>()), mapping_error);
    EXPECT_THROW((void)(attr<&person::relation> == static_cast<relation>(9)), mapping_error);
    EXPECT_THROW((void)has_type(attr<&person::id>, attribute_type::unknown), expression_error);
    EXPECT_THROW((void)in(attr<&person::id>, std::vector<int>()), expression_error);
    EXPECT_NO_THROW((void)in(attr<&person::id>, std::vector<int>(100, 1)));
    EXPECT_THROW((void)in(attr<&person::id>, std::vector<int>(101, 1)), expression_error);
}

} // namespace
} // namespace expression_types
