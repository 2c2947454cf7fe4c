// SPDX-License-Identifier: BSL-1.0

#include "unit/stores/expect_store_error.hpp"

#include "stores/cursor_text.hpp"
#include "stores/specs/spec_cursor.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <vector>

namespace dynasio::stores::specs {
namespace {

using tests::expect_store_error;

spec_list const specs{"u", {}};

void expect_refused(spec_store_options const& store, spec_list const& which, std::string_view cursor)
{
    expect_store_error(store_errc::bad_input, [&] { (void)decode_spec_cursor(store, which, cursor); });
}

TEST(spec_cursor, brings_back_a_position_of_a_list)
{
    for (std::string const id : {"a", "ab", "abc", "x#\xC3\xBC?>", "\xE8\xA6\x8F\xE6\xA0\xBC"})
    {
        item const position{{"sub", "u"}, {"updated_at_id", "latest#" + id}};
        EXPECT_EQ(decode_spec_list_position("u", encode_spec_position(position)), position);
        EXPECT_EQ(decode_spec_cursor({}, specs, encode_spec_cursor({}, specs, position)), position);
    }
}

TEST(spec_cursor, brings_back_a_position_of_versions)
{
    item const position{{"sub", "u"}, {"updated_at_id", "00000000001700000000#a#5"},
        {"id_updated_at", "a#5#00000000001700000000"}};
    EXPECT_EQ(decode_spec_versions_position("u", "a#5", encode_spec_position(position)), position);
    spec_list const versions{"u", "a#5"};
    EXPECT_EQ(decode_spec_cursor({}, versions, encode_spec_cursor({}, versions, position)), position);
}

TEST(spec_cursor, of_versions_may_stand_at_an_item_of_another_spec)
{
    // Within `a#0` to `a#:` lie versions and latest items of `a#5`.
    item position{{"sub", "u"}, {"updated_at_id", "00000000001700000000#a#5"},
        {"id_updated_at", "a#5#00000000001700000000"}};
    EXPECT_EQ(decode_spec_versions_position("u", "a", encode_spec_position(position)), position);
    position = {{"sub", "u"}, {"updated_at_id", "latest#a#5"}, {"id_updated_at", "a#5#latest"}};
    EXPECT_EQ(decode_spec_versions_position("u", "a", encode_spec_position(position)), position);
    expect_store_error(store_errc::bad_input,
        [&] { (void)decode_spec_versions_position("u", "a#4", encode_spec_position(position)); });
}

TEST(spec_cursor, stays_with_the_caller_s_user)
{
    auto const cursor = encode_spec_position({{"sub", "victim"}, {"updated_at_id", "latest#a"}});
    EXPECT_EQ(decode_spec_list_position("u", cursor).at("sub").as_string(), "u");
}

TEST(spec_cursor, of_another_list_is_refused)
{
    auto const of_list = encode_spec_position({{"updated_at_id", "latest#a"}});
    auto const of_versions = encode_spec_position({{"updated_at_id", "00000000001700000000#a"}});
    expect_store_error(store_errc::bad_input, [&] { (void)decode_spec_list_position("u", of_versions); });
    expect_store_error(
        store_errc::bad_input, [&] { (void)decode_spec_versions_position("u", "a", of_list); });
    expect_store_error(
        store_errc::bad_input, [&] { (void)decode_spec_versions_position("u", "b", of_versions); });
}

TEST(spec_cursor, of_another_user_spec_or_table_is_refused)
{
    item const position{{"sub", "u"}, {"updated_at_id", "00000000001700000000#a#5"},
        {"id_updated_at", "a#5#00000000001700000000"}};
    spec_store_options other_table;
    other_table.table_name = "other";
    for (auto const& keys : {std::vector<secret>(), std::vector{secret(std::string(32, 'k'))}})
    {
        spec_store_options store;
        store.cursor_keys = keys;
        other_table.cursor_keys = keys;
        auto const cursor = encode_spec_cursor(store, {"u", "a"}, position);
        EXPECT_EQ(decode_spec_cursor(store, {"u", "a"}, cursor), position);
        expect_refused(store, {"v", "a"}, cursor);
        expect_refused(store, {"u", "a#5"}, cursor);
        expect_refused(store, {"u\na", {}}, cursor);
        expect_refused(store, specs, cursor);
        expect_refused(other_table, {"u", "a"}, cursor);
    }
}

TEST(spec_cursor, that_is_sealed_needs_the_key)
{
    item const position{{"sub", "u"}, {"updated_at_id", "latest#orders"}};
    spec_store_options store;
    store.cursor_keys.emplace_back(std::string(32, 'k'));
    auto const cursor = encode_spec_cursor(store, specs, position);
    EXPECT_EQ(from_url_text(cursor)->find("orders"), std::string::npos);
    spec_store_options rotated = store;
    rotated.cursor_keys.emplace(rotated.cursor_keys.begin(), std::string(32, 'n'));
    EXPECT_EQ(decode_spec_cursor(rotated, specs, cursor), position);
    spec_store_options const without;
    expect_refused(without, specs, cursor);
    expect_refused(store, specs, encode_spec_cursor(without, specs, position));
}

TEST(spec_cursor, that_is_none_is_refused)
{
    std::vector<std::string> texts{"", "!", "a", "bGF0ZXN0I2E=", "bGF0ZXN0I3g", "bGF0+XN0", "/w", "_w",
        "bGF0ZXN0I2F", "AAAA\xFF", std::string(3000, 'A')};
    auto const cursor = encode_spec_cursor({}, specs, {{"updated_at_id", "latest#orders"}});
    for (std::size_t size = 0; size < cursor.size(); ++size)
        texts.push_back(cursor.substr(0, size));
    for (auto const& text : texts)
    {
        SCOPED_TRACE(text);
        expect_refused({}, specs, text);
        expect_refused({}, {"u", "a"}, text);
    }
}

TEST(spec_cursor, of_no_position_in_the_list_is_refused)
{
    for (std::string const key : {"", "a", "latest", "Latest#a", "latest#\xFF", "#", "a#latest"})
        expect_store_error(store_errc::bad_input, [&] { (void)decode_spec_list_position("u", key); });
    for (std::string const key : {"", "a", "latest#a", "00000000001700000000#b", "x#a", "\xFF#a"})
        expect_store_error(
            store_errc::bad_input, [&] { (void)decode_spec_versions_position("u", "a", key); });
    auto const too_long = "latest#" + std::string(1018, 'a');
    expect_store_error(store_errc::bad_input, [&] { (void)decode_spec_list_position("u", too_long); });
    EXPECT_NO_THROW((void)decode_spec_list_position("u", too_long.substr(0, 1024)));
}

TEST(spec_cursor, needs_a_position)
{
    EXPECT_THROW((void)encode_spec_position({}), std::invalid_argument);
    EXPECT_THROW((void)encode_spec_position({{"updated_at_id", 5}}), std::invalid_argument);
}

} // namespace
} // namespace dynasio::stores::specs
