// SPDX-License-Identifier: BSL-1.0

#include <dynasio/aws/profile_file.hpp>

#include <dynasio/aws/configuration_error.hpp>

#include "text/ini_text.hpp"

#include <algorithm>
#include <utility>

namespace dynasio::aws {

namespace {

using text::is_blank;
using text::trim;

enum class file_kind
{
    config,
    credentials
};

bool opens_comment(char c) noexcept
{
    return c == '#' || c == ';';
}

bool valid_name(std::string_view name) noexcept
{
    constexpr std::string_view others = "_-/.%@:+";
    for (char const c : name)
        if (!text::is_letter_or_digit(c) && others.find(c) == others.npos)
            return false;
    return !name.empty();
}

// Cuts a comment: in a property it needs white space before it.
std::string_view without_comment(std::string_view line) noexcept
{
    for (std::size_t i = 1; i < line.size(); ++i)
        if (opens_comment(line[i]) && is_blank(line[i - 1]))
            return line.substr(0, i - 1);
    return line;
}

class parser
{
public:
    parser(std::string_view file, file_kind kind, profile_files& out) : file_(file), kind_(kind), out_(out) {}

    void parse(std::string_view text)
    {
        constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
        if (text.starts_with(byte_order_mark))
            text.remove_prefix(byte_order_mark.size());
        while (!text.empty())
        {
            ++line_number_;
            auto const end = text.find('\n');
            line(text.substr(0, end));
            text.remove_prefix(end == text.npos ? text.size() : end + 1);
        }
        // [profile default] makes every [default] of the config file void, wherever it stands.
        if (has_prefixed_default_)
            merge(std::move(prefixed_default_), out_.profiles["default"]);
        else if (has_plain_default_)
            merge(std::move(plain_default_), out_.profiles["default"]);
    }

private:
    [[noreturn]] void fail(char const* why) const
    {
        throw configuration_error(errc::malformed_profile_file,
            std::string(file_) + ", line " + std::to_string(line_number_) + ": " + why);
    }

    static void merge(profile_section&& from, profile_section& to)
    {
        for (auto const& [name, value] : from.properties())
            to.set(name, value);
    }

    void line(std::string_view text)
    {
        if (trim(text).empty() || opens_comment(text.front()))
            return;
        if (text.front() == '[')
            section_line(text);
        else if (is_blank(text.front()))
            continuation_line(trim(text));
        else
            property_line(text);
    }

    void section_line(std::string_view text)
    {
        auto const close = text.find(']');
        if (close == text.npos)
            fail("a section must end with ']'");
        auto const rest = trim(text.substr(close + 1));
        if (!rest.empty() && !opens_comment(rest.front()))
            fail("only a comment may stand behind the ']' of a section");
        in_section_ = true;
        property_.clear();
        section_ = find_section(trim(text.substr(1, close - 1)));
    }

    // Null when the section has no meaning in this file; its lines must be well-formed all the same.
    profile_section* find_section(std::string_view title)
    {
        if (kind_ == file_kind::credentials)
            return valid_name(title) ? &out_.profiles[std::string(title)] : nullptr;
        if (title == "default")
        {
            has_plain_default_ = true;
            return &plain_default_;
        }
        auto const blank = title.find_first_of(text::blanks);
        if (blank == title.npos)
            return nullptr;
        auto const kind = title.substr(0, blank);
        auto const name = trim(title.substr(blank));
        if (!valid_name(name))
            return nullptr;
        if (kind == "sso-session")
            return &out_.sso_sessions[std::string(name)];
        if (kind == "services")
            return &out_.services[std::string(name)];
        if (kind != "profile")
            return nullptr;
        if (name != "default")
            return &out_.profiles[std::string(name)];
        has_prefixed_default_ = true;
        return &prefixed_default_;
    }

