// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_STORES_STORE_ACCESS_HPP
#define DYNASIO_SRC_STORES_STORE_ACCESS_HPP

#include <utility>

namespace dynasio::stores {

/// The one door to what is behind the handles of the stores.
struct store_access
{
    template <class Store>
    static auto const& state(Store const& store)
    {
        return store.state_;
    }

    /// A handle of a state that exists.
    template <class Store, class Owner, class State>
    static Store make(Owner const& owner, State state)
    {
        return Store(owner, std::move(state));
    }
};

} // namespace dynasio::stores

#endif
