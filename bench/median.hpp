// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_BENCH_MEDIAN_HPP
#define DYNASIO_BENCH_MEDIAN_HPP

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace bench {

/// The value below which a part of the others is: 0.25 for a quarter. `values` must not be empty.
inline double quantile(std::vector<double> values, double part)
{
    std::sort(values.begin(), values.end());
    return values[static_cast<std::size_t>(static_cast<double>(values.size() - 1) * part + 0.5)];
}

/// The upper one of the two in the middle, where there are two. `values` must not be empty.
inline double median(std::vector<double> values)
{
    return quantile(std::move(values), 0.5);
}

} // namespace bench

#endif
