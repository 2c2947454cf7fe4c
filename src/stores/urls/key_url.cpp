// SPDX-License-Identifier: BSL-1.0

#include "stores/urls/key_url.hpp"

#include "text/plain_run.hpp"

#include <dynasio/json/detail/ascii.hpp>

#include <algorithm>
#include <stdexcept>

namespace dynasio::stores::urls {

namespace {

bool is_unreserved(char c)
{
    return json::is_letter(c) || json::is_digit(c) || c == '_' || c == '.' || c == '-' || c == '~';
}

void append_escaped(std::string& out, char c)
{
    constexpr char digits[] = "0123456789ABCDEF";
    auto const byte = static_cast<unsigned char>(c);
    out += '%';
    out += digits[byte >> 4];
    out += digits[byte & 15];
}

bool has_control_characters(std::string_view text)
{
    return std::any_of(
        text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == '\x7f'; });
}

std::string_view first_character(std::string_view text)
{
    std::size_t size = 1;
    while (size < text.size() && (static_cast<unsigned char>(text[size]) & 0xc0) == 0x80)
        ++size;
    return text.substr(0, size);
}

http::url read_url(std::string_view name, std::string const& text)
{
    try
    {
        return http::parse_url(text);
    }
    catch (std::invalid_argument const& e)
    {
        throw std::invalid_argument(std::string(name) + ": " + e.what());
    }
}

std::string checked_base(url_store_options const& options)
{
    auto const parsed = read_url("base_url", options.base_url);
    if (parsed.target.find('?') != parsed.target.npos)
        throw std::invalid_argument("base_url: a query is not allowed");
    auto const& text = options.base_url;
    return text.ends_with('/') ? text.substr(0, text.size() - 1) : text;
}

// One of the characters of a `[...]`, from behind the bracket on; `pattern` is left behind the closing one. Empty if there is none.
std::optional<bool> matches_set(std::string_view& pattern, std::string_view character)
{
    auto rest = pattern;
    bool const negated = rest.starts_with('!');
    if (negated)
        rest.remove_prefix(1);
    auto const close = rest.find(']', 1); // one that comes first is a member
    if (close == rest.npos)
        return std::nullopt;
    auto set = rest.substr(0, close);
    bool found = false;
    // Characters of several bytes compare by their bytes, which have the order of their code points.
    auto const take = [&]
    {
        auto const first = first_character(set);
        set.remove_prefix(first.size());
        return first;
    };
    while (!set.empty())
    {
        auto const low = take();
        auto high = low;
        if (set.size() >= 2 && set.front() == '-')
        {
            set.remove_prefix(1);
            high = take();
        }
        found = found || (low <= character && character <= high);
    }
    pattern = rest.substr(close + 1);
    return found != negated;
}

// Takes one element of the pattern, other than `*`, and the character that it stands for.
bool match_one(std::string_view& pattern, std::string_view& text)
{
    if (text.empty())
        return false;
    auto const character = first_character(text);
    bool matched = false;
    if (pattern.front() == '?')
    {
        matched = true;
        pattern.remove_prefix(1);
    }
    else
    {
        std::optional<bool> in_set;
        auto rest = pattern.substr(1);
        if (pattern.front() == '[')
            in_set = matches_set(rest, character);
        matched = in_set ? *in_set : pattern.starts_with(character);
        pattern = in_set ? rest : pattern.substr(first_character(pattern).size());
    }
    text.remove_prefix(character.size());
    return matched;
}

} // namespace

std::string refusal_of_key(std::string_view key, bool allow_empty_segments)
{
    if (key.empty())
        return "the key is empty";
    if (!text::is_utf8(key) || has_control_characters(key))
        return "the key is not UTF-8, or has control characters";
    for (std::size_t first = 0; first <= key.size();)
    {
        auto const end = std::min(key.find('/', first), key.size());
        auto const segment = key.substr(first, end - first);
        if (segment == "." || segment == "..")
            return "the key has a segment " + std::string(segment);
        if (segment.empty() && !allow_empty_segments)
            return "the key has an empty segment";
        first = end + 1;
    }
    return {};
}

std::string escape_key(std::string_view key)
{
    constexpr std::string_view kept = "/!$&'()*+,;=:@";
    std::string result;
    for (char const c : key)
    {
        if (is_unreserved(c) || kept.find(c) != kept.npos)
            result += c;
        else
            append_escaped(result, c);
    }
    return result;
}

