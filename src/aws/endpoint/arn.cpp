// SPDX-License-Identifier: BSL-1.0

#include "aws/endpoint/arn.hpp"

namespace dynasio::aws {

namespace {

/// Takes the text before the next colon, and the colon; false when there is none.
bool take_part(std::string_view& text, std::string_view& part) noexcept
{
    auto const colon = text.find(':');
    if (colon == text.npos)
        return false;
    part = text.substr(0, colon);
    text.remove_prefix(colon + 1);
    return true;
}

} // namespace

std::optional<arn> parse_arn(std::string_view text) noexcept
{
    arn result;
    std::string_view scheme;
    bool const complete = take_part(text, scheme) && scheme == "arn" && take_part(text, result.partition)
        && take_part(text, result.service) && take_part(text, result.region)
        && take_part(text, result.account_id);
    result.resource = text;
    if (!complete || result.partition.empty() || result.service.empty() || result.resource.empty())
        return std::nullopt;
    return result;
}

} // namespace dynasio::aws
