// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_ITEM_HPP
#define DYNASIO_ITEM_HPP

// `item` and `attribute_value` contain each other, so both are defined in one header.
#include <dynasio/attribute_value.hpp>

#endif
