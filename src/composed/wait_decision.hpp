// SPDX-License-Identifier: BSL-1.0
//
// The pure part of waiting for a table: what an answer means, and how long to pause.

#ifndef DYNASIO_SRC_COMPOSED_WAIT_DECISION_HPP
#define DYNASIO_SRC_COMPOSED_WAIT_DECISION_HPP

#include <dynasio/error.hpp>
#include <dynasio/operations/describe_table.hpp>

#include <chrono>
#include <string>

namespace dynasio::detail {

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
    error,      ///< the answer is an error that says nothing about the goal
};

struct wait_judgement
{
    wait_verdict verdict;
    std::string state; ///< of the table, for people: `CREATING`, `index by_owner CREATING`, `not there`
};

wait_judgement judge(wait_goal goal, result<describe_table_output> const& answer);

/// The pause after answer number `polls` (from 0): between half and all of the backoff. `random` is in [0, 1).
std::chrono::steady_clock::duration wait_pause(std::chrono::steady_clock::duration first,
    std::chrono::steady_clock::duration most, unsigned polls, double random) noexcept;

} // namespace dynasio::detail

#endif
