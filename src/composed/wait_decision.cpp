// SPDX-License-Identifier: BSL-1.0

#include "composed/wait_decision.hpp"

#include <dynasio/aws/retry.hpp>

namespace dynasio::composed {

namespace {

/// The first index that is not ready, in words; empty when all are.
template <class Indexes>
std::string unready(Indexes const& indexes)
{
    for (auto const& index : indexes)
        if (index.index_status && *index.index_status != model::index_status::active)
            return "index " + index.index_name.value_or("?") + ' ' + std::string(index.index_status->text());
    return {};
}

wait_decision decide_existing(model::table_description const& table)
{
    if (!table.table_status)
        return {wait_verdict::not_yet, "unknown"};
    std::string state(table.table_status->text());
    switch (table.table_status->known().value_or(model::table_status::creating))
    {
    case model::table_status::active:
        if (auto index = unready(table.global_secondary_indexes); !index.empty())
            return {wait_verdict::not_yet, std::move(index)};
        return {wait_verdict::reached, std::move(state)};
    case model::table_status::creating:
    case model::table_status::updating:
        return {wait_verdict::not_yet, std::move(state)};
    case model::table_status::deleting:
    case model::table_status::inaccessible_encryption_credentials:
    case model::table_status::archiving:
    case model::table_status::archived:
    case model::table_status::replication_not_authorized:
        return {wait_verdict::impossible, std::move(state)};
    }
    return {wait_verdict::not_yet, std::move(state)};
}

} // namespace

wait_decision decide(wait_goal goal, result<describe_table_output> const& response)
{
    if (!response)
    {
        if (response.error() == errc::resource_not_found)
            return {
                goal == wait_goal::table_exists ? wait_verdict::not_yet : wait_verdict::reached, "not there"};
        if (response.error().from_service() && aws::is_throttling_code(response.error().details().wire_code))
            return {wait_verdict::not_yet, {}};
        return {wait_verdict::error, {}};
    }
    if (!response->table)
        return {wait_verdict::not_yet, "unknown"};
    if (goal == wait_goal::table_exists)
        return decide_existing(*response->table);
    return {wait_verdict::not_yet,
        response->table->table_status ? std::string(response->table->table_status->text())
                                      : std::string("unknown")};
}

} // namespace dynasio::composed
