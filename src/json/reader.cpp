// SPDX-License-Identifier: BSL-1.0

#include "json/reader.hpp"

#include "text/ini_text.hpp"
#include "text/plain_run.hpp"

#include <dynasio/json/detail/ascii.hpp>
#include <dynasio/json/detail/decode.hpp>

namespace dynasio::json {

void json_reader::fail(char const* problem) const
{
    throw codec_error("not valid JSON: " + std::string(problem) + " at byte " + std::to_string(at_ - begin_));
}

void json_reader::unexpected() const
{
    fail(at_ == end_ ? "the text ends too early" : "unexpected character");
}

void json_reader::skip_text()
{
    at_ = text::skip_text(at_, end_);
    if (at_ != end_ && static_cast<unsigned char>(*at_) >= 0x80)
        fail("invalid UTF-8");
}

json_reader::~json_reader()
{
    text::wipe(unescaped_);
}

std::string_view json_reader::string_with_escapes(char const* first)
{
    text::wipe(unescaped_);
    for (;;)
    {
        text::append_secret(unescaped_, std::string_view(first, static_cast<std::size_t>(at_ - first)));
        if (at_ == end_)
            unexpected();
        if (*at_ == '"')
        {
            ++at_;
            return unescaped_;
        }
        if (*at_ != '\\')
            fail("control character within a string");
        ++at_;
        read_escape();
        first = at_;
        skip_text();
    }
}

void json_reader::append(char c)
{
    text::reserve_secret(unescaped_, unescaped_.size() + 1);
    unescaped_ += c;
}

void json_reader::read_escape()
{
    if (at_ == end_)
        unexpected();
    switch (*at_++)
    {
    case '"':
    case '\\':
    case '/':
        append(at_[-1]);
        return;
    case 'b':
        append('\b');
        return;
    case 'f':
        append('\f');
        return;
    case 'n':
        append('\n');
        return;
    case 'r':
        append('\r');
        return;
    case 't':
        append('\t');
        return;
    case 'u':
        break;
    default:
        --at_;
        fail("unknown escape");
    }
    auto const unit = read_hex();
    if (unit < 0xd800 || unit > 0xdfff)
        return append_utf8(unit);
    if (unit > 0xdbff || end_ - at_ < 2 || at_[0] != '\\' || at_[1] != 'u')
        fail("unpaired surrogate");
    at_ += 2;
    auto const second = read_hex();
    if (second < 0xdc00 || second > 0xdfff)
        fail("unpaired surrogate");
    append_utf8(0x10000 + ((unit - 0xd800) << 10) + (second - 0xdc00));
}

unsigned json_reader::read_hex()
{
    if (end_ - at_ < 4)
        fail("an escape is cut");
    unsigned value = 0;
    for (int i = 0; i < 4; ++i, ++at_)
    {
        char const c = *at_;
        int const digit = is_digit(c) ? c - '0'
            : c >= 'a' && c <= 'f'    ? c - 'a' + 10
            : c >= 'A' && c <= 'F'    ? c - 'A' + 10
                                      : -1;
        if (digit < 0)
            fail("an escape has a character that is no hexadecimal digit");
        value = value * 16 + static_cast<unsigned>(digit);
    }
    return value;
}

void json_reader::append_utf8(unsigned code_point)
{
    auto const add = [&](unsigned byte) { append(static_cast<char>(byte)); };
    auto const add_rest = [&](unsigned shift) { add(0x80 | (code_point >> shift & 0x3f)); };
    if (code_point < 0x80)
        return add(code_point);
    if (code_point < 0x800)
        add(0xc0 | code_point >> 6);
    else if (code_point < 0x10000)
    {
        add(0xe0 | code_point >> 12);
        add_rest(6);
    }
    else
    {
        add(0xf0 | code_point >> 18);
        add_rest(12);
        add_rest(6);
    }
    add_rest(0);
}

void json_reader::skip_digits()
{
    if (at_ == end_ || !is_digit(*at_))
        unexpected();
    while (at_ != end_ && is_digit(*at_))
        ++at_;
}

std::string_view json_reader::number()
{
    auto const* const first = at_;
    if (*at_ == '-')
        ++at_;
    if (at_ != end_ && *at_ == '0')
        ++at_;
    else
        skip_digits();
    if (at_ != end_ && *at_ == '.')
    {
        ++at_;
        skip_digits();
    }
    if (at_ != end_ && (*at_ == 'e' || *at_ == 'E'))
    {
        ++at_;
        if (at_ != end_ && (*at_ == '+' || *at_ == '-'))
            ++at_;
        skip_digits();
    }
    return {first, static_cast<std::size_t>(at_ - first)};
}

void json_reader::word(std::string_view wanted)
{
    if (std::string_view(at_, static_cast<std::size_t>(end_ - at_)).substr(0, wanted.size()) != wanted)
        unexpected();
    at_ += wanted.size();
}

} // namespace dynasio::json
