// SPDX-License-Identifier: BSL-1.0
//
// Names that have been replaced stay for one release.

#include <dynasio/expressions/projection.hpp>
#include <dynasio/stores/credentials/binary_encoding.hpp>
#include <dynasio/stores/specs/spec_store_options.hpp>

#include <gtest/gtest.h>

#include <type_traits>

#pragma GCC diagnostic ignored "-Wdeprecated-declarations"

namespace dynasio {
namespace {

TEST(former_names, mean_the_same)
{
    EXPECT_EQ(write_mode::original, write_mode::two_puts);
    EXPECT_EQ(binary_encoding::original, binary_encoding::base64_text);
    static_assert(std::is_same_v<projected, projection>);
}

} // namespace
} // namespace dynasio