std::string escape_form(std::string_view text)
{
    std::string result;
    for (char const c : text)
    {
        if (c == ' ')
            result += '+';
        else if (is_unreserved(c))
            result += c;
        else
            append_escaped(result, c);
    }
    return result;
}

bool matches_glob(std::string_view pattern, std::string_view text)
{
    // Where to go on when the text does not fit behind the last `*`: that one takes a character more. Earlier ones need not.
    std::optional<std::string_view> behind_star;
    std::string_view taken_to;
    while (!text.empty() || !pattern.empty())
    {
        if (pattern.starts_with('*'))
        {
            pattern.remove_prefix(1);
            behind_star = pattern;
            taken_to = text;
            continue;
        }
        if (!pattern.empty() && match_one(pattern, text))
            continue;
        if (!behind_star || taken_to.empty())
            return false;
        taken_to.remove_prefix(first_character(taken_to).size());
        pattern = *behind_star;
        text = taken_to;
    }
    return true;
}

bool is_identifier(std::string_view name)
{
    return !name.empty() && !json::is_digit(name.front())
        && std::all_of(name.begin(), name.end(),
            [](char c) { return json::is_letter(c) || json::is_digit(c) || c == '_'; });
}

url_format::url_format(std::string_view name, std::string_view format, std::string_view base, bool with_part)
{
    auto const fail = [&](std::string const& why)
    { throw std::invalid_argument(std::string(name) + ": " + why); };
    bool has_key = false;
    bool has_part = false;
    pieces_.emplace_back();
    while (!format.empty())
    {
        auto const brace = std::min(format.find_first_of("{}"), format.size());
        pieces_.back().text += format.substr(0, brace);
        format.remove_prefix(brace);
        if (format.empty())
            break;
        auto const placeholder = format.substr(0, std::min(format.find('}'), format.size() - 1) + 1);
        if (placeholder == "{base}")
            pieces_.back().text += base;
        else if (placeholder == "{key}" || (placeholder == "{part}" && with_part))
        {
            auto const is_key = placeholder == "{key}";
            (is_key ? has_key : has_part) = true;
            pieces_.back().then = is_key ? place::key : place::part;
            pieces_.emplace_back();
        }
        else
            fail("braces are for {base}, {key}" + std::string(with_part ? " and {part}" : "") + " only");
        format.remove_prefix(placeholder.size());
    }
    if (!has_key)
        fail("{key} is missing");
    if (with_part && !has_part)
        fail("{part} is missing");
}

std::string url_format::expand(std::string_view key, std::string_view part) const
{
    std::string result;
    for (auto const& each : pieces_)
    {
        result += each.text;
        if (each.then == place::key)
            result += key;
        else if (each.then == place::part)
            result += part;
    }
    return result;
}

key_urls::key_urls(url_store_options const& options)
    : part_format_("url_format", options.url_format, checked_base(options), true),
      key_format_("url_format_no_part", options.url_format_no_part, checked_base(options), false),
      part_origin_(read_url("url_format", part_format_.expand("key", "part")).to),
      key_origin_(read_url("url_format_no_part", key_format_.expand("key", "")).to)
{
    auto const& parts = options.parts;
    if (parts.data == parts.metadata || parts.data == parts.permissions
        || parts.metadata == parts.permissions)
        throw std::invalid_argument("parts: two parts have the same name");
    for (auto const* const part : {&parts.data, &parts.metadata, &parts.permissions})
        if (part->empty() || *part == "." || *part == ".." || part->find('?') != part->npos
            || !of_part("key", *part))
            throw std::invalid_argument("parts: a part cannot be a part of a URL");
    if (!options.query_url.empty())
        query_ = read_url("query_url", options.query_url);
}

std::optional<http::url> key_urls::within(std::string const& text, http::origin const& of)
{
    try
    {
        auto result = http::parse_url(text);
        if (result.to == of)
            return result;
    }
    catch (std::invalid_argument const&)
    {
        // A format may have the key in the name of the host.
    }
    return std::nullopt;
}

std::optional<http::url> key_urls::of_part(std::string_view key, std::string const& part) const
{
    return within(part_format_.expand(escape_key(key), part), part_origin_);
}

std::optional<http::url> key_urls::of_key(std::string_view key) const
{
    return within(key_format_.expand(escape_key(key), {}), key_origin_);
}

} // namespace dynasio::stores::urls
