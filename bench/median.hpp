// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_BENCH_MEDIAN_HPP
#define DYNASIO_BENCH_MEDIAN_HPP

#include <algorithm>
#include <vector>

namespace bench {

/// The upper one of the two in the middle, where there are two. `values` must not be empty.
inline double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

} // namespace bench

#endif
