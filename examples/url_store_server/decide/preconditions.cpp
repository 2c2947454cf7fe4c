// SPDX-License-Identifier: BSL-1.0

#include "decide/preconditions.hpp"

#include "decide/http_date.hpp"
#include "decide/text_parts.hpp"

#include <algorithm>

namespace examples {

namespace {

namespace http = boost::beast::http;

/// All lines of the field as one list.
std::optional<std::string> list_of(http::fields const& fields, http::field name)
{
    std::optional<std::string> result;
    auto const [begin, end] = fields.equal_range(name);
    for (auto each = begin; each != end; ++each)
    {
        result = result ? *result + ", " : std::string();
        result->append(each->value().data(), each->value().size());
    }
    return result;
}

std::optional<std::chrono::sys_seconds> date_of(
    http::fields const& fields, http::field name, std::chrono::sys_seconds now)
{
    auto const text = list_of(fields, name);
    return text ? parse_http_date(*text, now) : std::nullopt;
}

enum class comparison
{
    strong, ///< weak tags are equal to nothing
    weak,
};

bool lists(std::string const& field, std::optional<representation> const& current, comparison how)
{
    if (!current)
        return false;
    if (trimmed(field) == "*")
        return true;
    auto const tags = split_quoted(field, ',');
    auto const is_current = [&](std::string_view tag)
    {
        tag = trimmed(tag);
        if (how == comparison::weak && tag.starts_with("W/"))
            tag.remove_prefix(2);
        return tag == current->etag;
    };
    return std::any_of(tags.begin(), tags.end(), is_current);
}

} // namespace

preconditions preconditions_of(http::fields const& fields, std::chrono::sys_seconds now)
{
    preconditions result;
    result.if_match = list_of(fields, http::field::if_match);
    result.if_none_match = list_of(fields, http::field::if_none_match);
    result.if_range = list_of(fields, http::field::if_range);
    result.if_modified_since = date_of(fields, http::field::if_modified_since, now);
    result.if_unmodified_since = date_of(fields, http::field::if_unmodified_since, now);
    return result;
}

precondition_verdict evaluate(
    preconditions const& given, std::optional<representation> const& current, bool is_read)
{
    using enum precondition_verdict;
    auto const modified = current ? current->modified : std::nullopt;
    if (given.if_match)
    {
        if (!lists(*given.if_match, current, comparison::strong))
            return failed;
    }
    else if (given.if_unmodified_since && modified && *modified > *given.if_unmodified_since)
        return failed;

    if (given.if_none_match)
    {
        if (lists(*given.if_none_match, current, comparison::weak))
            return is_read ? not_modified : failed;
    }
    else if (is_read && given.if_modified_since && modified && *modified <= *given.if_modified_since)
        return not_modified;
    return proceed;
}

bool range_counts(preconditions const& given, representation const& current)
{
    if (!given.if_range)
        return true;
    auto const text = trimmed(*given.if_range);
    return text == current.etag || (current.modified && text == to_http_date(*current.modified));
}

} // namespace examples
