// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_TEXT_WIPED_TEXT_HPP
#define DYNASIO_SRC_TEXT_WIPED_TEXT_HPP

#include "text/ini_text.hpp"

#include <string>

namespace dynasio::text {

/// Text that may hold a secret, overwritten at the end of its scope. Copies and what growing leaves behind are not.
struct wiped_text
{
    std::string text = {};

    ~wiped_text() { wipe(text); }
};

} // namespace dynasio::text

#endif
