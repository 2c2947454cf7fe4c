// SPDX-License-Identifier: BSL-1.0
//
// A struct with attributes of every type, several named like reserved words or parts of expressions, and a way to compare
// what is written for expressions.

#ifndef DYNASIO_TESTS_UNIT_EXPRESSIONS_EXPRESSION_TYPES_HPP
#define DYNASIO_TESTS_UNIT_EXPRESSIONS_EXPRESSION_TYPES_HPP

#include "support/written_expression.hpp"

#include <dynasio/expressions.hpp>

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace expression_types {

enum class relation
{
    sibling,
    friend_of_mine,
};
BOOST_DESCRIBE_ENUM(relation, sibling, friend_of_mine)

struct address
{
    std::string city;
    std::vector<std::string> lines;
};
BOOST_DESCRIBE_STRUCT(address, (), (city, lines))

struct person
{
    int id = 0;
    std::string name;
    expression_types::relation relation{};
    std::optional<std::string> note;
    std::optional<int> age;
    std::optional<address> home;
    std::vector<address> homes;
    std::set<std::string> tags;
    std::set<int> lucky;
    std::map<std::string, std::string> phones;
    std::vector<std::string> log;
    std::vector<int> counts;
    std::vector<person> children;
    bool active = false;
    std::int8_t tiny = 0;
    double weight = 0;
    dynasio::number exact;
    dynasio::binary photo;
    std::chrono::sys_seconds seen{};
    dynasio::attribute_value anything;
    dynasio::item extra;
    int size = 0;
    int set = 0;
    int add = 0;
    int in = 0;
};
BOOST_DESCRIBE_STRUCT(person, (),
    (id, name, relation, note, age, home, homes, tags, lucky, phones, log, counts, children, active, tiny,
        weight, exact, photo, seen, anything, extra, size, set, add, in))

struct call
{
    std::string caller;
    int day = 0;
    std::string status;
};
BOOST_DESCRIBE_STRUCT(call, (), (caller, day, status))

using dynasio::tests::written;

} // namespace expression_types

// What an update and a key condition of a call may name.
template <>
struct dynasio::record_definition<expression_types::call>
{
    static constexpr auto partition_key = &expression_types::call::caller;
    static constexpr auto sort_key = &expression_types::call::day;
};

#endif
