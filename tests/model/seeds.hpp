// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_TESTS_MODEL_SEEDS_HPP
#define DYNASIO_TESTS_MODEL_SEEDS_HPP

#include "history.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace dynasio::tests::model {

/// Calls `problem_of(seed)` for the seeds of DYNASIO_MODEL_SEED (one) or DYNASIO_MODEL_SEEDS (first-last), by default 1-30, and
/// reports each text to GoogleTest that is not empty.
void for_each_seed(std::function<std::string(std::uint64_t)> const& problem_of);

/// The calls in the order of their begin, with the network's part.
std::string describe(std::vector<call const*> calls);

} // namespace dynasio::tests::model

#endif
