// SPDX-License-Identifier: BSL-1.0
//
// The pure part of waiting for a table: what a response means.

#ifndef DYNASIO_SRC_COMPOSED_WAIT_DECISION_HPP
#define DYNASIO_SRC_COMPOSED_WAIT_DECISION_HPP

#include <dynasio/error.hpp>
#include <dynasio/operations/describe_table.hpp>

#include <string>

namespace dynasio::composed {

enum class wait_goal : unsigned char
{
    table_exists,
    table_not_exists,
};

enum class wait_verdict : unsigned char
{
    reached,
    not_yet,
    impossible, ///< the table is in a state that does not lead to the goal
    error,      ///< the response is an error that says nothing about the goal
};

struct wait_decision
{
    wait_verdict verdict;
    /// Of the table, for people: `CREATING`, `index by_owner CREATING`, `not there`; empty if the response does not say.
    std::string state;
};

wait_decision decide(wait_goal goal, result<describe_table_output> const& response);

} // namespace dynasio::composed

#endif
