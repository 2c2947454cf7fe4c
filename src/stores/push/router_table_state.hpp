// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_STORES_PUSH_ROUTER_TABLE_STATE_HPP
#define DYNASIO_SRC_STORES_PUSH_ROUTER_TABLE_STATE_HPP

#include "stores/push/push_table_state.hpp"
#include "stores/push/router_item.hpp"

#include <dynasio/operations/create_table.hpp>
#include <dynasio/stores/router_table.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace dynasio::stores::push {

/// What a router table shares with its operations in flight. Immutable.
class router_table_state : public push_table_state
{
public:
    using pointer = std::shared_ptr<router_table_state const>;

    /// `follower` does not keep the client running. Throws as the table's constructor.
    router_table_state(client follower, std::string table, router_table_options options);

    [[nodiscard]] router_table_options const& options() const noexcept { return options_; }

    [[nodiscard]] item key_of(uaid const& user) const { return item::of("uaid", stored_key(user)); }

    /// `last_connect` for a contact now.
    [[nodiscard]] std::int64_t new_last_connect() const;

    /// The current month, in UTC.
    [[nodiscard]] std::chrono::year_month month() const;

private:
    router_table_options options_;
};

create_table_input define_router_table(
    std::string name, table_capacity const& capacity, router_table_options const& options);

awaitable<bool> update_message_month(
    router_table_state::pointer self, uaid user, std::string message_table, call_options options);

} // namespace dynasio::stores::push

#endif
