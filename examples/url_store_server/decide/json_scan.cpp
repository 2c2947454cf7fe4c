// SPDX-License-Identifier: BSL-1.0

#include "decide/json_scan.hpp"

#include "decide/json_number.hpp"
#include "decide/text_parts.hpp"

#include <algorithm>
#include <map>

namespace examples {

namespace {

/// Reads one text from its beginning. Functions return the canonical form of what they have read.
class json_scanner
{
public:
    explicit json_scanner(std::string_view text) : text_(text)
    {
        if (!is_utf8(text))
            throw json_problem("text that is not UTF-8", 0);
    }

    std::string value(std::size_t depth);
    std::vector<json_member> members(std::size_t depth);
    void end();
    void skip_spaces();

private:
    [[noreturn]] void fail(std::string const& what) const { throw json_problem(what, at_); }
    [[nodiscard]] char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
    bool take(char expected);
    bool take(std::string_view word);
    std::string object(std::size_t depth);
    std::string array(std::size_t depth);
    std::string number();
    std::string string();
    void escape(std::string& out);
    char32_t code_unit();

    std::string_view text_;
    std::size_t at_ = 0;
};

std::string quoted(std::string_view text)
{
    constexpr char digits[] = "0123456789abcdef";
    std::string result = "\"";
    for (char const each : text)
    {
        auto const byte = static_cast<unsigned char>(each);
        if (each == '"' || each == '\\')
            result += '\\';
        if (byte >= 0x20)
            result += each;
        else
        {
            result += "\\u00";
            result += digits[byte >> 4];
            result += digits[byte & 15U];
        }
    }
    return result + '"';
}

bool json_scanner::take(char expected)
{
    if (peek() != expected || at_ == text_.size())
        return false;
    ++at_;
    return true;
}

bool json_scanner::take(std::string_view word)
{
    if (!text_.substr(at_).starts_with(word))
        return false;
    at_ += word.size();
    return true;
}

void json_scanner::skip_spaces()
{
    at_ = std::min(text_.find_first_not_of(" \t\r\n", at_), text_.size());
}

void json_scanner::end()
{
    skip_spaces();
    if (at_ != text_.size())
        fail("text after the value");
}

std::string json_scanner::value(std::size_t depth)
{
    skip_spaces();
    if (peek() == '{')
        return object(depth);
    if (peek() == '[')
        return array(depth);
    if (peek() == '"')
        return quoted(string());
    for (std::string_view const word : {"true", "false", "null"})
        if (take(word))
            return std::string(word);
    return number();
}

std::vector<json_member> json_scanner::members(std::size_t depth)
{
    if (depth >= max_json_depth)
        fail("more than " + std::to_string(max_json_depth) + " levels");
    if (!take('{'))
        fail("no object");
    std::vector<json_member> result;
    skip_spaces();
    if (take('}'))
        return result;
    do
    {
        json_member each;
        skip_spaces();
        auto begin = at_;
        each.name = string();
        each.raw_name = text_.substr(begin, at_ - begin);
        skip_spaces();
        if (!take(':'))
            fail("a name without :");
        skip_spaces();
        begin = at_;
        each.canonical = value(depth + 1);
        each.raw_value = text_.substr(begin, at_ - begin);
        result.push_back(std::move(each));
        skip_spaces();
    } while (take(','));
    if (!take('}'))
        fail("an object without }");
    return result;
}

std::string json_scanner::object(std::size_t depth)
{
    auto const begin = at_;
    std::map<std::string, std::string> sorted;
    for (auto& each : members(depth))
        if (!sorted.emplace(std::move(each.name), std::move(each.canonical)).second)
            throw json_problem("two members of one name in the object", begin);
    std::string result = "{";
    for (auto const& [name, text] : sorted)
        result += (result.size() > 1 ? "," : "") + quoted(name) + ':' + text;
    return result + '}';
}

std::string json_scanner::array(std::size_t depth)
{
    if (depth >= max_json_depth)
        fail("more than " + std::to_string(max_json_depth) + " levels");
    take('[');
    skip_spaces();
    if (take(']'))
        return "[]";
    std::string result = "[";
    do
    {
        if (result.size() > 1)
            result += ',';
        result += value(depth + 1);
        skip_spaces();
    } while (take(','));
    if (!take(']'))
        fail("an array without ]");
    return result + ']';
}

std::string json_scanner::number()
{
    auto const size = json_number_size(text_.substr(at_));
    if (size == 0)
        fail("no JSON value");
    at_ += size;
    return canonical_number(text_.substr(at_ - size, size));
}

std::string json_scanner::string()
{
    if (!take('"'))
        fail("no string");
    std::string result;
    while (!take('"'))
    {
        if (at_ == text_.size())
            fail("a string without an end");
        if (static_cast<unsigned char>(peek()) < 0x20)
            fail("a control character in a string");
        if (take('\\'))
            escape(result);
        else
            result += text_[at_++];
    }
    return result;
}

void json_scanner::escape(std::string& out)
{
    constexpr std::string_view names = "\"\\/bfnrt";
    constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
    if (auto const found = names.find(peek()); peek() != '\0' && found != std::string_view::npos)
    {
        ++at_;
        out += meanings[found];
        return;
    }
    if (!take('u'))
        fail("an unknown escape");
    auto code_point = code_unit();
    if (code_point >= 0xD800 && code_point < 0xDC00 && take("\\u"))
    {
        auto const low = code_unit();
        if (low < 0xDC00 || low > 0xDFFF)
            fail("half of a surrogate pair");
        code_point = 0x10000 + ((code_point - 0xD800) << 10) + (low - 0xDC00);
    }
    if (code_point >= 0xD800 && code_point < 0xE000)
        fail("half of a surrogate pair");
    append_utf8(out, code_point);
}

char32_t json_scanner::code_unit()
{
    char32_t result = 0;
    for (int i = 0; i < 4; ++i)
    {
        auto const digit = hex_value(peek());
        if (!digit)
            fail("an escape without four hexadecimal digits");
        ++at_;
        result = result << 4 | *digit;
    }
    return result;
}

} // namespace

std::vector<json_member> object_members(std::string_view text)
{
    json_scanner scanner(text);
    scanner.skip_spaces();
    auto result = scanner.members(0);
    scanner.end();
    std::map<std::string_view, int> seen;
    for (auto const& each : result)
        if (++seen[each.name] > 1)
            throw json_problem("two members of one name in the object", 0);
    return result;
}

std::string canonical_json(std::string_view text)
{
    json_scanner scanner(text);
    auto result = scanner.value(0);
    scanner.end();
    return result;
}

} // namespace examples
