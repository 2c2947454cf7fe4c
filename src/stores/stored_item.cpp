// SPDX-License-Identifier: BSL-1.0

#include "stores/stored_item.hpp"

namespace dynasio::detail {

item part_of(item const& whole, std::initializer_list<std::string_view> names)
{
    item part;
    for (auto const name : names)
        if (auto const* value = whole.find(name))
            part.set(name, *value);
    return part;
}

void throw_malformed(std::string_view table, item key, mapping_error const& problem)
{
    store_error_details details;
    details.code = store_errc::malformed_item;
    details.table = table;
    details.key = std::move(key);
    details.attribute = problem.path();
    details.reason = problem.reason();
    throw store_error(std::move(details));
}

} // namespace dynasio::detail
