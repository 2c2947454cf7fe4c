// SPDX-License-Identifier: BSL-1.0

#include <dynasio/mapping/unmapped_attributes.hpp>

#include <gtest/gtest.h>

#include <string>

namespace {

struct base
{
    int id = 0;
};
BOOST_DESCRIBE_STRUCT(base, (), (id))

struct renamed : base
{
    std::string name;
};
BOOST_DESCRIBE_STRUCT(renamed, (base), (name))

} // namespace

template <>
struct dynasio::struct_mapping<renamed>
{
    static constexpr auto names = dynasio::stored_names(dynasio::stored_as<&renamed::name>("the name"));
};

namespace dynasio::tests {
namespace {

TEST(unmapped_attributes, those_without_a_member)
{
    auto const stored = item::of("x", 1, "id", 2, "name", "n", "the name", "m", "y", nullptr);
    EXPECT_EQ(unmapped_attributes<renamed>(stored), item::of("x", 1, "name", "n", "y", nullptr));
    EXPECT_EQ(unmapped_attributes<base>(item::of("id", 2)), item());
    EXPECT_TRUE(is_mapped_attribute<renamed>("id"));
    EXPECT_TRUE(is_mapped_attribute<renamed>("the name"));
    EXPECT_FALSE(is_mapped_attribute<renamed>("name"));
    EXPECT_FALSE(is_mapped_attribute<renamed>(""));
}

} // namespace
} // namespace dynasio::tests
