// SPDX-License-Identifier: BSL-1.0

#include "json/text_walk.hpp"

#include "json/string.hpp"

namespace dynasio::json {

namespace {

struct unheard
{
    void string(std::string_view) {}
    void literal(std::string_view) {}
    void mark(char) {}
};

void append_unit(std::string& out, unsigned unit)
{
    constexpr char digits[] = "0123456789abcdef";
    out += "\\u";
    for (int shift = 12; shift >= 0; shift -= 4)
        out += digits[unit >> shift & 15];
}

// The code point that begins here, of UTF-8 that was checked; `at` is left behind it.
unsigned read_code_point(std::string_view text, std::size_t& at)
{
    auto const byte = [&] { return static_cast<unsigned char>(text[at++]); };
    unsigned const first = byte();
    if (first < 0x80)
        return first;
    int const more = first < 0xe0 ? 1 : first < 0xf0 ? 2 : 3;
    unsigned result = first & (0x3fU >> more);
    for (int i = 0; i < more; ++i)
        result = result << 6 | (byte() & 0x3fU);
    return result;
}

// As `json.dumps` writes strings: all that does not print in ASCII as UTF-16.
void append_ascii_string(std::string& out, std::string_view text)
{
    std::string quoted;
    append_json_string(quoted, text); // the reader has checked the UTF-8
    for (std::size_t at = 0; at != quoted.size();)
    {
        if (static_cast<unsigned char>(quoted[at]) < 0x7f)
        {
            out += quoted[at++];
            continue;
        }
        auto const point = read_code_point(quoted, at);
        if (point < 0x10000)
            append_unit(out, point);
        else
        {
            append_unit(out, 0xd800 + ((point - 0x10000) >> 10));
            append_unit(out, 0xdc00 + ((point - 0x10000) & 0x3ff));
        }
    }
}

struct python_writer
{
    std::string& out;

    void string(std::string_view text) { append_ascii_string(out, text); }
    void literal(std::string_view text) { out += text; }
    void mark(char c)
    {
        out += c;
        if (c == ',' || c == ':')
            out += ' ';
    }
};

} // namespace

std::vector<text_member> members_of(std::string_view object, std::size_t most_levels)
{
    std::vector<text_member> result;
    json_reader in(object);
    unheard nobody;
    in.expect('{');
    for (bool more = in.peek() != '}'; more; more = in.peek() == ',')
    {
        if (!result.empty())
            in.expect(',');
        if (in.peek() != '"')
            in.unexpected();
        bool is_temporary = false;
        std::string name(in.string(is_temporary));
        in.expect(':');
        (void)in.peek();
        auto const* const first = in.position();
        walk_value(in, most_levels - 1, nobody);
        result.push_back({std::move(name), {first, static_cast<std::size_t>(in.position() - first)}});
    }
    in.expect('}');
    if (!in.at_end())
        in.unexpected();
    return result;
}

void append_python_form(std::string& out, std::string_view value, std::size_t most_levels)
{
    json_reader in(value);
    python_writer writer{out};
    walk_value(in, most_levels, writer);
    if (!in.at_end())
        in.unexpected();
}

} // namespace dynasio::json
