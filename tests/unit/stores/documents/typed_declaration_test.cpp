// SPDX-License-Identifier: BSL-1.0
//
// What structs declare, and what is wrong with declarations.

#include "typed_types.hpp"

#include <gtest/gtest.h>

namespace dynasio {
namespace {

using namespace typed_types;
using stores::documents::declaration_problem;
using stores::documents::problem_of;

template <class T>
struct boxed
{
    T value;
};

using stores::documents::type_name;
static_assert(type_name<person> == "person");
static_assert(type_name<boxed<int>>.empty());
static_assert(type_name<boxed<person>>.empty());
static_assert(type_name<int> == "int");
static_assert(stores::documents::document_traits<location>::class_name == "Location");
static_assert(stores::documents::document_traits<location>::module_name == "models");
static_assert(stores::documents::document_traits<contact>::class_name == "contact");
static_assert(stores::documents::document_traits<contact>::module_name == "__main__");

static_assert(problem_of<person> == declaration_problem::none);
static_assert(problem_of<location> == declaration_problem::none);
static_assert(problem_of<household> == declaration_problem::none);

// Structs with one member, and a declaration with one mistake each.

struct no_key
{
    int a = 0;
};
BOOST_DESCRIBE_STRUCT(no_key, (), (a))
struct no_table
{
    int a = 0;
};
BOOST_DESCRIBE_STRUCT(no_table, (), (a))
struct empty_table
{
    int a = 0;
};
BOOST_DESCRIBE_STRUCT(empty_table, (), (a))
struct empty_class
{
    int a = 0;
};
BOOST_DESCRIBE_STRUCT(empty_class, (), (a))
struct reserved_key
{
    int a = 0;
};
BOOST_DESCRIBE_STRUCT(reserved_key, (), (a))
struct reserved_member
{
    int a = 0;
};
BOOST_DESCRIBE_STRUCT(reserved_member, (), (a))
struct leaves_out_another
{
    int a = 0;
};
BOOST_DESCRIBE_STRUCT(leaves_out_another, (), (a))
struct requires_another
{
    int a = 0;
};
BOOST_DESCRIBE_STRUCT(requires_another, (), (a))
struct requires_an_optional
{
    std::optional<int> a;
};
BOOST_DESCRIBE_STRUCT(requires_an_optional, (), (a))
struct requires_the_key
{
    int a = 0;
};
BOOST_DESCRIBE_STRUCT(requires_the_key, (), (a))
struct requires_left_out
{
    int a = 0;
};
BOOST_DESCRIBE_STRUCT(requires_left_out, (), (a))
struct key_of_doubles
{
    double a = 0;
};
BOOST_DESCRIBE_STRUCT(key_of_doubles, (), (a))
struct key_of_another_type
{
    int a = 0;
};
BOOST_DESCRIBE_STRUCT(key_of_another_type, (), (a))
struct key_of_no_type
{
    int a = 0;
};
BOOST_DESCRIBE_STRUCT(key_of_no_type, (), (a))

} // namespace

template <>
struct document_definition<no_key>
{
    static constexpr auto table = "T";
};
template <>
struct document_definition<no_table>
{
    static constexpr auto key_name = "ID";
};
template <>
struct document_definition<empty_table>
{
    static constexpr auto table = "";
    static constexpr auto key_name = "ID";
};
template <>
struct document_definition<empty_class>
{
    static constexpr auto class_name = "";
};
template <>
struct document_definition<reserved_key>
{
    static constexpr auto table = "T";
    static constexpr auto key_name = "__class__";
};
template <>
struct struct_mapping<reserved_member>
{
    static constexpr auto names = stored_names(stored_as<&reserved_member::a>("__metatype__"));
};
template <>
struct document_definition<leaves_out_another>
{
    static constexpr auto left_out = document_members<&no_key::a>;
};
template <>
struct document_definition<requires_another>
{
    static constexpr auto required = document_members<&requires_another::a, &no_key::a>;
};
template <>
struct document_definition<requires_an_optional>
{
    static constexpr auto required = document_members<&requires_an_optional::a>;
};
template <>
struct document_definition<requires_the_key>
{
    static constexpr auto table = "T";
    static constexpr auto key_name = "a";
    static constexpr auto required = document_members<&requires_the_key::a>;
};
template <>
struct document_definition<requires_left_out>
{
    static constexpr auto left_out = document_members<&requires_left_out::a>;
    static constexpr auto required = document_members<&requires_left_out::a>;
};
template <>
struct document_definition<key_of_doubles>
{
    static constexpr auto table = "T";
    static constexpr auto key_name = "a";
};
template <>
struct document_definition<key_of_another_type>
{
    static constexpr auto table = "T";
    static constexpr auto key_name = "a";
    static constexpr auto key_type = attribute_type::s;
};
template <>
struct document_definition<key_of_no_type>
{
    static constexpr auto table = "T";
    static constexpr auto key_name = "b";
    static constexpr auto key_type = attribute_type::m;
};

namespace {

static_assert(problem_of<no_key> == declaration_problem::half_a_table);
static_assert(problem_of<no_table> == declaration_problem::half_a_table);
static_assert(problem_of<empty_table> == declaration_problem::empty_name);
static_assert(problem_of<empty_class> == declaration_problem::no_class_name);
static_assert(problem_of<reserved_key> == declaration_problem::reserved_name);
static_assert(problem_of<reserved_member> == declaration_problem::reserved_name);
static_assert(problem_of<leaves_out_another> == declaration_problem::foreign_member);
static_assert(problem_of<requires_another> == declaration_problem::foreign_member);
static_assert(problem_of<requires_an_optional> == declaration_problem::required_may_be_empty);
static_assert(problem_of<requires_the_key> == declaration_problem::required_is_not_read);
static_assert(problem_of<requires_left_out> == declaration_problem::required_is_not_read);
static_assert(problem_of<key_of_doubles> == declaration_problem::no_key_type);
static_assert(problem_of<key_of_another_type> == declaration_problem::no_key_type);
static_assert(problem_of<key_of_no_type> == declaration_problem::no_key_type);

// Structs within structs.

struct branch
{
    int a = 0;
    std::vector<branch> branches;
    friend bool operator==(branch const&, branch const&) = default;
};
BOOST_DESCRIBE_STRUCT(branch, (), (a, branches))
struct shard_of_itself
{
    std::vector<shard_of_itself> more;
};
BOOST_DESCRIBE_STRUCT(shard_of_itself, (), (more))
struct branch_with_shards
{
    std::optional<geolocation> where;
    std::map<std::string, branch_with_shards> more;
};
BOOST_DESCRIBE_STRUCT(branch_with_shards, (), (where, more))
struct around_it
{
    branch_with_shards inner;
};
BOOST_DESCRIBE_STRUCT(around_it, (), (inner))
struct optional_elements
{
    std::vector<std::optional<location>> list;
};
BOOST_DESCRIBE_STRUCT(optional_elements, (), (list))
struct optional_within_elements
{
    std::map<std::string, std::vector<std::optional<contact>>> lists;
};
BOOST_DESCRIBE_STRUCT(optional_within_elements, (), (lists))
struct fine_elements
{
    std::vector<std::optional<cat>> cats;
    std::optional<std::vector<location>> places;
    std::vector<std::vector<location>> grid;
};
BOOST_DESCRIBE_STRUCT(fine_elements, (), (cats, places, grid))
struct choice_of_texts
{
    std::vector<std::variant<cat, std::string>> a;
};
BOOST_DESCRIBE_STRUCT(choice_of_texts, (), (a))
struct choice_of_shards
{
    std::optional<std::variant<cat, contact>> a;
};
BOOST_DESCRIBE_STRUCT(choice_of_shards, (), (a))
struct choice_of_equals
{
    std::variant<cat, dog, cat> a;
};
BOOST_DESCRIBE_STRUCT(choice_of_equals, (), (a))

} // namespace

template <>
struct document_definition<shard_of_itself>
{
    static constexpr auto table = "T";
    static constexpr auto key_name = "ID";
};
template <>
struct document_definition<branch>
{
    static constexpr auto key_type = attribute_type::s; // of no table
};

namespace {

static_assert(problem_of<branch> == declaration_problem::none, "it has no shards");
static_assert(problem_of<shard_of_itself> == declaration_problem::shard_in_itself);
static_assert(problem_of<branch_with_shards> == declaration_problem::shard_in_itself);
static_assert(problem_of<around_it> == declaration_problem::none, "it is not its own");
static_assert(problem_of<optional_elements> == declaration_problem::optional_shard_in_container);
static_assert(problem_of<optional_within_elements> == declaration_problem::optional_shard_in_container);
static_assert(problem_of<fine_elements> == declaration_problem::none);
static_assert(problem_of<choice_of_texts> == declaration_problem::choice_of_others);
static_assert(problem_of<choice_of_shards> == declaration_problem::choice_of_shards);
static_assert(problem_of<choice_of_equals> == declaration_problem::choice_of_equal_classes);

TEST(typed_declaration, structs_may_contain_themselves)
{
    branch const tree{.a = 1, .branches = {{.a = 2, .branches = {{.a = 3, .branches = {}}}}, {}}};
    EXPECT_EQ(from_document<branch>(to_document(tree)), tree);
}

} // namespace
} // namespace dynasio
