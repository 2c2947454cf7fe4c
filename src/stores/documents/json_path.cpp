// SPDX-License-Identifier: BSL-1.0

#include "stores/documents/json_path.hpp"

#include "text/excerpt.hpp"
#include "text/ini_text.hpp"

#include <algorithm>
#include <charconv>
#include <unordered_set>
#include <utility>

namespace dynasio::stores::documents {

namespace {

bool is_name_character(char c)
{
    return text::is_letter_or_digit(c) || c == '_' || c == '-' || static_cast<unsigned char>(c) >= 0x80;
}

class parser
{
public:
    explicit parser(std::string_view text) : text_(text) {}

    std::vector<json_path::step> parse()
    {
        if (take('$'))
        {
            if (at_ == text_.size())
                return {};
        }
        else if (text_.empty())
            fail("the path is empty");
        else if (text_.front() != '[' && text_.front() != '.')
            name_or_all();
        while (at_ < text_.size())
            next();
        return std::move(steps_);
    }

private:
    void next()
    {
        if (take('['))
            return bracket();
        if (!take('.'))
            fail("expected . or [");
        if (take('.'))
            steps_.emplace_back(json_path::descendants{name()});
        else if (take('['))
            bracket();
        else
            name_or_all();
    }

    void name_or_all()
    {
        if (take('*'))
            steps_.emplace_back(json_path::all_members{});
        else
            steps_.emplace_back(json_path::member{name()});
    }

    std::string name()
    {
        auto const begin = at_;
        while (at_ < text_.size() && is_name_character(text_[at_]))
            ++at_;
        if (at_ == begin)
            fail("expected a name; other names than letters, digits, _ and - are written ['name']");
        return std::string(text_.substr(begin, at_ - begin));
    }

    void bracket()
    {
        if (take('*'))
            steps_.emplace_back(json_path::slice{});
        else if (at_ < text_.size() && (text_[at_] == '\'' || text_[at_] == '"'))
            steps_.emplace_back(json_path::member{quoted()});
        else
            indexes();
        if (!take(']'))
            fail("expected ]");
    }

    void indexes()
    {
        auto const first = integer();
        if (take(':'))
        {
            auto const last = integer();
            steps_.emplace_back(json_path::slice{first, last});
        }
        else if (first)
            steps_.emplace_back(json_path::element{*first});
        else
            fail("expected a position, *, or a quoted name");
    }

    /// Empty if there is none here.
    std::optional<std::int64_t> integer()
    {
        std::int64_t result = 0;
        auto const* const begin = text_.data() + at_;
        auto const [end, ec] = std::from_chars(begin, text_.data() + text_.size(), result);
        if (ec == std::errc::result_out_of_range)
            fail("the position is too large");
        if (ec != std::errc())
            return std::nullopt;
        at_ += static_cast<std::size_t>(end - begin);
        return result;
    }

    /// A backslash stands before quotes and backslashes of the name.
    std::string quoted()
    {
        char const quote = text_[at_++];
        std::string result;
        for (; at_ < text_.size() && text_[at_] != quote; ++at_)
        {
            if (text_[at_] == '\\' && ++at_ == text_.size())
                break;
            result += text_[at_];
        }
        if (!take(quote))
            fail("a quoted name does not end");
        return result;
    }

    bool take(char wanted)
    {
        if (at_ == text_.size() || text_[at_] != wanted)
            return false;
        ++at_;
        return true;
    }

    [[noreturn]] void fail(std::string_view why) const { throw json_path_error(text_, at_, why); }

    std::string_view text_;
    std::size_t at_ = 0;
    std::vector<json_path::step> steps_;
};

/// What one step selects from values that were selected before.
class selection
{
public:
    void add(document_path where, attribute_value const& value)
    {
        if (seen_.insert(&value).second)
            all_.push_back({std::move(where), &value});
    }

    void add_step(path_match const& from, json_path::step const& step)
    {
        std::visit([&](auto const& each) { apply(from, each); }, step);
    }

    std::vector<path_match> take() && { return std::move(all_); }

private:
    void add_below(path_match const& from, document_path::segment where, attribute_value const& value)
    {
        auto longer = from.where;
        longer.push_back(std::move(where));
        add(std::move(longer), value);
    }

