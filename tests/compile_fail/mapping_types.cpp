// SPDX-License-Identifier: BSL-1.0
//
// Structs with members that DynamoDB cannot hold.

#include <dynasio/mapping.hpp>

enum class plain_enum
{
    one,
};

class plain_class
{};

void use()
{
#ifndef CONTROL
    // expect: describe its enumerators with BOOST_DESCRIBE_ENUM
    (void)dynasio::mapping::checked_kind<plain_enum>();
    // expect: describe its members with BOOST_DESCRIBE_STRUCT
    (void)dynasio::mapping::checked_kind<plain_class>();
    // expect: This type cannot be stored in DynamoDB: use a string
    (void)dynasio::mapping::checked_kind<char*>();
    // expect: a missing attribute has only one
    (void)dynasio::mapping::checked_kind<std::optional<std::optional<int>>>();
    // expect: only sets of texts, numbers and binary values
    (void)dynasio::mapping::checked_kind<std::set<std::vector<int>>>();
#endif
    (void)dynasio::mapping::checked_kind<std::string>();
}
