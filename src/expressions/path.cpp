// SPDX-License-Identifier: BSL-1.0

#include <dynasio/expressions/detail/operand.hpp>
#include <dynasio/expressions/path.hpp>

#include <algorithm>
#include <charconv>
#include <ostream>

namespace dynasio {

namespace {

[[noreturn]] void fail_syntax(std::string_view text, std::string_view why)
{
    throw expression_error("path \"" + std::string(text) + "\": " + std::string(why));
}

std::size_t read_index(std::string_view text, std::string_view digits)
{
    std::size_t result = 0;
    auto const [end, ec] = std::from_chars(digits.data(), digits.data() + digits.size(), result);
    if (ec != std::errc() || end != digits.data() + digits.size())
        fail_syntax(text, "brackets hold the index of a list, a number");
    return result;
}

} // namespace

path::path(std::string_view text)
{
    for (std::size_t at = 0;;)
    {
        auto const end = std::min(text.find_first_of(".[]", at), text.size());
        if (end == at)
            fail_syntax(text, "a name is missing");
        steps_.emplace_back(std::string(text.substr(at, end - at)));
        at = end;
        while (at < text.size() && text[at] == '[')
        {
            auto const close = text.find(']', at);
            if (close == std::string_view::npos)
                fail_syntax(text, "a bracket is not closed");
            steps_.emplace_back(read_index(text, text.substr(at + 1, close - at - 1)));
            at = close + 1;
        }
        if (at == text.size())
            return;
        if (text[at] != '.')
            fail_syntax(text, "after an index comes a dot, another index or the end");
        ++at;
    }
}

path path::of_names(std::initializer_list<std::string_view> names)
{
    path result;
    for (auto const name : names)
    {
        if (name.empty())
            throw expression_error("path: a name is empty");
        result.steps_.emplace_back(std::string(name));
    }
    if (result.steps_.empty())
        throw expression_error("path: no name");
    return result;
}

path path::operator[](std::size_t index) const
{
    path longer = *this;
    longer.steps_.emplace_back(index);
    return longer;
}

path path::operator[](std::string_view name) const
{
    if (name.empty())
        throw expression_error("path " + text() + ": a name is empty");
    path longer = *this;
    longer.steps_.emplace_back(std::string(name));
    return longer;
}

void path::write(expressions::fragment& out) const
{
    bool first = true;
    for (auto const& s : steps_)
    {
        if (auto const* name = std::get_if<std::string>(&s))
        {
            if (!first)
                out.add_text(".");
            out.add_name(*name);
        }
        else
            out.add_index(std::get<std::size_t>(s));
        first = false;
    }
}

std::string path::text() const
{
    std::string result;
    for (auto const& s : steps_)
        if (auto const* name = std::get_if<std::string>(&s))
        {
            if (!result.empty())
                result += '.';
            result += *name;
        }
        else
            result += '[' + std::to_string(std::get<std::size_t>(s)) + ']';
    return result;
}

std::ostream& operator<<(std::ostream& out, path const& p)
{
    return out << p.text();
}

namespace expressions {

bool overlap(path const& a, path const& b)
{
    auto const shared = std::min(a.steps().size(), b.steps().size());
    for (std::size_t i = 0; i < shared; ++i)
    {
        if (a.steps()[i].index() != b.steps()[i].index())
            return true; // one takes for a list what is a map to the other
        if (a.steps()[i] != b.steps()[i])
            return false;
    }
    return true;
}

void refuse_overlap(path const& added, path const& other)
{
    if (overlap(added, other))
        throw expression_error("the paths " + other.text() + " and " + added.text()
            + " overlap: DynamoDB takes only one of them in an expression");
}

std::size_t checked_index(std::int64_t index)
{
    if (index < 0)
        throw expression_error("path: the index " + std::to_string(index) + " is negative");
    return static_cast<std::size_t>(index);
}

void fail_range(path const& where, std::string_view value)
{
    throw mapping_error(where.text(), "number " + std::string(value) + " is out of range of the attribute");
}

} // namespace expressions

} // namespace dynasio
