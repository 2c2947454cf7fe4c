// SPDX-License-Identifier: BSL-1.0

#include "aws/endpoint/partition.hpp"

#include "text/ini_text.hpp"

#include <algorithm>

namespace dynasio::aws {

namespace {

// A region of a partition is a prefix of it, a word, a hyphen and a number: `us-` `east` `-` `1`.
struct entry
{
    partition facts;
    std::string_view prefixes;
};

constexpr entry entries[] = {
    {{"aws", "amazonaws.com", "api.aws"}, "us- eu- ap- sa- ca- me- af- il- mx-"},
    {{"aws-cn", "amazonaws.com.cn", "api.amazonwebservices.com.cn"}, "cn-"},
    {{"aws-eusc", "amazonaws.eu", "api.amazonwebservices.eu"}, "eusc-de-"},
    {{"aws-iso", "c2s.ic.gov", "api.aws.ic.gov"}, "us-iso-"},
    {{"aws-iso-b", "sc2s.sgov.gov", "api.aws.scloud"}, "us-isob-"},
    {{"aws-iso-e", "cloud.adc-e.uk", "api.cloud-aws.adc-e.uk"}, "eu-isoe-"},
    {{"aws-iso-f", "csp.hci.ic.gov", "api.aws.hci.ic.gov"}, "us-isof-"},
    {{"aws-us-gov", "amazonaws.com", "api.aws"}, "us-gov-"},
};

// `east-1`: no further hyphen, so that `us-gov-west-1` is no region of `us-`.
bool word_and_number(std::string_view text) noexcept
{
    auto const hyphen = text.find('-');
    if (hyphen == text.npos || hyphen == 0 || hyphen + 1 == text.size())
        return false;
    auto const word = text.substr(0, hyphen);
    auto const number = text.substr(hyphen + 1);
    return std::all_of(
               word.begin(), word.end(), [](char c) { return text::is_letter_or_digit(c) || c == '_'; })
        && std::all_of(number.begin(), number.end(), text::is_digit);
}

bool matches(entry const& candidate, std::string_view region) noexcept
{
    // The pseudo region of services that are not regional: `aws-cn-global`.
    constexpr std::string_view global = "-global";
    auto const& name = candidate.facts.name;
    if (region.size() == name.size() + global.size() && region.starts_with(name) && region.ends_with(global))
        return true;
    auto prefixes = candidate.prefixes;
    while (!prefixes.empty())
    {
        auto const prefix = prefixes.substr(0, prefixes.find(' '));
        prefixes.remove_prefix(std::min(prefix.size() + 1, prefixes.size()));
        if (region.starts_with(prefix) && word_and_number(region.substr(prefix.size())))
            return true;
    }
    return false;
}

} // namespace

partition const& partition_of(std::string_view region) noexcept
{
    for (auto const& candidate : entries)
        if (matches(candidate, region))
            return candidate.facts;
    return entries[0].facts;
}

bool is_host_label(std::string_view region) noexcept
{
    if (region.empty() || region.size() > 63 || region.front() == '-' || region.back() == '-')
        return false;
    return std::all_of(
        region.begin(), region.end(), [](char c) { return text::is_letter_or_digit(c) || c == '-'; });
}

} // namespace dynasio::aws
