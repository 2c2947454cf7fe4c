// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_STORES_ROUTER_TABLE_HPP
#define DYNASIO_STORES_ROUTER_TABLE_HPP

#include <dynasio/call_options.hpp>
#include <dynasio/client.hpp>
#include <dynasio/client/detail/gcc12.hpp>
#include <dynasio/stores/push/inactive_users.hpp>
#include <dynasio/stores/push/push_options.hpp>
#include <dynasio/stores/push/router_record.hpp>
#include <dynasio/stores/read_options.hpp>
#include <dynasio/stores/table_capacity.hpp>

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <string>

namespace dynasio {

namespace stores {
struct store_access;
namespace push {
class router_table_state;
} // namespace push
} // namespace stores

/// Options of `router_table::register_user`. `call_options` convert to it.
struct register_options
{
    register_options() noexcept {}
    register_options(call_options options) noexcept : call(options) {}

    /// Does not make a new user: without a stored one, the result is not registered. Default false.
    bool if_exists = false;
    call_options call;
};

/// Options of `router_table::drop_user`. `call_options` convert to it.
struct drop_user_options
{
    drop_user_options() noexcept {}
    drop_user_options(call_options options) noexcept : call(options) {}

    /// Drops the user only if this is the stored time of the connection.
    std::optional<std::chrono::sys_time<std::chrono::milliseconds>> if_connected_at = std::nullopt;
    call_options call;
};

/// The users of a push service: which node each user agent is connected to, and what is known of it. Many nodes write the same
/// records at once, so every write is conditional.
///
///     dynasio::router_table const router = co_await dynasio::get_router_table(client);
///     auto const outcome = co_await router.register_user(record);
///     if (outcome.previous && outcome.previous->node_id)
///         notify(*outcome.previous->node_id);
///
/// Errors of every operation: `store_error` (see `store_errc`): `malformed_item` with table, key and attribute for a stored
/// record that has an attribute of another type; and the errors of the client, throttling included.
/// Lost responses: every write is sent again. If its condition fails then, the stored record decides whether the write was
/// applied before; if that does not tell, the operation ends with `client_errc::outcome_unknown`.
/// Deadline: one for the whole operation, from the call's `timeout` or the options of the table.
/// Cancellation: all types that the coroutine accepts, at every request. Ends with `operation_aborted`; a write may then have
/// been applied.
/// Lifetimes: arguments are copied before a function returns. A table is a handle that holds the client; copies are the same
/// table. When the last handle of table and client is destroyed, operations in flight end with `operation_aborted`.
/// Threads: all copies may be used from any thread at the same time; the functions of the options are called on the executors
/// of the operations.
class router_table
{
public:
    /// Sends nothing. Throws `std::invalid_argument`; see `router_table_options`.
    router_table(client owner, std::string table_name, router_table_options options = {});

    [[nodiscard]] std::string const& table_name() const noexcept;

    /// The record of a user; empty if there is none. Reads consistently. An item that has nothing but its key is deleted,
    /// unless another program completes it at the same time, and counts as none.
    /// Requests: one GetItem; for such an item one DeleteItem.
    boost::asio::awaitable<std::optional<router_record>> get_uaid(uaid user, call_options options = {}) const;

    /// Writes the attributes that the record has, and keeps the others, unless a newer connection holds the user: if the stored
    /// record has a node, its `connected_at` must be smaller. The stored `router_type` must be the same. An equal time loses.
    /// Errors: `bad_input` without `router_type` or `connected_at`, before anything is sent.
    /// Requests: one UpdateItem.
    boost::asio::awaitable<registration> register_user(
        router_record const& record, register_options options = {}) const;

    /// Deletes the record of a user; true if there was one, and it met the condition of the options.
    /// Errors: `client_errc::outcome_unknown` if there is none, but a response was lost.
    /// Requests: one DeleteItem.
    boost::asio::awaitable<bool> drop_user(uaid user, drop_user_options options = {}) const;

    /// The user's messages are in another table from now on. Renews `last_connect`. False, and nothing is written, if there is
    /// no such user.
    /// Errors: `bad_input` for an empty name.
    /// Requests: one UpdateItem.
    boost::asio::awaitable<bool> update_message_month(
        uaid user, std::string message_table, call_options options = {}) const;

    /// The user is connected to no node any more. Changes nothing else, and nothing if the stored record has another node or
    /// time than `record`: then false. False without a request for a record that has no node, or no time.
    /// Requests: one UpdateItem.
    boost::asio::awaitable<bool> clear_node(router_record const& record, call_options options = {}) const;

    /// Whether the last contact of the user was in the current month, in UTC.
    [[nodiscard]] bool has_connected_this_month(router_record const& record) const;

    /// Drops the users whose last contact was in the month that many months ago; at least 1. Users without `last_connect`
    /// stay, and those who connect meanwhile. Throws `std::invalid_argument`.
    /// Requests: one DescribeTable. With an index `AccessIndex` one Query for each value of `last_connect` that the month can
    /// have, up to 7,704; without one a Scan of the table. One DeleteItem per user.
    [[nodiscard]] inactive_users drop_inactive(unsigned months_ago, drop_inactive_options options = {}) const;

    DYNASIO_ON_GCC12(void register_user(router_record&&, register_options = {}) const = delete;
        void clear_node(router_record&&, call_options = {}) const = delete;)

private:
    friend struct stores::store_access;
    router_table(client owner, std::shared_ptr<stores::push::router_table_state const> state);

    client owner_;
    std::shared_ptr<stores::push::router_table_state const> state_;
};

/// Creates the table and waits until it can be used: 5 minutes without a `timeout`.
/// Errors: `errc::resource_in_use` if there is one of this name.
/// Requests: CreateTable, and DescribeTable until it is ACTIVE.
/// Lifetimes: the operation holds the client until it ends.
boost::asio::awaitable<router_table> create_router_table(client owner, std::string table_name = "router",
    table_capacity capacity = table_capacity::provisioned(5, 5), router_table_options options = {},
    call_options call = {});

/// The table of this name; creates it if there is none. May be called repeatedly and concurrently.
/// Errors: `schema_mismatch` with the difference of an existing table.
/// Requests: one DescribeTable if the table exists; otherwise those of `create_router_table`.
/// Lifetimes: the operation holds the client until it ends.
boost::asio::awaitable<router_table> get_router_table(client owner, std::string table_name = "router",
    table_capacity capacity = table_capacity::provisioned(5, 5), router_table_options options = {},
    call_options call = {});

} // namespace dynasio

#endif
