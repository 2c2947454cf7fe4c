// SPDX-License-Identifier: BSL-1.0

#include <dynasio/json/detail/encode.hpp>

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace dynasio {
namespace {

std::string encoded(std::string_view text)
{
    std::string out;
    json::encode(out, text);
    return out;
}

std::string failure(std::string_view text)
{
    try
    {
        return "no error, but " + encoded(text);
    }
    catch (json::encode_error const& e)
    {
        return e.what();
    }
}

TEST(EncodeText, EscapesWhatJsonAsksFor)
{
    EXPECT_EQ(encoded(std::string_view("plain")), R"("plain")");
    EXPECT_EQ(encoded(std::string_view("")), R"("")");
    EXPECT_EQ(encoded(std::string_view("a\"b\\c/d")), R"("a\"b\\c/d")");
    EXPECT_EQ(encoded(std::string_view("\b\f\n\r\t\x01\x1f\x7f")), "\"\\b\\f\\n\\r\\t\\u0001\\u001f\x7f\"");
    EXPECT_EQ(encoded(std::string_view("a\0b", 3)), R"("a\u0000b")");
    EXPECT_EQ(encoded(std::string_view("\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80")),
        "\"\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\"");
}

TEST(EncodeText, FindsEverySpecialCharacterAtEveryPlace)
{
    for (std::size_t size = 1; size < 40; ++size)
        for (std::size_t place = 0; place < size; ++place)
            for (int c = 0; c < 128; ++c)
            {
                std::string text(size, 'x');
                text[place] = static_cast<char>(c);
                auto const out = encoded(std::string_view(text));
                ASSERT_EQ(std::string(boost::json::parse(out).as_string()), text) << out;
                ASSERT_EQ(out.size() > size + 2, c < 32 || c == '"' || c == '\\') << out;
            }
}

TEST(EncodeText, RefusesWhatIsNotUtf8)
{
    for (auto const* text :
        {"\x80", "\xc3", "\xc0\x80", "\xc1\xbf", "\xe0\x80\x80", "\xe0\x9f\xbf", "\xed\xa0\x80",
            "\xed\xbf\xbf", "\xf0\x80\x80\x80", "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80",
            "\xff", "\xe2\x82", "\xe2\x28\xa1", "abcdefgh\xe2\x82", "\xf0\x9f\x98", "\xc3\x28"})
        EXPECT_EQ(failure(std::string_view(text)), "the text is not valid UTF-8");
    for (auto const* text : {"\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80", "\xed\x9f\xbf", "\xee\x80\x80",
             "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf"})
        EXPECT_EQ(encoded(std::string_view(text)), '"' + std::string(text) + '"');
}

} // namespace
} // namespace dynasio
