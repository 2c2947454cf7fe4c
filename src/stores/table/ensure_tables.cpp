// SPDX-License-Identifier: BSL-1.0

#include "stores/table/ensure_tables.hpp"

#include "composed/poll_schedule.hpp"
#include "stores/table/schema_diff.hpp"

#include <dynasio/operations/describe_table.hpp>
#include <dynasio/stores/store_error.hpp>

#include <algorithm>
#include <utility>

namespace dynasio::stores::table {

namespace {

constexpr auto first_pause = std::chrono::milliseconds(20);
constexpr auto longest_pause = std::chrono::seconds(2);

/// A table that is being changed, for instance gets an index, can be used. Indexes count only where they are wanted.
bool can_be_used(model::table_description const& table, create_table_input const& wanted)
{
    if (table.table_status != model::table_status::active
        && table.table_status != model::table_status::updating)
        return false;
    if (!wanted.global_secondary_indexes)
        return true;
    return std::all_of(table.global_secondary_indexes.begin(), table.global_secondary_indexes.end(),
        [](auto const& index) { return index.index_status == model::index_status::active; });
}

/// What is known of the tables so far.
struct progress
{
    std::string state;    ///< of the table that was seen last, for people
    bool changed = false; ///< a table may have been created
};

/// An error of the whole operation.
[[noreturn]] void fail(error const& cause, progress const& seen)
{
    auto details = cause.details();
    details.may_have_been_applied = details.may_have_been_applied || seen.changed;
    throw_exception_from_error(error(std::move(details)), BOOST_CURRENT_LOCATION);
}

std::string state_of(model::table_description const& table)
{
    std::string state(table.table_status ? table.table_status->text() : "unknown");
    for (auto const& index : table.global_secondary_indexes)
        if (index.index_status != model::index_status::active)
            state += ", index " + index.index_name.value_or("?") + " is not ready";
    return state;
}

/// Looks at one table, and makes it when it is not there; true when it can be used.
boost::asio::awaitable<bool> look_after(
    client const& owner, call_options call, create_table_input const& wanted, progress& seen)
{
    describe_table_input request;
    request.table_name = wanted.table_name;
    auto const found = co_await owner.try_describe_table(request, call);
    if (found && found->table)
    {
        seen.state = state_of(*found->table);
        if (found->table->table_status == model::table_status::deleting)
            co_return false;
        if (auto difference = schema_difference(wanted, *found->table))
            throw store_error({.code = store_errc::schema_mismatch,
                .table = wanted.table_name,
                .reason = *std::move(difference)});
        co_return can_be_used(*found->table, wanted);
    }
    if (!found && found.error() != errc::resource_not_found)
        fail(found.error(), seen);

    seen.state = "not there";
    auto const made = co_await owner.try_create_table(wanted, call);
    // Somebody else makes it, or it has been made, maybe by an attempt whose response was lost, and DescribeTable does not
    // know yet.
    if (!made && made.error() != errc::resource_in_use && made.error() != client_errc::outcome_unknown)
        fail(made.error(), seen);
    if (made || made.error().may_have_been_applied())
        seen.changed = true;
    co_return false;
}

} // namespace

boost::asio::awaitable<void> ensure_tables(
    client const& owner, call_options call, std::vector<create_table_input> wanted)
{
    auto const deadline = call.deadline().value_or(http::no_deadline);
    composed::poll_schedule polls(owner, deadline, first_pause, longest_pause);
    progress seen;
    for (;;)
    {
        // All are begun before any is waited for.
        std::vector<create_table_input> open;
        std::string state; // of the first
        for (auto& each : wanted)
        {
            bool const done = co_await look_after(owner, call, each, seen);
            if (done)
                continue;
            if (open.empty())
                state = seen.state;
            open.push_back(std::move(each));
        }
        if (open.empty())
            co_return;
        wanted = std::move(open);
        bool again = false;
        boost::system::error_code ended = client_errc::deadline_exceeded;
        try
        {
            again = co_await polls.next();
        }
        catch (boost::system::system_error const& e)
        {
            ended = e.code(); // cancelled
        }
        if (!again)
            fail(error(ended,
                     "waiting until table " + wanted.front().table_name
                         + " can be used: its last state was: " + state),
                seen);
    }
}

boost::asio::awaitable<void> make_tables(
    client owner, std::vector<create_table_input> wanted, call_options options)
{
    auto const call = call::with_deadline(owner, options, table_timeout);
    co_await ensure_tables(owner, call, std::move(wanted));
}

} // namespace dynasio::stores::table
