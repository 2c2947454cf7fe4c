// SPDX-License-Identifier: BSL-1.0

#include "text/excerpt.hpp"
#include "text/printable.hpp"

#include <gtest/gtest.h>

#include <string>

namespace dynasio::text {
namespace {

TEST(Printable, KeepsWhatCanBePrinted)
{
    for (std::string const text : {"", "plain", "\"quotes\" and \\ backslash", "grün ☂ 🙂", "\xc2\xa0"})
        EXPECT_EQ(printable(text), text);
}

TEST(Printable, EscapesControlCharacters)
{
    EXPECT_EQ(printable("a\r\nb\tc"), "a\\r\\nb\\tc");
    EXPECT_EQ(printable("\x1b[31mred\x07\x7f"), "\\x1b[31mred\\x07\\x7f");
    EXPECT_EQ(printable(std::string_view("\0x", 2)), "\\x00x");
    EXPECT_EQ(printable("\xc2\x85 \xc2\x9b"), "\\u0085 \\u009b") << "of Latin-1";
    EXPECT_EQ(printable("a long text before\x7f and behind it"), "a long text before\\x7f and behind it");
}

TEST(Printable, EscapesWhatIsNoUtf8)
{
    EXPECT_EQ(printable("caf\xe9!"), "caf\\xe9!");
    EXPECT_EQ(printable("\x1f\x8b\x08"), "\\x1f\\x8b\\x08");
    EXPECT_EQ(printable("\xc0\xaf \xed\xa0\x80 \xe2\x82"), "\\xc0\\xaf \\xed\\xa0\\x80 \\xe2\\x82");
}

TEST(Printable, EscapesWhatChangesTheDirectionOrTheLine)
{
    EXPECT_EQ(printable("\xe2\x80\xaa\xe2\x80\xae\xe2\x81\xa6\xe2\x81\xa9"), "\\u202a\\u202e\\u2066\\u2069");
    EXPECT_EQ(printable("\xe2\x80\xa8\xe2\x80\xa9\xe2\x80\x8e\xe2\x80\x8f\xd8\x9c"),
        "\\u2028\\u2029\\u200e\\u200f\\u061c");
    EXPECT_EQ(printable("\xe2\x80\xa9"), "\\u2029");
    EXPECT_EQ(printable("\xe2\x80\xaf\xe2\x81\xa5\xe2\x81\xaa"), "\xe2\x80\xaf\xe2\x81\xa5\xe2\x81\xaa")
        << "neighbours";
}

TEST(Excerpt, IsCutBetweenCharactersAndPrintable)
{
    EXPECT_EQ(shortened("short\n"), "short\\n");
    EXPECT_EQ(shortened(std::string(40, 'a')), std::string(40, 'a'));
    EXPECT_EQ(shortened(std::string(41, 'a')), std::string(37, 'a') + "...");
    EXPECT_EQ(shortened(std::string(36, 'a') + "\xe2\x98\x82 and more"), std::string(36, 'a') + "...");
    EXPECT_EQ(shortened(std::string(100, '\x80'), 10), "\\x80\\x80\\x80\\x80...");
}

} // namespace
} // namespace dynasio::text
