// SPDX-License-Identifier: BSL-1.0

#include "unit/stores/expect_store_error.hpp"

#include "stores/specs/spec_keys.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace dynasio::stores::specs {
namespace {

using tests::expect_store_error;

TEST(spec_id, joins_runs_and_lowers_letters)
{
    EXPECT_EQ(derive_spec_id("Spec_One"), "spec-one");
    EXPECT_EQ(derive_spec_id("A--b..C__d"), "a-b-c-d");
    EXPECT_EQ(derive_spec_id("Spec Two"), "spec two");
    EXPECT_EQ(derive_spec_id("_.x"), "-x");
    EXPECT_EQ(derive_spec_id("x-_."), "x-");
    EXPECT_EQ(derive_spec_id("-"), "-");
    EXPECT_EQ(derive_spec_id("AZaz09#/@["), "azaz09#/@[");
}

TEST(spec_id, equal_names_have_one_id)
{
    EXPECT_EQ(derive_spec_id("SPEC.ONE"), derive_spec_id("Spec_One"));
}

TEST(spec_id, refuses_names_without_an_id)
{
    EXPECT_EQ(expect_store_error(store_errc::bad_input, [] { (void)derive_spec_id(""); }).attribute, "name");
    EXPECT_EQ(expect_store_error(store_errc::bad_input,
                  []
                  {
                      (void)derive_spec_id("sp\xC3\xA9"
                                           "c");
                  })
                  .attribute,
        "name");
}

TEST(spec_keys, are_as_documented)
{
    EXPECT_EQ(spec_version_key(1609459200, "Spec_One"), "00000000001609459200#Spec_One");
    EXPECT_EQ(spec_latest_key("Spec_One"), "latest#Spec_One");
    EXPECT_EQ(spec_index_key(spec_version_key(1609459200, "Spec_One")), "Spec_One#00000000001609459200");
    EXPECT_EQ(spec_index_key(spec_latest_key("Spec_One")), "Spec_One#latest");
}

TEST(spec_keys, do_not_escape)
{
    EXPECT_EQ(spec_version_key(1, "a#b"), "00000000000000000001#a#b");
    EXPECT_EQ(spec_index_key(spec_latest_key("latest")), "latest#latest");
}

TEST(spec_keys, hold_every_time)
{
    EXPECT_EQ(spec_time_text(0), "00000000000000000000");
    EXPECT_EQ(spec_time_text(-5), "00000000000000000000");
    EXPECT_EQ(spec_time_text(std::numeric_limits<std::int64_t>::max()), "09223372036854775807");
    EXPECT_LT(spec_time_text(999999999), spec_time_text(1000000000));
}

TEST(spec_keys, fit_with_the_longest_id)
{
    std::string const id(max_spec_id_size, 'x');
    EXPECT_EQ(spec_version_key(1, id).size(), 1024u);
}

} // namespace
} // namespace dynasio::stores::specs