    void apply(path_match const& from, json_path::member const& step)
    {
        if (auto const* object = from.value->if_a<item>())
            if (auto const* found = object->find(step.name))
                add_below(from, step.name, *found);
    }
    void apply(path_match const& from, json_path::all_members const&)
    {
        if (auto const* object = from.value->if_a<item>())
            for (auto const& [name, value] : *object)
                add_below(from, name, value);
    }
    void apply(path_match const& from, json_path::element const& step)
    {
        auto const* list = from.value->if_a<attribute_list>();
        if (!list)
            return;
        auto const size = static_cast<std::int64_t>(list->size());
        auto const index = step.index < 0 ? step.index + size : step.index;
        if (index >= 0 && index < size)
            add_below(from, static_cast<std::size_t>(index), (*list)[static_cast<std::size_t>(index)]);
    }
    void apply(path_match const& from, json_path::slice const& step)
    {
        auto const* list = from.value->if_a<attribute_list>();
        if (!list)
            return;
        auto const size = static_cast<std::int64_t>(list->size());
        auto const bound = [size](std::int64_t at)
        { return std::clamp<std::int64_t>(at < 0 ? at + size : at, 0, size); };
        auto const end = bound(step.last.value_or(size));
        for (auto i = bound(step.first.value_or(0)); i < end; ++i)
            add_below(from, static_cast<std::size_t>(i), (*list)[static_cast<std::size_t>(i)]);
    }
    void apply(path_match const& from, json_path::descendants const& step)
    {
        auto where = from.where;
        descend(where, *from.value, step.name);
    }

    void descend(document_path& where, attribute_value const& value, std::string const& name)
    {
        auto const below = [&](document_path::segment segment, attribute_value const& next)
        {
            where.push_back(std::move(segment));
            if (auto const* found = std::get_if<std::string>(&where.segments().back());
                found && *found == name)
                add(where, next);
            descend(where, next, name);
            where.pop_back();
        };
        if (auto const* object = value.if_a<item>())
            for (auto const& [member, next] : *object)
                below(member, next);
        else if (auto const* list = value.if_a<attribute_list>())
            for (std::size_t i = 0; i < list->size(); ++i)
                below(i, (*list)[i]);
    }

    std::vector<path_match> all_;
    std::unordered_set<attribute_value const*> seen_;
};

bool is_plain_name(std::string_view name)
{
    try
    {
        json_path const path(name);
        return path.steps() == std::vector<json_path::step>{json_path::member{std::string(name)}};
    }
    catch (json_path_error const&)
    {
        return false;
    }
}

} // namespace

json_path_error::json_path_error(std::string_view text, std::size_t position, std::string_view why)
    : std::runtime_error("path \"" + text::shortened(text) + "\", byte " + std::to_string(position) + ": "
          + std::string(why)),
      position_(position)
{}

std::vector<document_path> places_of(std::vector<path_match> const& matches)
{
    std::vector<document_path> places;
    places.reserve(matches.size());
    for (auto const& match : matches)
        places.push_back(match.where);
    return places;
}

std::string with_member(std::string path, std::string_view name)
{
    if (is_plain_name(name))
        return path.append(".").append(name);
    path += "['";
    for (char const c : name)
    {
        if (c == '\'' || c == '\\')
            path += '\\';
        path += c;
    }
    return path.append("']");
}

json_path::json_path(std::string_view text) : steps_(parser(text).parse()) {}

bool json_path::selects_one() const
{
    return std::all_of(steps_.begin(), steps_.end(),
        [](step const& each)
        {
            if (auto const* const at = std::get_if<element>(&each))
                return at->index >= 0;
            return std::holds_alternative<member>(each);
        });
}

std::vector<path_match> json_path::select(attribute_value const& root) const
{
    std::vector<path_match> found{{document_path(), &root}};
    for (auto const& each : steps_)
    {
        selection next;
        for (auto const& match : found)
            next.add_step(match, each);
        found = std::move(next).take();
    }
    return found;
}

} // namespace dynasio::stores::documents
