// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_TESTS_UNIT_STORES_EXPECT_STORE_ERROR_HPP
#define DYNASIO_TESTS_UNIT_STORES_EXPECT_STORE_ERROR_HPP

#include <dynasio/stores/store_error.hpp>

#include <gtest/gtest.h>

#include <string>

namespace dynasio::tests {

/// Runs `f`, which must throw a `store_error` with this code; ends with its details.
template <class F>
store_error_details expect_store_error(store_errc code, F f)
{
    try
    {
        f();
    }
    catch (store_error const& e)
    {
        EXPECT_EQ(e.code(), code) << e.what();
        EXPECT_EQ(e.details().code, code);
        return e.details();
    }
    ADD_FAILURE() << "nothing was thrown";
    return {};
}

} // namespace dynasio::tests

#endif
