// SPDX-License-Identifier: BSL-1.0
//
// The operations that write one record.

#include "stores/records/write_record.hpp"

#include "call/invoke.hpp"
#include "client/client_handle.hpp"
#include "stores/lost_response.hpp"
#include "stores/records/check_update.hpp"
#include "stores/records/decode_records.hpp"
#include "stores/records/send_write.hpp"

#include <dynasio/expressions/expression_writer.hpp>
#include <dynasio/operations/get_item.hpp>

#include <utility>

namespace dynasio::stores::records {

namespace {

constexpr char const* returns_record =
    "exactly_once is for writes that return nothing of the record: a transaction does not";

/// Whether the stored item is what was sent.
boost::asio::awaitable<bool> is_stored(
    record_table_state const& self, call_options call, encoded_record const& sent)
{
    auto request = self.request<encoded_get>();
    request.key.json = sent.key;
    request.consistent_read = true;
    auto const response =
        co_await call::invoke(call::state_of(self.owner()), operations::get_item_info, request, call);
    auto const found = call::decode_response<get_item_output>(response);
    co_return found && found->item == decode_encoded(sent.json);
}

bool failed_condition(error const& e)
{
    return e == errc::conditional_check_failed;
}

[[noreturn]] void throw_again(error const& e)
{
    throw_exception_from_error(e, BOOST_CURRENT_LOCATION);
}

/// Why a write failed. `key` is the JSON of the record's key.
store_error_details explain(record_table_state const& self, requirements const& required,
    std::string const& key, error const& failure)
{
    if (!failed_condition(failure))
        throw_again(failure);
    auto details = explain_failure(self, required, failure.details().old_item);
    details.key = decode_encoded(key);
    details.cause = failure;
    return details;
}

/// Reads the record that a write returned into the target, if that has an object. A record that does not fit is in the
/// error.
result<void> read_returned(record_table_state const& self, result<call::call_response> const& response,
    record_target target, bool must_be_there)
{
    auto const read = [&](std::string_view body)
    {
        if (target.object && read_records(self, body, target).count == 0 && must_be_there)
            throw json::decode_error("Attributes", "the record is missing");
    };
    try
    {
        return call::decode_response(response, read);
    }
    catch (store_error const& e)
    {
        auto details = e.details();
        details.applied = true;
        throw store_error(std::move(details));
    }
}

/// NULL removes what may be absent.
update changes_by_name(record_table_state const& self, item const& named)
{
    auto const& type = self.type();
    update changes;
    for (auto const& [name, value] : named)
    {
        auto const i = type.find(name);
        if (i == no_field)
            self.throw_bad_input(name, "is not an attribute of this record");
        if (value.is_null() && type.fields[i].may_be_absent)
            changes.remove(path::of({name}));
        else
            changes.set(path::of({name}), value);
    }
    return changes;
}

} // namespace

requirements requirements_of_put(existence expected, encoded_record const& record, condition only_if)
{
    return {.expected = expected,
        .version = expected == existence::any ? record.read_version : std::string(),
        .only_if = std::move(only_if)};
}

boost::asio::awaitable<bool> put_one(
    record_table_pointer self, encoded_record record, existence expected, bool throws, write_options options)
{
    check_record(*self, record);
    check_condition(*self, options.condition());
    auto const call = self->with_deadline(options.call());
    auto const required = requirements_of_put(expected, record, options.condition());
    auto request = self->request<encoded_put>();
    request.item.json = record.json;
    put_condition_into(request, required.as_condition(*self));
    request.return_values_on_condition_check_failure = required.wants_stored_item();
    auto const response = co_await send_write(*self, request, call);
    if (response)
        co_return true;

    auto const& failure = response.error();
    if (failure == client_errc::outcome_unknown)
    {
        // The condition may have failed only because the first attempt was carried out after all.
        bool const was_stored = co_await is_stored(*self, call, record);
        if (was_stored)
            co_return true;
    }
    auto details = explain(*self, required, record.key, failure);
    if (details.code == store_errc::already_exists && !throws)
        co_return false;
    self->fail(std::move(details));
}

boost::asio::awaitable<bool> update_one(record_table_pointer self, update_call call, record_target target)
{
    check_key(*self, call.key);
    auto guards = check_changes(*self, call.changes);
    check_condition(*self, call.options.condition());
    auto const each = self->with_deadline(call.options.call());
    auto request = self->request<encoded_update>();
    request.key.json = call.key.json;
    request.accumulates = call.changes.accumulates();
    expression_writer writer;
    requirements const required{
        .expected = existence::required, .guards = std::move(guards), .only_if = call.options.condition()};
    request.update_expression = writer.write(call.changes);
    request.condition_expression = writer.write(required.as_condition(*self));
    writer.into(request);
    if (target.object)
    {
        refuse_exactly_once(*self, each, returns_record);
        request.return_values = model::return_value::all_new;
    }
    request.return_values_on_condition_check_failure = required.wants_stored_item();
    auto const response = co_await send_write(*self, request, each);
    auto const done = read_returned(*self, response, target, true);
    if (done)
        co_return true;
    auto details = explain(*self, required, call.key.json, done.error());
    if (details.code == store_errc::not_found && !call.throws)
        co_return false;
    self->fail(std::move(details));
}

boost::asio::awaitable<bool> update_one_by_name(
    record_table_pointer self, encoded_key key, item changes, write_options options)
{
    update_call call;
    call.key = std::move(key);
    call.changes = changes_by_name(*self, changes);
    call.options = std::move(options);
    bool const done = co_await update_one(self, std::move(call), record_target());
    co_return done;
}

boost::asio::awaitable<bool> delete_one(record_table_pointer self, delete_call call, record_target target)
{
    check_key(*self, call.key);
    check_condition(*self, call.options.condition());
    auto const each = self->with_deadline(call.options.call());
    requirements const required{
        .expected = call.expected, .version = call.version, .only_if = call.options.condition()};
    auto request = self->request<encoded_delete>();
    request.key.json = call.key.json;
    put_condition_into(request, required.as_condition(*self));
    if (target.object)
    {
        refuse_exactly_once(*self, each, returns_record);
        request.return_values = model::return_value::all_old;
    }
    request.return_values_on_condition_check_failure = required.wants_stored_item();
    auto const response = co_await send_write(*self, request, each);
    auto const done = read_returned(*self, response, target, false);
    if (done && target.object && target.size(target.object) == 0)
        throw_if_applied_before(response->metadata, response->operation->name,
            "the record does not exist, but an earlier attempt may have deleted it");
    if (done)
        co_return true;
    auto details = explain(*self, required, call.key.json, done.error());
    bool const there_was_none = call.expected == existence::any && !details.stored_item;
    if (there_was_none || (details.code == store_errc::not_found && !call.throws))
        co_return false;
    self->fail(std::move(details));
}

} // namespace dynasio::stores::records
