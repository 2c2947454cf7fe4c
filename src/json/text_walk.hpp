// SPDX-License-Identifier: BSL-1.0
//
// JSON text as text: its tokens in order, without a document, in bounded stack.

#ifndef DYNASIO_SRC_JSON_TEXT_WALK_HPP
#define DYNASIO_SRC_JSON_TEXT_WALK_HPP

#include "json/reader.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace dynasio::json {

/// Reads one value, and tells `visit` of each token: `string(text)`, `literal(text)` for numbers and words, `mark(c)` for each of
/// `{}[],:`. Throws `codec_error` for what is no JSON, and for more than `most_levels` of objects and arrays.
template <class Visitor>
void walk_value(json_reader& in, std::size_t most_levels, Visitor& visit)
{
    std::vector<bool> is_object; // of the levels that are open
    auto const mark = [&](char c)
    {
        in.expect(c);
        visit.mark(c);
    };
    auto const name = [&]
    {
        if (in.peek() != '"')
            in.unexpected();
        bool is_temporary = false;
        visit.string(in.string(is_temporary));
        mark(':');
    };
    for (;;)
    {
        // One value, or the beginning of one.
        char const c = in.peek();
        if (c == '{' || c == '[')
        {
            if (is_object.size() == most_levels)
                in.fail("more levels than allowed");
            is_object.push_back(c == '{');
            mark(c);
            if (in.peek() != (c == '{' ? '}' : ']'))
            {
                if (c == '{')
                    name();
                continue;
            }
        }
        else if (c == '"')
        {
            bool is_temporary = false;
            visit.string(in.string(is_temporary));
        }
        else if (c == 't' || c == 'f' || c == 'n')
        {
            std::string_view const word = c == 't' ? "true" : c == 'f' ? "false" : "null";
            in.word(word);
            visit.literal(word);
        }
        else if (c == '-' || (c >= '0' && c <= '9'))
            visit.literal(in.number());
        else
            in.unexpected();

        // The ends of levels behind it, or the comma before the next value.
        for (;;)
        {
            if (is_object.empty())
                return;
            if (in.peek() == ',')
            {
                mark(',');
                if (is_object.back())
                    name();
                break;
            }
            mark(is_object.back() ? '}' : ']');
            is_object.pop_back();
        }
    }
}

/// One member of an object: its name, and its value as it is written.
struct text_member
{
    std::string name;
    std::string_view value;
};

/// The members of a text that is one object. The values are views of the text. Throws `codec_error` if it is anything else.
std::vector<text_member> members_of(std::string_view object, std::size_t most_levels);

/// Appends one value in the form of Python's `json.dumps`: a space behind commas and colons, and ASCII only. Throws
/// `codec_error`.
void append_python_form(std::string& out, std::string_view value, std::size_t most_levels);

} // namespace dynasio::json

#endif
