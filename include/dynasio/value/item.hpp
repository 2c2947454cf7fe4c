// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_VALUE_ITEM_HPP
#define DYNASIO_VALUE_ITEM_HPP

// `item` and `attribute_value` contain each other, so both are defined in one header.
#include <dynasio/value/attribute_value.hpp>

#endif
