// SPDX-License-Identifier: BSL-1.0

#include "stores/cursor_text.hpp"

#include <gtest/gtest.h>

#include <set>
#include <stdexcept>
#include <vector>

namespace dynasio::stores {
namespace {

std::vector<secret> keys_of(std::string_view letters)
{
    std::vector<secret> keys;
    for (char const letter : letters)
        keys.emplace_back(std::string(32, letter));
    return keys;
}

TEST(cursor_text, brings_back_its_content)
{
    for (auto const& keys : {keys_of(""), keys_of("a"), keys_of("ab")})
        for (std::string const content : {"", "a", "ab", "abc", "\xFF\xFE?>", "{\"Parts\":[]}"})
        {
            auto const cursor = write_cursor(keys, "scope", content);
            EXPECT_EQ(cursor.find_first_of("+/= %"), cursor.npos) << cursor;
            EXPECT_EQ(read_cursor(keys, "scope", cursor), content);
            for (auto const* other : {"", "scop", "scope ", "SCOPE"})
                EXPECT_EQ(read_cursor(keys, other, cursor), std::nullopt) << other;
        }
}

TEST(cursor_text, has_no_padding)
{
    EXPECT_EQ(to_url_text("f"), "Zg");
    EXPECT_EQ(from_url_text("Zg"), "f");
    for (auto const* text : {"Zg==", "Zg=", "Zm8=", "Zm9v====", "=", "Zh", "Z", "+A", "/A"})
        EXPECT_EQ(from_url_text(text), std::nullopt) << text;
}

TEST(cursor_text, that_was_damaged_is_refused)
{
    for (auto const& keys : {keys_of(""), keys_of("a")})
    {
        auto const cursor = write_cursor(keys, "scope", R"({"Parts":[{"Start":{"id":{"S":"user-1"}}}]})");
        for (std::size_t i = 0; i < cursor.size(); ++i)
        {
            EXPECT_EQ(read_cursor(keys, "scope", cursor.substr(0, i)), std::nullopt) << i;
            auto changed = cursor;
            changed[i] = changed[i] == 'A' ? 'B' : 'A';
            EXPECT_EQ(read_cursor(keys, "scope", changed), std::nullopt) << i;
        }
        for (std::string const garbage :
            {"", "x", "%%%", "e30", "AAAAAAAAAAA", "AAAAAAAAAAAAAAAAAAAAAAAA", "=", "\xFF"})
            EXPECT_EQ(read_cursor(keys, "scope", garbage), std::nullopt) << garbage;
        EXPECT_EQ(read_cursor(keys, "scope", cursor + cursor), std::nullopt);
    }
}

TEST(cursor_text, that_is_sealed_shows_nothing_and_is_never_the_same)
{
    std::string const content = R"({"Parts":[{"Start":{"id":{"S":"user-1"}}}]})";
    auto const open = from_url_text(write_cursor({}, "scope", content));
    EXPECT_NE(open->find("user-1"), std::string::npos);
    std::set<std::string> all;
    for (int i = 0; i < 100; ++i)
    {
        auto const cursor = write_cursor(keys_of("a"), "scope", content);
        all.insert(cursor);
        auto const bytes = from_url_text(cursor);
        for (auto const* part : {"user-1", "Parts", "scope"})
            EXPECT_EQ(bytes->find(part), std::string::npos);
    }
    EXPECT_EQ(all.size(), 100u);
}

TEST(cursor_text, keys_are_rotated)
{
    auto const old_one = write_cursor(keys_of("a"), "scope", "x");
    auto const new_one = write_cursor(keys_of("ba"), "scope", "x");
    EXPECT_EQ(read_cursor(keys_of("ba"), "scope", old_one), "x");
    EXPECT_EQ(read_cursor(keys_of("b"), "scope", new_one), "x") << "the first key seals";
    EXPECT_EQ(read_cursor(keys_of("b"), "scope", old_one), std::nullopt);
    EXPECT_EQ(read_cursor(keys_of("a"), "scope", new_one), std::nullopt);
}

TEST(cursor_text, sealed_and_open_ones_are_not_taken_for_each_other)
{
    EXPECT_EQ(read_cursor(keys_of("a"), "scope", write_cursor({}, "scope", "some content")), std::nullopt);
    EXPECT_EQ(read_cursor({}, "scope", write_cursor(keys_of("a"), "scope", "some content")), std::nullopt);
}

TEST(cursor_text, keys_have_32_bytes)
{
    EXPECT_NO_THROW(check_cursor_keys(keys_of(""), "option"));
    EXPECT_NO_THROW(check_cursor_keys(keys_of("ab"), "option"));
    for (std::size_t const size : {0u, 16u, 31u, 33u})
    {
        auto keys = keys_of("a");
        keys.emplace_back(std::string(size, 'x'));
        try
        {
            check_cursor_keys(keys, "some_options::cursor_keys");
            ADD_FAILURE() << size;
        }
        catch (std::invalid_argument const& e)
        {
            EXPECT_STREQ(e.what(), "some_options::cursor_keys: a key must have 32 bytes");
        }
    }
}

} // namespace
} // namespace dynasio::stores
