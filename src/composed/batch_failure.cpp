// SPDX-License-Identifier: BSL-1.0

#include "composed/batch_failure.hpp"

#include <string>
#include <utility>

namespace dynasio::composed {

namespace {

error_details with_context(error const& cause, std::string more)
{
    auto details = cause.details();
    if (!details.context.empty())
        details.context += "; ";
    details.context += more;
    return details;
}

} // namespace

std::string share_of(std::string_view state, std::size_t left, std::size_t wanted, std::string_view units)
{
    std::string result(state);
    return result.append(": ")
        .append(std::to_string(left))
        .append(" of ")
        .append(std::to_string(wanted))
        .append(" ")
        .append(units);
}

std::size_t count_writes(std::map<std::string, std::vector<model::write_request>> const& writes)
{
    std::size_t count = 0;
    for (auto const& [table, each] : writes)
        count += each.size();
    return count;
}

error failure_of(batch_get_result const& ended)
{
    std::size_t left = 0;
    for (auto const& [table, keys] : ended.unprocessed)
        left += keys.keys.size();
    return error(with_context(*ended.error, "not read: " + std::to_string(left) + " keys of the batch"));
}

error failure_of(error const& cause, std::size_t left, std::size_t wanted)
{
    auto details = with_context(cause, share_of("not confirmed", left, wanted, "writes of the batch"));
    details.may_have_been_applied = cause.may_have_been_applied() || left < wanted;
    return error(std::move(details));
}

} // namespace dynasio::composed
