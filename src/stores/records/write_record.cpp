// SPDX-License-Identifier: BSL-1.0
//
// The operations that write one record.

#include "stores/records/write_record.hpp"

#include "call/invoke.hpp"
#include "client/client_handle.hpp"
#include "stores/records/decode_records.hpp"
#include "stores/records/send_write.hpp"

#include <dynasio/expressions/expression_writer.hpp>
#include <dynasio/operations/get_item.hpp>

#include <utility>

namespace dynasio::stores::records {

namespace {

constexpr char const* returns_record =
    "exactly_once is for writes that return nothing of the record: a transaction does not";

path field_path(record_table_state const& self, std::size_t field)
{
    return path::of({self.type().fields[field].name});
}

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

[[noreturn]] void throw_not_found(record_table_state const& self, encoded_key const& key, error cause)
{
    self.fail({.code = store_errc::not_found,
        .key = decode_encoded(key.json),
        .reason = "the record does not exist",
        .cause = std::move(cause)});
}

[[noreturn]] void throw_unmet(record_table_state const& self, item key, error cause)
{
    self.fail({.code = store_errc::conflict,
        .key = std::move(key),
        .reason = "the stored record does not meet the condition",
        .cause = std::move(cause)});
}

[[noreturn]] void throw_again(error const& e)
{
    throw_exception_from_error(e, BOOST_CURRENT_LOCATION);
}

/// No record was there to be deleted. An earlier attempt may have deleted it.
void throw_if_taken_before(call::call_response const& response)
{
    if (!response.metadata.earlier_attempt_may_have_been_applied)
        return;
    error_details details;
    details.code = client_errc::outcome_unknown;
    details.operation = response.operation->name;
    details.context = "the record does not exist, but an earlier attempt may have deleted it";
    details.request_id = response.metadata.request_id();
    details.http_status = response.http.status;
    details.may_have_been_applied = true;
    throw_again(error(std::move(details)));
}

/// The name of the attribute that a change is about, or is within.
std::string_view root_of(change const& c)
{
    return std::get<std::string>(c.where().steps().front());
}

} // namespace

condition put_condition(
    record_table_state const& self, existence expected, encoded_record const& record, condition extra)
{
    condition result = std::move(extra);
    if (expected == existence::refused)
        result = not_exists(field_path(self, self.type().partition_key)) && std::move(result);
    else if (!record.read_version.empty())
    {
        auto const version = field_path(self, self.type().version);
        condition same = version == attribute_value(number(record.read_version));
        // A record that is new has the version that the struct begins with.
        if (record.read_version == "0")
            same = not_exists(version) || std::move(same);
        result = std::move(same) && std::move(result);
    }
    return result;
}

condition present_condition(record_table_state const& self, condition extra)
{
    return exists(field_path(self, self.type().partition_key)) && std::move(extra);
}

void check_changes(record_table_state const& self, update& changes)
{
    auto const& type = self.type();
    if (changes.empty())
        self.throw_bad_input({}, "an update needs at least one change");
    for (auto const& each : changes.changes())
    {
        auto const name = root_of(each);
        auto const i = type.find(name);
        if (i == no_field)
            self.throw_bad_input(std::string(name), "is not an attribute of this record");
        if (type.is_key(i))
            self.throw_bad_input(std::string(name), "is a key; keys cannot be changed");
        if (i == type.version)
            self.throw_bad_input(std::string(name), "is the version; the table increments it itself");
        for (auto const& value : each.operand().values)
            if (auto const* text = value.if_string())
                if (auto problem = category_problem(type.fields[i], *text); !problem.empty())
                    self.throw_bad_input(std::string(name), std::move(problem));
    }
    if (type.version != no_field)
        changes.add(field_path(self, type.version), 1);
}

update changes_by_name(record_table_state const& self, item const& named)
{
    auto const& type = self.type();
    update changes;
    for (auto const& [name, value] : named)
    {
        auto const i = type.find(name);
        auto const where = path::of({name});
        if (value.is_null() && i != no_field && type.fields[i].may_be_absent)
        {
            changes.remove(where);
            continue;
        }
        if (i != no_field)
        {
            // The value must be one that could be read into the member.
            item part;
            part.set(name, value);
            try
            {
                std::string json;
                json::encode(json, part);
                auto const checked = type.read_part(json);
                if (auto const* text = type.category_text(checked.get(), i))
                    if (auto problem = category_problem(type.fields[i], *text); !problem.empty())
                        self.throw_bad_input(name, std::move(problem));
            }
            catch (json::decode_error const& e)
            {
                self.throw_bad_input(e.where(), e.reason());
            }
            catch (json::encode_error const& e)
            {
                self.throw_bad_input(e.path(), e.reason());
            }
        }
        changes.set(where, value);
    }
    return changes;
}

boost::asio::awaitable<bool> put_one(
    record_table_pointer self, encoded_record record, existence expected, bool throws, write_options options)
{
    check_record(*self, record);
    auto const call = self->with_deadline(options.call());
    auto const what = put_condition(*self, expected, record, options.condition());
    auto request = self->request<encoded_put>();
    request.item.json = record.json;
    put_condition_into(request, what);
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
    if (!failed_condition(failure))
        throw_again(failure);
    if (expected == existence::refused && !throws)
        co_return false;
    auto key = decode_encoded(record.key);
    if (expected == existence::refused)
        self->fail({.code = store_errc::already_exists,
            .key = std::move(key),
            .reason = "the record already exists",
            .cause = failure});
    if (!record.read_version.empty())
        self->fail({.code = store_errc::conflict,
            .key = std::move(key),
            .attribute = std::string(self->type().fields[self->type().version].name),
            .reason = "the record has changed since version " + record.read_version + " was read",
            .cause = failure});
    throw_unmet(*self, std::move(key), failure);
}

boost::asio::awaitable<bool> update_one(record_table_pointer self, update_call call, record_target target)
{
    check_key(*self, call.key);
    check_changes(*self, call.changes);
    auto const each = self->with_deadline(call.options.call());
    auto request = self->request<encoded_update>();
    request.key.json = call.key.json;
    request.accumulates = call.changes.accumulates();
    expression_writer writer;
    request.update_expression = writer.write(call.changes);
    request.condition_expression = writer.write(present_condition(*self, call.options.condition()));
    writer.into(request);
    if (target.object)
    {
        refuse_exactly_once(*self, each, returns_record);
        request.return_values = model::return_value::all_new;
    }
    if (!call.options.condition().empty())
        request.return_values_on_condition_check_failure =
            model::return_values_on_condition_check_failure::all_old;
    auto const response = co_await send_write(*self, request, each);
    auto const done = call::decode_response(response,
        [&](std::string_view body)
        {
            if (target.object && read_records(*self, body, target).count == 0)
                throw json::decode_error("Attributes", "the record is missing");
        });
    if (done)
        co_return true;
    auto const& failure = done.error();
    if (!failed_condition(failure))
        throw_again(failure);
    if (failure.details().old_item)
        throw_unmet(*self, decode_encoded(call.key.json), failure);
    if (call.throws)
        throw_not_found(*self, call.key, failure);
    co_return false;
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

boost::asio::awaitable<bool> delete_one(record_table_pointer self, encoded_key key, existence expected,
    bool throws, write_options options, record_target target)
{
    check_key(*self, key);
    auto const call = self->with_deadline(options.call());
    auto request = self->request<encoded_delete>();
    request.key.json = key.json;
    put_condition_into(request,
        expected == existence::required ? present_condition(*self, options.condition())
                                        : options.condition());
    if (target.object)
    {
        refuse_exactly_once(*self, call, returns_record);
        request.return_values = model::return_value::all_old;
    }
    if (!options.condition().empty())
        request.return_values_on_condition_check_failure =
            model::return_values_on_condition_check_failure::all_old;
    auto const response = co_await send_write(*self, request, call);
    auto const done = call::decode_response(response,
        [&](std::string_view body)
        {
            if (target.object)
                read_records(*self, body, target);
        });
    if (done && target.object && target.size(target.object) == 0)
        throw_if_taken_before(*response);
    if (done)
        co_return true;
    auto const& failure = done.error();
    if (!failed_condition(failure))
        throw_again(failure);
    if (failure.details().old_item)
        throw_unmet(*self, decode_encoded(key.json), failure);
    if (expected == existence::required && throws)
        throw_not_found(*self, key, failure);
    co_return false;
}

} // namespace dynasio::stores::records
