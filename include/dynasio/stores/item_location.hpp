// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_STORES_ITEM_LOCATION_HPP
#define DYNASIO_STORES_ITEM_LOCATION_HPP

#include <dynasio/value/item.hpp>

#include <string>

namespace dynasio {

/// Where an item is stored.
struct item_location
{
    std::string table = {};
    std::string region = {}; ///< as the store knows it
    item key = {};           ///< the key attributes of the table

    friend bool operator==(item_location const&, item_location const&) = default;
};

} // namespace dynasio

#endif
