// SPDX-License-Identifier: BSL-1.0

#include "unit/stores/expect_store_error.hpp"

#include "stores/specs/spec_cursor.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <vector>

namespace dynasio::stores::specs {
namespace {

using tests::expect_store_error;

TEST(spec_cursor, brings_back_a_position_of_a_list)
{
    for (std::string const id : {"a", "ab", "abc", "x#\xC3\xBC?>", "\xE8\xA6\x8F\xE6\xA0\xBC"})
    {
        item const position{{"sub", "u"}, {"updated_at_id", "latest#" + id}};
        auto const cursor = encode_spec_cursor(position);
        EXPECT_EQ(cursor.find_first_of("+/= %"), cursor.npos) << cursor;
        EXPECT_EQ(decode_spec_list_cursor("u", cursor), position);
    }
}

TEST(spec_cursor, brings_back_a_position_of_versions)
{
    item const position{{"sub", "u"}, {"updated_at_id", "00000000001700000000#a#5"},
        {"id_updated_at", "a#5#00000000001700000000"}};
    EXPECT_EQ(decode_spec_versions_cursor("u", "a#5", encode_spec_cursor(position)), position);
}

TEST(spec_cursor, of_versions_may_stand_at_an_item_of_another_spec)
{
    // Within `a#0` to `a#:` lie versions and latest items of `a#5`.
    item position{{"sub", "u"}, {"updated_at_id", "00000000001700000000#a#5"},
        {"id_updated_at", "a#5#00000000001700000000"}};
    EXPECT_EQ(decode_spec_versions_cursor("u", "a", encode_spec_cursor(position)), position);
    position = {{"sub", "u"}, {"updated_at_id", "latest#a#5"}, {"id_updated_at", "a#5#latest"}};
    EXPECT_EQ(decode_spec_versions_cursor("u", "a", encode_spec_cursor(position)), position);
    expect_store_error(store_errc::bad_input,
        [&] { (void)decode_spec_versions_cursor("u", "a#4", encode_spec_cursor(position)); });
}

TEST(spec_cursor, stays_with_the_caller_s_user)
{
    auto const cursor = encode_spec_cursor({{"sub", "victim"}, {"updated_at_id", "latest#a"}});
    EXPECT_EQ(decode_spec_list_cursor("u", cursor).at("sub").as_string(), "u");
}

TEST(spec_cursor, of_another_list_is_refused)
{
    auto const of_list = encode_spec_cursor({{"updated_at_id", "latest#a"}});
    auto const of_versions = encode_spec_cursor({{"updated_at_id", "00000000001700000000#a"}});
    expect_store_error(store_errc::bad_input, [&] { (void)decode_spec_list_cursor("u", of_versions); });
    expect_store_error(store_errc::bad_input, [&] { (void)decode_spec_versions_cursor("u", "a", of_list); });
    expect_store_error(
        store_errc::bad_input, [&] { (void)decode_spec_versions_cursor("u", "b", of_versions); });
}

TEST(spec_cursor, that_is_none_is_refused)
{
    std::vector<std::string> const texts{"", "!", "a", "bGF0ZXN0I2E=", "bGF0+XN0", "/w", "_w", "bGF0ZXN0I2F",
        "AAAA\xFF", std::string(3000, 'A')};
    for (auto const& text : texts)
    {
        SCOPED_TRACE(text);
        expect_store_error(store_errc::bad_input, [&] { (void)decode_spec_list_cursor("u", text); });
        expect_store_error(store_errc::bad_input, [&] { (void)decode_spec_versions_cursor("u", "a", text); });
    }
}

TEST(spec_cursor, needs_a_position)
{
    EXPECT_THROW((void)encode_spec_cursor({}), std::invalid_argument);
    EXPECT_THROW((void)encode_spec_cursor({{"updated_at_id", 5}}), std::invalid_argument);
}

} // namespace
} // namespace dynasio::stores::specs
