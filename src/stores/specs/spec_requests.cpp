// SPDX-License-Identifier: BSL-1.0

#include "stores/specs/spec_requests.hpp"

#include "stores/specs/spec_item.hpp"
#include "stores/specs/spec_keys.hpp"
#include "stores/specs/stored_spec.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <utility>

namespace dynasio::detail {

namespace {

using names = std::map<std::string, std::string>;

std::int32_t page_size(std::size_t limit)
{
    constexpr auto highest = static_cast<std::size_t>(std::numeric_limits<std::int32_t>::max());
    return static_cast<std::int32_t>(std::min(limit, highest));
}

void apply(query_input& request, list_options const& options)
{
    request.consistent_read = options.read().is_consistent();
    request.scan_index_forward = !options.is_descending();
    if (options.limit())
        request.limit = page_size(*options.limit());
}

query_input query_latest(std::string const& table, std::string_view sub)
{
    query_input request;
    request.table_name = table;
    request.key_condition_expression = "#s = :s AND begins_with(#k, :latest)";
    request.expression_attribute_names = names{{"#s", "sub"}, {"#k", "updated_at_id"}};
    request.expression_attribute_values = item{{":s", sub}, {":latest", spec_latest_key("")}};
    return request;
}

} // namespace

item latest_spec_key(std::string_view sub, std::string_view id)
{
    return {{"sub", sub}, {"updated_at_id", spec_latest_key(id)}};
}

get_item_input get_latest_request(
    std::string const& table, std::string_view sub, std::string_view id, bool consistent)
{
    get_item_input request;
    request.table_name = table;
    request.key = latest_spec_key(sub, id);
    request.consistent_read = consistent;
    return request;
}

query_input list_specs_request(std::string const& table, std::string_view sub, list_options const& options)
{
    auto request = query_latest(table, sub);
    apply(request, options);
    return request;
}

query_input count_models_request(std::string const& table, std::string_view sub, read_options const& options)
{
    auto request = query_latest(table, sub);
    request.consistent_read = options.is_consistent();
    request.projection_expression = "#m";
    request.expression_attribute_names->emplace("#m", "model_count");
    return request;
}

query_input list_versions_request(
    spec_store_options const& store, std::string_view sub, std::string_view id, list_options const& options)
{
    auto const begin = std::string(id) + '#';
    query_input request;
    request.table_name = store.table_name;
    request.index_name = store.index_name;
    // Digits only, which leaves `latest` out; `:` follows `9`.
    request.key_condition_expression = "#s = :s AND #i BETWEEN :first AND :last";
    request.filter_expression = "#id = :id";
    request.expression_attribute_names = names{{"#s", "sub"}, {"#i", "id_updated_at"}, {"#id", "id"}};
    request.expression_attribute_values =
        item{{":s", sub}, {":first", begin + '0'}, {":last", begin + ':'}, {":id", id}};
    apply(request, options);
    return request;
}

query_input find_spec_items_request(
    spec_store_options const& store, std::string_view sub, std::string_view id)
{
    query_input request;
    request.table_name = store.table_name;
    request.index_name = store.index_name;
    request.key_condition_expression = "#s = :s AND begins_with(#i, :begin)";
    request.filter_expression = "#id = :id";
    request.projection_expression = "#s, #k, #u";
    request.expression_attribute_names = names{
        {"#s", "sub"}, {"#i", "id_updated_at"}, {"#id", "id"}, {"#k", "updated_at_id"}, {"#u", "updated_at"}};
    request.expression_attribute_values = item{{":s", sub}, {":begin", std::string(id) + '#'}, {":id", id}};
    request.consistent_read = true;
    return request;
}

query_input find_user_items_request(std::string const& table, std::string_view sub)
{
    query_input request;
    request.table_name = table;
    request.key_condition_expression = "#s = :s";
    request.projection_expression = "#s, #k";
    request.expression_attribute_names = names{{"#s", "sub"}, {"#k", "updated_at_id"}};
    request.expression_attribute_values = item{{":s", sub}};
    request.consistent_read = true;
    return request;
}

delete_item_input delete_latest_request(std::string const& table, item const& stored)
{
    delete_item_input request;
    request.table_name = table;
    request.key = part_of(stored, {"sub", "updated_at_id"});
    request.expression_attribute_names = names{{"#u", "updated_at"}};
    if (auto const* seconds = stored.find("updated_at"))
    {
        request.condition_expression = "#u = :u";
        request.expression_attribute_values = item{{":u", *seconds}};
    }
    else
        request.condition_expression = "attribute_not_exists(#u)"; // malformed, but it can be removed
    return request;
}

transact_write_items_input save_spec_request(
    std::string const& table, std::string_view sub, spec_info const& info, std::string token)
{
    model::put version;
    version.table_name = table;
    version.item = encode_spec_version(sub, info);
    version.condition_expression = "attribute_not_exists(#k)";
    version.expression_attribute_names = names{{"#k", "updated_at_id"}};
    version.return_values_on_condition_check_failure =
        model::return_values_on_condition_check_failure::all_old;

    auto const seconds = std::to_string(info.updated_at);
    model::put latest;
    latest.table_name = table;
    latest.item = encode_latest_spec(sub, info);
    // As texts, only times of equal length compare like numbers.
    latest.condition_expression =
        "attribute_not_exists(#k) OR size(#u) < :len OR (size(#u) = :len AND #u < :t)";
    latest.expression_attribute_names = names{{"#k", "updated_at_id"}, {"#u", "updated_at"}};
    latest.expression_attribute_values = item{{":len", seconds.size()}, {":t", seconds}};
    latest.return_values_on_condition_check_failure =
        model::return_values_on_condition_check_failure::all_old;

    transact_write_items_input request;
    request.transact_items.resize(2);
    request.transact_items[0].put = std::move(version);
    request.transact_items[1].put = std::move(latest);
    request.client_request_token = std::move(token);
    return request;
}

spec_save_outcome read_save_outcome(error const& cancelled, std::string_view table)
{
    spec_save_outcome outcome;
    auto const& reasons = cancelled.details().cancellation_reasons;
    for (std::size_t i = 0; i < reasons.size(); ++i)
    {
        auto const& reason = reasons[i];
        if (reason.code == "TransactionConflict" || reason.code == "ThrottlingError"
            || reason.code == "ProvisionedThroughputExceeded")
            outcome.contended = true;
        if (reason.code != "ConditionalCheckFailed")
            continue;
        if (i == 0)
            outcome.version_exists = true;
        else
        {
            outcome.latest_is_newer = true;
            if (reason.old_item)
                outcome.latest_updated_at = read_stored<spec_time_only>(*reason.old_item, table,
                    [&]
                    {
                        return part_of(*reason.old_item, {"sub", "updated_at_id"});
                    }).updated_at.value;
        }
    }
    return outcome;
}

} // namespace dynasio::detail
