// SPDX-License-Identifier: BSL-1.0
//
// Running the cases of a file of third-party data. No case hides another one: each is reported by its name, an exception
// ends its own case only, and every case is either run or left out for a reason that the test states.

#ifndef DYNASIO_TESTS_SUPPORT_DATA_CASES_HPP
#define DYNASIO_TESTS_SUPPORT_DATA_CASES_HPP

#include "support/test_data.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <exception>
#include <functional>
#include <iostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dynasio::tests {

inline std::string text_of(boost::json::value const& value)
{
    return std::string(value.as_string());
}

/// The text of a member; empty when there is none.
inline std::string text_of(boost::json::object const& object, std::string_view member)
{
    auto const* value = object.if_contains(member);
    return value ? text_of(*value) : std::string();
}

struct data_case
{
    std::string name;
    boost::json::object content;
};

/// The elements of an array as cases, named by one of their members.
inline std::vector<data_case> cases_of(boost::json::value const& array, std::string_view name)
{
    std::vector<data_case> cases;
    for (auto const& each : array.as_array())
        cases.push_back({text_of(each.as_object(), name), each.as_object()});
    return cases;
}

/// The elements of an array as cases, named by their text.
inline std::vector<data_case> cases_of(boost::json::value const& array)
{
    std::vector<data_case> cases;
    for (auto const& each : array.as_array())
        cases.push_back({boost::json::serialize(each), each.as_object()});
    return cases;
}

/// Why some of the cases are not run.
struct left_out
{
    std::string reason;
    std::function<bool(data_case const&)> applies;
};

/// Leaves out the cases with these names.
inline left_out left_out_named(std::string reason, std::vector<std::string> names)
{
    return {std::move(reason), [names = std::move(names)](data_case const& c)
        { return std::find(names.begin(), names.end(), c.name) != names.end(); }};
}

/// Runs `body` for each case that no reason leaves out. A reason that leaves nothing out is a failure too.
inline void run_cases(std::string const& file, std::vector<data_case> const& cases,
    std::vector<left_out> const& reasons, std::function<void(boost::json::object const&)> const& body)
{
    EXPECT_FALSE(cases.empty()) << file << " has no cases";
    std::size_t ran = 0;
    std::vector<std::size_t> omitted(reasons.size());
    for (auto const& each : cases)
    {
        SCOPED_TRACE(file + ": " + each.name);
        auto const reason =
            std::find_if(reasons.begin(), reasons.end(), [&](left_out const& r) { return r.applies(each); });
        if (reason != reasons.end())
        {
            ++omitted[static_cast<std::size_t>(reason - reasons.begin())];
            continue;
        }
        ++ran;
        try
        {
            body(each.content);
        }
        catch (std::exception const& e)
        {
            ADD_FAILURE() << "the case ended with an exception: " << e.what();
        }
    }
    std::cout << file << ": ran " << ran << " of " << cases.size() << " cases\n";
    auto accounted_for = ran;
    for (std::size_t i = 0; i < reasons.size(); ++i)
    {
        EXPECT_GT(omitted[i], 0u) << file << ": no case is left out any more because " << reasons[i].reason;
        std::cout << "  left out " << omitted[i] << ": " << reasons[i].reason << '\n';
        accounted_for += omitted[i];
    }
    EXPECT_EQ(accounted_for, cases.size()) << file;
}

} // namespace dynasio::tests

#endif
