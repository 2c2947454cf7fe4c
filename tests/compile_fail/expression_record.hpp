// SPDX-License-Identifier: BSL-1.0
//
// The struct that the expressions are about.

#ifndef DYNASIO_TESTS_COMPILE_FAIL_EXPRESSION_RECORD_HPP
#define DYNASIO_TESTS_COMPILE_FAIL_EXPRESSION_RECORD_HPP

#include <dynasio/expressions.hpp>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

using namespace dynasio;

enum class colour
{
    red,
    green,
};
BOOST_DESCRIBE_ENUM(colour, red, green)

struct address
{
    std::string city;
};
BOOST_DESCRIBE_STRUCT(address, (), (city))

struct phone
{
    int id = 0;
    std::string name;
    bool active = false;
    double weight = 0;
    colour paint{};
    std::optional<std::string> note;
    std::optional<address> home;
    std::set<std::string> tags;
    std::vector<std::string> log;
    std::map<std::string, int> calls;
    int hidden = 0;
};
BOOST_DESCRIBE_STRUCT(phone, (), (id, name, active, weight, paint, note, home, tags, log, calls))

/// The keys of `call`, so that texts know them.
struct call
{
    std::string caller;
    int day = 0;
    std::string status;
};
BOOST_DESCRIBE_STRUCT(call, (), (caller, day, status))

template <>
struct dynasio::record_definition<call>
{
    static constexpr auto partition_key = &call::caller;
    static constexpr auto sort_key = &call::day;
};

#endif
