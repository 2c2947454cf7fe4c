// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_STORES_FOR_EACH_ITEM_HPP
#define DYNASIO_SRC_STORES_FOR_EACH_ITEM_HPP

#include "stores/store_core.hpp"

#include <dynasio/paginate.hpp>
#include <dynasio/stores/read_options.hpp>

#include <utility>

namespace dynasio::stores {

/// Queries all pages and calls `f(item&)` with each item. If the options say so, ignores a `store_error` that `f` throws
/// for a malformed item. `self` must live until it ends.
template <class F>
awaitable<void> for_each_item(store_core const& self, query_input request, read_options options, F f)
{
    auto pages = query_pages(self.owner(), request, self.with_deadline(options.call()));
    while (auto page = co_await pages.next())
        for (auto& each : page->items)
            try
            {
                f(each);
            }
            catch (store_error const& e)
            {
                if (!options.skips_bad_items())
                    throw;
                self.warn(e.details());
            }
}

} // namespace dynasio::stores

#endif
