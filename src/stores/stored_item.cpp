// SPDX-License-Identifier: BSL-1.0

#include "stores/stored_item.hpp"

#include <utility>

namespace dynasio::stores {

void throw_malformed(std::string_view table, item key, mapping_error const& problem)
{
    throw store_error({.code = store_errc::malformed_item,
        .table = std::string(table),
        .key = std::move(key),
        .attribute = problem.path(),
        .reason = problem.reason()});
}

} // namespace dynasio::stores
