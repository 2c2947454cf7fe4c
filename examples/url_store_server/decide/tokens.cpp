// SPDX-License-Identifier: BSL-1.0

#include "decide/tokens.hpp"

#include "decide/digest.hpp"
#include "decide/refusal.hpp"
#include "decide/text_parts.hpp"

#include <sstream>
#include <stdexcept>

namespace examples {

namespace {

refusal unauthorized(std::string const& text)
{
    return refusal(status::unauthorized, text).add_field("WWW-Authenticate", "Bearer");
}

} // namespace

void token_list::add(std::string_view token, std::string_view tag)
{
    auto const is_wrong = [](std::string_view text)
    { return text.empty() || text.find_first_of(" \t\r\n") != std::string_view::npos; };
    if (is_wrong(token) || is_wrong(tag))
        throw std::invalid_argument("a token or its tag is empty or has spaces");
    if (!is_utf8(tag))
        throw std::invalid_argument("a tag is not UTF-8");
    if (!tags_.emplace(sha256_hex(token), tag).second)
        throw std::invalid_argument("a token is given twice");
}

void token_list::read(std::istream& lines)
{
    std::string line;
    for (std::size_t number = 1; std::getline(lines, line); ++number)
    {
        std::istringstream words(line);
        std::string token, tag, more;
        words >> token >> tag;
        if (token.empty() || token.starts_with('#'))
            continue;
        if (tag.empty() || words >> more)
            throw std::invalid_argument("line " + std::to_string(number) + ": not a token and a tag");
        add(token, tag);
    }
}

user token_list::user_of(std::string_view authorization) const
{
    if (tags_.empty())
        return {"anonymous", true};
    constexpr std::string_view scheme = "Bearer ";
    if (!equal_names(authorization.substr(0, scheme.size()), scheme))
        throw unauthorized("the request needs a token: Authorization: Bearer <token>");
    auto const found = tags_.find(sha256_hex(trimmed(authorization.substr(scheme.size()))));
    if (found == tags_.end())
        throw unauthorized("the token is not known");
    return {found->second, false};
}

} // namespace examples
