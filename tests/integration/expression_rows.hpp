// SPDX-License-Identifier: BSL-1.0
//
// The items that expressions are tried on.

#ifndef DYNASIO_TESTS_INTEGRATION_EXPRESSION_ROWS_HPP
#define DYNASIO_TESTS_INTEGRATION_EXPRESSION_ROWS_HPP

#include "support/local_dynamodb.hpp"

#include <dynasio/expressions.hpp>
#include <dynasio/mapping.hpp>
#include <dynasio/wait.hpp>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace dynasio::tests {
namespace expression_rows {

enum class paint
{
    red,
    green,
};
BOOST_DESCRIBE_ENUM(paint, red, green)

struct place
{
    std::string city;
    int floor = 0;
};
BOOST_DESCRIBE_STRUCT(place, (), (city, floor))

struct row
{
    std::string id;
    int n = 0; // sort key where the table has one
    std::string name;
    std::string other;
    expression_rows::paint paint{};
    bool active = false;
    double weight = 0;
    binary photo;
    std::optional<std::string> note;
    std::optional<place> home;
    std::vector<place> homes;
    std::vector<std::string> log;
    std::set<std::string> tags;
    std::set<int> lucky;
    std::map<std::string, int> counts;
    int size = 0;
};
BOOST_DESCRIBE_STRUCT(row, (),
    (id, n, name, other, paint, active, weight, photo, note, home, homes, log, tags, lucky, counts, size))

inline row first()
{
    row r;
    r.id = "a";
    r.n = 1;
    r.name = "Ann";
    r.other = "nn";
    r.paint = paint::red;
    r.active = true;
    r.weight = 0.5;
    r.photo = to_binary("xyz");
    r.home = place{"Rome", 3};
    r.homes = {{"Oslo", 1}, {"Bern", 2}};
    r.log = {"one", "two"};
    r.tags = {"x", "y"};
    r.lucky = {7, 13};
    r.counts = {{"mon", 5}};
    r.size = 10;
    return r;
}

inline row second()
{
    row r;
    r.id = "b";
    r.n = 2;
    r.name = "Bob";
    r.other = "Bob";
    r.paint = paint::green;
    r.weight = 2;
    r.note = "hi";
    r.size = 2;
    return r;
}

} // namespace expression_rows

} // namespace dynasio::tests

#endif
