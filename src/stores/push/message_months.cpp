// SPDX-License-Identifier: BSL-1.0

#include <dynasio/stores/message_months.hpp>

#include "client/client_handle.hpp"
#include "stores/push/message_table_state.hpp"
#include "stores/push/table_names.hpp"
#include "stores/store_access.hpp"
#include "stores/table/ensure_tables.hpp"

#include <dynasio/operations/delete_table.hpp>

#include <algorithm>
#include <map>
#include <mutex>
#include <utility>

namespace dynasio {

namespace stores::push {

/// Shared by the copies of a `message_months` and its operations. The tables are made once, since each one remembers which
/// positions it has assigned.
class message_months_state : public push_table_state
{
public:
    using pointer = std::shared_ptr<message_months_state const>;

    message_months_state(
        client follower, std::string prefix, table_capacity capacity, message_table_options options)
        : push_table_state(std::move(follower), "message_months", "message_table_options", std::move(prefix),
              options.uaid_hash_key, options.call_timeout, options.now),
          capacity_(std::move(capacity)),
          options_(std::move(options))
    {
        message_table_state const checked(call::weak_client(owner()), table(), options_);
    }

    /// The names begin with it.
    [[nodiscard]] std::string const& prefix() const noexcept { return table(); }
    [[nodiscard]] table_capacity const& capacity() const noexcept { return capacity_; }

    [[nodiscard]] std::chrono::sys_days today() const { return std::chrono::floor<std::chrono::days>(now()); }
    [[nodiscard]] std::vector<std::string> names() const { return month_tables(prefix(), today()); }

    [[nodiscard]] message_table_state::pointer table_of(std::string const& name) const
    {
        std::lock_guard const lock(mutex_);
        auto& known = tables_[name];
        if (!known)
            known = std::make_shared<message_table_state const>(call::weak_client(owner()), name, options_);
        return known;
    }

private:
    table_capacity capacity_;
    message_table_options options_;
    mutable std::mutex mutex_;
    mutable std::map<std::string, message_table_state::pointer> tables_; // one more each month
};

namespace {

using state_pointer = message_months_state::pointer;

awaitable<void> refresh_tables(state_pointer self, call_options options)
{
    auto const call = call::with_deadline(self->owner(), options, table::table_timeout);
    for (auto const& name : self->names())
    {
        auto opening = open_message_table(self->table_of(name), self->capacity(), call);
        co_await std::move(opening);
    }
}

awaitable<std::vector<std::string>> expired_tables(message_months_state const& self, call_options call)
{
    auto listing = table_names(self.owner(), call);
    auto names = co_await std::move(listing);
    auto const now = self.now();
    std::erase_if(names,
        [&](std::string const& name)
        {
            auto const month = month_of_table(self.prefix(), name);
            return !month || now < month_table_expiry(*month);
        });
    co_return names;
}

awaitable<std::vector<std::string>> find_expired(state_pointer self, call_options options)
{
    auto const call = self->with_deadline(options);
    auto finding = expired_tables(*self, call);
    auto names = co_await std::move(finding);
    co_return names;
}

awaitable<std::vector<std::string>> drop_expired_tables(state_pointer self, call_options options)
{
    auto const call = self->with_deadline(options);
    auto finding = expired_tables(*self, call);
    auto names = co_await std::move(finding);
    for (std::size_t dropped = 0; dropped < names.size(); ++dropped)
    {
        delete_table_input request;
        request.table_name = names[dropped];
        auto const outcome = co_await self->owner().try_delete_table(request, call);
        if (outcome || outcome.error() == errc::resource_not_found)
            continue;
        if (dropped == 0)
            outcome.value(); // throws
        std::string reason = "deleted were";
        for (std::size_t i = 0; i < dropped; ++i)
            reason += ' ' + names[i];
        throw store_error({.code = store_errc::unfinished,
            .table = names[dropped],
            .reason = std::move(reason),
            .deleted = dropped,
            .cause = outcome.error()});
    }
    co_return names;
}

} // namespace

} // namespace stores::push

namespace push = stores::push;
using stores::awaitable;

message_months::message_months(
    client owner, std::string prefix, table_capacity capacity, message_table_options options)
    : owner_(std::move(owner)),
      state_(std::make_shared<push::message_months_state const>(
          call::weak_client(owner_), std::move(prefix), std::move(capacity), std::move(options)))
{}

awaitable<void> message_months::refresh(call_options options) const
{
    return push::refresh_tables(state_, options);
}

message_table message_months::current() const
{
    std::chrono::year_month_day const today(state_->today());
    auto const name = month_table_name(state_->prefix(), today.year() / today.month());
    return stores::store_access::make<message_table>(owner_, state_->table_of(name));
}

std::optional<message_table> message_months::find(std::string_view table_name) const
{
    auto const names = state_->names();
    auto const found = std::ranges::find(names, table_name);
    if (found == names.end())
        return std::nullopt;
    return stores::store_access::make<message_table>(owner_, state_->table_of(*found));
}

awaitable<std::vector<std::string>> message_months::expired(call_options options) const
{
    return push::find_expired(state_, options);
}

awaitable<std::vector<std::string>> message_months::drop_expired(call_options options) const
{
    return push::drop_expired_tables(state_, options);
}

} // namespace dynasio
