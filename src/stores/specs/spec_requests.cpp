// SPDX-License-Identifier: BSL-1.0

#include "stores/specs/spec_requests.hpp"

#include "stores/argument_checks.hpp"
#include "stores/specs/spec_cursor.hpp"
#include "stores/specs/spec_item.hpp"
#include "stores/specs/spec_keys.hpp"
#include "stores/stored_item.hpp"
#include "stores/transaction_rounds.hpp"

#include <dynasio/expressions.hpp>
#include <dynasio/mapping.hpp>

#include <algorithm>
#include <limits>
#include <utility>

namespace dynasio::stores::specs {

namespace {

constexpr auto& sort_key = attr<&whole_spec::updated_at_id>;
constexpr auto& index_key = attr<&whole_spec::id_updated_at>;
constexpr auto& spec_id = attr<&whole_spec::id>;
constexpr auto& updated_at = attr<&whole_spec::updated_at>;

auto of_user(std::string_view sub)
{
    return key(attr<&whole_spec::sub> == sub);
}

auto latest_of(std::string_view sub)
{
    return of_user(sub) && begins_with(sort_key, spec_latest_key(""));
}

query_input query_table(std::string const& table, read_options const& options)
{
    query_input request;
    request.table_name = table;
    request.consistent_read = options.is_consistent();
    return request;
}

query_input query_index(spec_store_options const& store, read_options const& options)
{
    auto request = query_table(store.table_name, options);
    request.index_name = store.index_name;
    return request;
}

query_input versions_request(
    spec_store_options const& store, std::string_view sub, std::string_view id, read_options const& options)
{
    // Digits only, which leaves `latest` out; `:` follows `9`. The filter matters: ids may contain `#`.
    auto const begin = std::string(id) + '#';
    return with(query_index(store, options), of_user(sub) && between(index_key, begin + '0', begin + ':'),
        spec_id == id);
}

std::int32_t page_size(std::size_t limit)
{
    constexpr auto highest = static_cast<std::size_t>(std::numeric_limits<std::int32_t>::max());
    return static_cast<std::int32_t>(std::min(limit, highest));
}

/// An action of a save. If it fails, the response contains the stored item.
model::put save_action(std::string const& table, item saved, condition const& what)
{
    model::put put;
    put.table_name = table;
    put.item = std::move(saved);
    put.return_values_on_condition_check_failure = model::return_values_on_condition_check_failure::all_old;
    return with(std::move(put), what);
}

} // namespace

query_input spec_list_request(
    spec_store_options const& store, spec_list const& which, list_options const& options)
{
    check_sub(which.sub);
    if (which.id)
        check_spec_id(*which.id);
    if (options.limit() && *options.limit() == 0)
        throw_bad_input("limit", "must be positive");
    auto request = which.id ? versions_request(store, which.sub, *which.id, options.read())
                            : with(query_table(store.table_name, options.read()), latest_of(which.sub));
    request.scan_index_forward = !options.is_descending();
    if (options.limit())
        request.limit = page_size(*options.limit());
    if (options.after())
        request.exclusive_start_key = decode_spec_cursor(store, which, *options.after());
    return request;
}

item latest_spec_key(std::string_view sub, std::string_view id)
{
    return {{"sub", sub}, {"updated_at_id", spec_latest_key(id)}};
}

query_input count_models_request(std::string const& table, std::string_view sub, read_options const& options)
{
    return with(
        query_table(table, options), latest_of(sub), projection(attr<&whole_spec::model_count>, sort_key));
}

query_input find_spec_items_request(
    spec_store_options const& store, std::string_view sub, std::string_view id)
{
    return with(query_index(store, read_options().consistent()),
        of_user(sub) && begins_with(index_key, std::string(id) + '#'), spec_id == id,
        projection(attr<&whole_spec::sub>, sort_key, updated_at));
}

query_input find_user_items_request(std::string const& table, std::string_view sub)
{
    return with(query_table(table, read_options().consistent()), of_user(sub),
        projection(attr<&whole_spec::sub>, sort_key));
}

delete_item_input delete_latest_request(std::string const& table, item const& stored)
{
    delete_item_input request;
    request.table_name = table;
    request.key = spec_key(stored);
    if (auto const* seconds = stored.find("updated_at"))
        return with(std::move(request), updated_at == *seconds);
    return with(std::move(request), not_exists(updated_at)); // malformed, but it can be removed
}

transact_write_items_input delete_versions_request(std::string const& table, item const& latest_key,
    std::optional<std::int64_t> latest, std::span<item const> keys, std::string token)
{
    model::condition_check check;
    check.table_name = table;
    check.key = latest_key;
    check.return_values_on_condition_check_failure = model::return_values_on_condition_check_failure::all_old;
    transact_write_items_input request;
    request.transact_items.resize(1 + keys.size());
    request.transact_items[0].condition_check = latest
        ? with(std::move(check), updated_at == decimal_seconds{*latest})
        : with(std::move(check), not_exists(sort_key));
    for (std::size_t i = 0; i < keys.size(); ++i)
    {
        auto& deletion = request.transact_items[1 + i].delete_.emplace();
        deletion.table_name = table;
        deletion.key = keys[i];
    }
    request.client_request_token = std::move(token);
    return request;
}

removal_outcome read_removal_outcome(error const& failed)
{
    removal_outcome outcome;
    auto const& details = failed.details();
    auto const& reasons = details.cancellation_reasons;
    bool const cancelled = failed == errc::transaction_canceled;
    if (cancelled && !reasons.empty() && reasons.front().code == "ConditionalCheckFailed")
    {
        outcome.next = removal_step::look_at_latest;
        outcome.latest = reasons.front().old_item;
    }
    else if (is_contention(failed) || failed.is_throttling())
        outcome.next = removal_step::wait;
    // The service does not say "too large" in one way only.
    else if (failed == errc::validation || details.http_status == 413
        || (cancelled
            && std::any_of(reasons.begin(), reasons.end(),
                [](cancellation_reason const& reason) { return reason.code == "ValidationError"; })))
        outcome.next = removal_step::halve;
    return outcome;
}

transact_write_items_input save_spec_request(
    std::string const& table, std::string_view sub, spec_info const& info, std::string token)
{
    decimal_seconds const seconds{info.updated_at};
    auto const length = seconds.text().size();
    transact_write_items_input request;
    request.transact_items.resize(2);
    request.transact_items[0].put = save_action(table, encode_spec_version(sub, info), not_exists(sort_key));
    // As strings, only times of equal length compare like numbers.
    request.transact_items[1].put = save_action(table, encode_latest_spec(sub, info),
        not_exists(sort_key) || size(updated_at) < length
            || (size(updated_at) == length && updated_at < seconds));
    request.client_request_token = std::move(token);
    return request;
}

spec_save_outcome read_save_outcome(error const& cancelled, std::string_view table)
{
    spec_save_outcome outcome;
    outcome.contended = is_contention(cancelled);
    auto const& reasons = cancelled.details().cancellation_reasons;
    for (std::size_t i = 0; i < reasons.size(); ++i)
    {
        auto const& reason = reasons[i];
        if (reason.code != "ConditionalCheckFailed")
            continue;
        if (i == 0)
        {
            outcome.version_exists = true;
            continue;
        }
        outcome.latest_is_newer = true;
        if (!reason.old_item)
            continue;
        outcome.latest_updated_at = decode_spec_time(*reason.old_item, table);
        if (outcome.latest_updated_at == std::numeric_limits<std::int64_t>::max())
            throw_malformed(table, spec_key(*reason.old_item),
                mapping_error("updated_at", "is the largest number of seconds; no version can follow"));
    }
    return outcome;
}

} // namespace dynasio::stores::specs
