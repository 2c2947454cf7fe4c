// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_TESTS_UNIT_STORES_STORE_FAILURE_HPP
#define DYNASIO_TESTS_UNIT_STORES_STORE_FAILURE_HPP

#include "support/scripted_client.hpp"

#include <dynasio/stores/store_error.hpp>

#include <gtest/gtest.h>

namespace dynasio::tests {

/// Runs the operation that `begin` begins to its end. The `store_error` with which it must end.
template <class Begin>
store_error store_failure(scripted_client& world, Begin begin)
{
    store_error failure({});
    world.run(
        [&]() -> boost::asio::awaitable<void>
        {
            try
            {
                (void)co_await begin();
                ADD_FAILURE() << "nothing was thrown";
            }
            catch (store_error const& e)
            {
                failure = e;
            }
        });
    return failure;
}

} // namespace dynasio::tests

#endif
