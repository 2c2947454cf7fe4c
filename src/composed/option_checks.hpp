// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_COMPOSED_OPTION_CHECKS_HPP
#define DYNASIO_SRC_COMPOSED_OPTION_CHECKS_HPP

#include <dynasio/call_options.hpp>

#include <stdexcept>
#include <string>

namespace dynasio::composed {

/// Throws `std::invalid_argument` for an invalid option, which is named as in `batch_options::timeout`.
inline void check_option(bool is_valid, char const* option, char const* what_is_wrong)
{
    if (!is_valid)
        throw std::invalid_argument(std::string(option) + ": " + what_is_wrong);
}

inline void check_positive(call_options::duration value, char const* option)
{
    check_option(value > value.zero(), option, "must be positive");
}

} // namespace dynasio::composed

#endif