    void property_line(std::string_view text)
    {
        if (!in_section_)
            fail("a property needs a section, such as [default], above it");
        text = without_comment(text);
        auto const equals = text.find('=');
        if (equals == text.npos)
            fail("a property needs a '='");
        auto const name = trim(text.substr(0, equals));
        if (name.empty())
            fail("a property needs a name before the '='");
        auto const value = trim(text.substr(equals + 1));
        property_ = text::to_lower(name);
        has_sub_properties_ = value.empty();
        keep_ = section_ && valid_name(property_);
        if (keep_)
            section_->set(property_, std::string(value));
    }

    void continuation_line(std::string_view text)
    {
        if (!in_section_)
            fail("an indented line needs a section, such as [default], above it");
        if (property_.empty())
            fail("an indented line needs a property above it");
        if (has_sub_properties_)
        {
            auto const equals = text.find('=');
            if (equals == text.npos)
                fail("a sub-property needs a '='");
            if (trim(text.substr(0, equals)).empty())
                fail("a sub-property needs a name before the '='");
        }
        if (!keep_)
            return;
        section_->append_line(property_, text);
    }

    std::string_view file_;
    file_kind kind_;
    profile_files& out_;
    std::size_t line_number_ = 0;

    bool in_section_ = false;
    profile_section* section_ = nullptr;
    // The property that an indented line continues.
    std::string property_;
    bool has_sub_properties_ = false;
    bool keep_ = false;

    profile_section plain_default_;
    profile_section prefixed_default_;
    bool has_plain_default_ = false;
    bool has_prefixed_default_ = false;
};

} // namespace

profile_section::~profile_section()
{
    for (auto& [name, value] : properties_)
        text::wipe(value);
}

profile_section& profile_section::operator=(profile_section other) noexcept
{
    properties_.swap(other.properties_);
    return *this;
}

std::optional<std::string_view> profile_section::get(std::string_view name) const noexcept
{
    auto const position = properties_.find(name);
    if (position == properties_.end() || trim(position->second).empty())
        return std::nullopt;
    return std::string_view(position->second);
}

std::optional<std::string_view> profile_section::get(
    std::string_view group, std::string_view name) const noexcept
{
    auto const position = properties_.find(group);
    if (position == properties_.end() || !position->second.starts_with('\n'))
        return std::nullopt;
    std::optional<std::string_view> found;
    std::string_view rest = position->second;
    while (!rest.empty())
    {
        rest.remove_prefix(1);
        auto const end = std::min(rest.find('\n'), rest.size());
        auto const line = without_comment(rest.substr(0, end));
        rest.remove_prefix(end);
        auto const equals = line.find('=');
        if (equals == line.npos)
            continue;
        auto const key = trim(line.substr(0, equals));
        bool same = key.size() == name.size();
        for (std::size_t i = 0; same && i != key.size(); ++i)
            same = (key[i] >= 'A' && key[i] <= 'Z' ? key[i] - 'A' + 'a' : key[i]) == name[i];
        if (same)
            found = trim(line.substr(equals + 1));
    }
    if (found && found->empty())
        found.reset();
    return found;
}

void profile_section::set(std::string name, std::string value)
{
    auto& place = properties_[std::move(name)];
    text::wipe(place);
    place = std::move(value);
}

void profile_section::append_line(std::string_view name, std::string_view line)
{
    // In place: a value of many lines is not copied for each.
    auto const position = properties_.find(name);
    if (position == properties_.end())
        return;
    text::append_secret(position->second, "\n");
    text::append_secret(position->second, line);
}

profile_section const* profile_files::profile(std::string_view name) const noexcept
{
    auto const position = profiles.find(name);
    return position == profiles.end() ? nullptr : &position->second;
}

profile_files parse_profile_files(std::string_view config, std::string_view credentials,
    std::string_view config_name, std::string_view credentials_name)
{
    profile_files result;
    parser(config_name, file_kind::config, result).parse(config);
    // The second file, so that its properties win.
    parser(credentials_name, file_kind::credentials, result).parse(credentials);
    return result;
}

} // namespace dynasio::aws
