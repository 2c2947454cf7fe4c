// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_BENCH_CANNED_ANSWERS_HPP
#define DYNASIO_BENCH_CANNED_ANSWERS_HPP

#include <string>

namespace bench {

/// The answer to GetItem: one item with 10 string and number attributes.
std::string get_item_answer();

/// The answer to Query: `count` items like that.
std::string query_answer(int count);

} // namespace bench

#endif
