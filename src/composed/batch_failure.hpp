// SPDX-License-Identifier: BSL-1.0
//
// What the throwing forms of batches throw.

#ifndef DYNASIO_SRC_COMPOSED_BATCH_FAILURE_HPP
#define DYNASIO_SRC_COMPOSED_BATCH_FAILURE_HPP

#include <dynasio/batch.hpp>

#include <cstddef>

namespace dynasio::composed {

/// The error of a batch that ended early, with the number of its keys or writes that are left, and the verdict about all of
/// its `wanted` writes.
error failure_of(batch_get_result const& ended);
error failure_of(batch_write_result const& ended, std::size_t wanted);

/// The same of writes of which `left` are not confirmed, and some of these may have been applied.
error failure_of(error const& cause, bool may_have_been_applied, std::size_t left, std::size_t wanted);

/// How many writes a batch has.
std::size_t count_writes(std::map<std::string, std::vector<model::write_request>> const& writes);

} // namespace dynasio::composed

#endif
