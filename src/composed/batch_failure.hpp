// SPDX-License-Identifier: BSL-1.0
//
// What the throwing forms of batches throw.

#ifndef DYNASIO_SRC_COMPOSED_BATCH_FAILURE_HPP
#define DYNASIO_SRC_COMPOSED_BATCH_FAILURE_HPP

#include <dynasio/batch.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace dynasio::composed {

/// The error of a batch that ended early, with the number of keys that are left.
error failure_of(batch_get_result const& ended);

/// The error of writes that ended early: of the `wanted` ones, in one batch or several, `left` are not confirmed.
error failure_of(error const& cause, std::size_t left, std::size_t wanted);

/// "not written: 30 of 33 records".
std::string share_of(std::string_view state, std::size_t left, std::size_t wanted, std::string_view units);

/// How many writes a batch has.
std::size_t count_writes(std::map<std::string, std::vector<model::write_request>> const& writes);

} // namespace dynasio::composed

#endif
