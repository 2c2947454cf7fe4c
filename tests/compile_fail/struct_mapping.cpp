// SPDX-License-Identifier: BSL-1.0
//
// Mistakes in the mapping of a struct and in the texts of an enum.

#include <dynasio/mapping.hpp>
#include <dynasio/stores/record_table.hpp>

#define DYNASIO_TEST_STRUCT(name)                     \
    struct name                                       \
    {                                                 \
        int id = 0;                                   \
        std::string text;                             \
        std::optional<int> note;                      \
        int hidden = 0;                               \
    };                                                \
    BOOST_DESCRIBE_STRUCT(name, (), (id, text, note)) \
    template <>                                       \
    inline constexpr bool dynasio::has_undescribed_members<name> = true;

DYNASIO_TEST_STRUCT(same_name)
DYNASIO_TEST_STRUCT(quoted)
DYNASIO_TEST_STRUCT(not_described)
DYNASIO_TEST_STRUCT(default_of_optional)
DYNASIO_TEST_STRUCT(default_of_key)

enum class unit
{
    m,
    M,
};
BOOST_DESCRIBE_ENUM(unit, m, M)

#ifndef CONTROL
template <>
struct dynasio::struct_mapping<same_name>
{
    static constexpr auto names = dynasio::stored_names(dynasio::stored_as<&same_name::text>("id"));
};
template <>
struct dynasio::struct_mapping<quoted>
{
    static constexpr auto names = dynasio::stored_names(dynasio::stored_as<&quoted::text>("a \"b\""));
};
template <>
struct dynasio::struct_mapping<not_described>
{
    static constexpr auto names = dynasio::stored_names(dynasio::stored_as<&not_described::hidden>("h"));
};
template <>
struct dynasio::struct_mapping<default_of_optional>
{
    static constexpr auto defaults = dynasio::defaulted<&default_of_optional::note>;
};
template <>
struct dynasio::struct_mapping<default_of_key>
{
    static constexpr auto defaults = dynasio::defaulted<&default_of_key::id>;
};
#endif

template <>
struct dynasio::record_definition<default_of_key> : dynasio::record_key<&default_of_key::id>
{};

void use(dynasio::client const& client)
{
    // expect: Two members of this struct are stored under the same name
    (void)dynasio::to_item(same_name());
    // expect: cannot have quotes, backslashes and control characters
    (void)dynasio::to_item(quoted());
    // expect: struct_mapping::names names a member that BOOST_DESCRIBE_STRUCT does not list
    (void)dynasio::to_item(not_described());
    // expect: struct_mapping::defaults is not for optionals and sets
    (void)dynasio::to_item(default_of_optional());
    // expect: A key of a record cannot have a default
    (void)dynasio::record_table<default_of_key>(client, "table");
#ifndef CONTROL
    // expect: Two enumerators of this enum are the same text in upper case
    (void)dynasio::to_attribute(unit::m);
#endif
}
