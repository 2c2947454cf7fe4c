// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_TEXT_DURATION_TEXT_HPP
#define DYNASIO_SRC_TEXT_DURATION_TEXT_HPP

#include <chrono>
#include <string>

namespace dynasio::text {

/// A duration in its largest unit up to milliseconds in which it is not 0: "25 ms", "300 us", "-1 ns".
inline std::string duration_text(std::chrono::nanoseconds d)
{
    using namespace std::chrono;
    if (auto const ms = duration_cast<milliseconds>(d).count(); ms != 0 || d == nanoseconds::zero())
        return std::to_string(ms) + " ms";
    if (auto const us = duration_cast<microseconds>(d).count(); us != 0)
        return std::to_string(us) + " us";
    return std::to_string(d.count()) + " ns";
}

} // namespace dynasio::text

#endif
