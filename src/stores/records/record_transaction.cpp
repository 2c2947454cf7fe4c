// SPDX-License-Identifier: BSL-1.0

#include "call/invoke.hpp"
#include "client/client_handle.hpp"
#include "stores/argument_checks.hpp"
#include "stores/records/check_update.hpp"
#include "stores/records/encoded_requests.hpp"
#include "stores/records/write_record.hpp"

#include <dynasio/operations/transact_write_items.hpp>
#include <dynasio/stores/records/record_transaction.hpp>

#include <utility>

namespace dynasio {

namespace stores::records {

namespace {

/// `changes` are those of the action, and get the version.
requirements requirements_of(record_action const& action, update& changes)
{
    switch (action.kind)
    {
    case action_kind::put:
        return requirements_of_put(existence::any, action.record, action.only_if);
    case action_kind::create:
        return requirements_of_put(existence::refused, action.record, action.only_if);
    case action_kind::update:
        return {.expected = existence::required,
            .guards = check_changes(*action.table, changes),
            .only_if = action.only_if};
    case action_kind::erase:
        return {.expected = existence::required, .version = action.version, .only_if = action.only_if};
    case action_kind::check:
        break;
    }
    return {.only_if = action.only_if};
}

requirements requirements_of(record_action const& action)
{
    auto changes = action.changes;
    return requirements_of(action, changes);
}

void add_put(encoded_action& out, record_action const& action)
{
    auto const& table = *action.table;
    check_record(table, action.record);
    auto& put = out.put.emplace();
    put.table_name = table.table();
    put.item.json = action.record.json;
    auto const required = requirements_of(action);
    put_condition_into(put, required.as_condition(table));
    put.return_values_on_condition_check_failure = required.wants_stored_item();
}

void add_update(encoded_action& out, record_action const& action)
{
    auto const& table = *action.table;
    auto changes = action.changes;
    auto const required = requirements_of(action, changes);
    auto& update = out.update.emplace();
    update.table_name = table.table();
    update.key.json = action.key.json;
    expression_writer writer;
    update.update_expression = writer.write(changes);
    update.condition_expression = writer.write(required.as_condition(table));
    writer.into(update);
    update.return_values_on_condition_check_failure = required.wants_stored_item();
}

void add_erase(encoded_action& out, record_action const& action)
{
    auto const& table = *action.table;
    auto& erase = out.delete_.emplace();
    erase.table_name = table.table();
    erase.key.json = action.key.json;
    auto const required = requirements_of(action);
    put_condition_into(erase, required.as_condition(table));
    erase.return_values_on_condition_check_failure = required.wants_stored_item();
}

void add_check(encoded_action& out, record_action const& action)
{
    auto const& table = *action.table;
    if (action.only_if.empty())
        table.throw_bad_input("condition", "is empty");
    auto& check = out.condition_check.emplace();
    check.table_name = table.table();
    check.key.json = action.key.json;
    put_condition_into(check, action.only_if);
}

encoded_transaction encode_actions(std::vector<transaction_action> const& actions)
{
    encoded_transaction request;
    for (auto const& each : actions)
    {
        auto const& action = each.content();
        check_key(*action.table, action.key);
        check_condition(*action.table, action.only_if);
        auto& out = request.transact_items.emplace_back();
        switch (action.kind)
        {
        case action_kind::put:
        case action_kind::create:
            add_put(out, action);
            break;
        case action_kind::update:
            add_update(out, action);
            break;
        case action_kind::erase:
            add_erase(out, action);
            break;
        case action_kind::check:
            add_check(out, action);
            break;
        }
    }
    return request;
}

[[noreturn]] void throw_reason(
    record_action const& action, cancellation_reason const& why, error const& cause)
{
    auto const& table = *action.table;
    store_error_details details{
        .code = store_errc::conflict, .reason = "another request is writing this record"};
    if (why.code != "TransactionConflict")
        details = explain_failure(table, requirements_of(action), why.old_item);
    details.key = decode_encoded(action.record.key.empty() ? action.key.json : action.record.key);
    details.cause = cause;
    table.fail(std::move(details));
}

boost::asio::awaitable<void> run_transaction(
    client from, std::vector<transaction_action> actions, transaction_options options)
{
    auto const& token = options.token();
    if (token && (token->empty() || token->size() > 36))
        throw_bad_input("token", "must have from 1 to 36 characters, not " + std::to_string(token->size()));
    if (actions.empty() || actions.size() > 100)
        throw_bad_input("actions", "must be from 1 to 100, not " + std::to_string(actions.size()));
    auto request = encode_actions(actions);
    request.client_request_token = token;
    auto const response = co_await call::invoke(
        call::state_of(from), operations::transact_write_items_info, request, options.call());
    if (response)
        co_return;
    auto const& failure = response.error();
    auto const& reasons = failure.details().cancellation_reasons;
    for (std::size_t i = 0; i < reasons.size() && i < actions.size(); ++i)
        if (reasons[i].code == "ConditionalCheckFailed" || reasons[i].code == "TransactionConflict")
            throw_reason(actions[i].content(), reasons[i], failure);
    throw_exception_from_error(failure, BOOST_CURRENT_LOCATION);
}

} // namespace

} // namespace stores::records

boost::asio::awaitable<void> in_transaction(
    client const& owner, std::vector<transaction_action> actions, transaction_options options)
{
    return stores::records::run_transaction(call::weak_client(owner), std::move(actions), std::move(options));
}

} // namespace dynasio
