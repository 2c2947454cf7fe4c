// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_STORES_MESSAGE_TABLE_HPP
#define DYNASIO_STORES_MESSAGE_TABLE_HPP

#include <dynasio/call_options.hpp>
#include <dynasio/client.hpp>
#include <dynasio/client/detail/gcc12.hpp>
#include <dynasio/stores/push/message_drain.hpp>
#include <dynasio/stores/push/notification.hpp>
#include <dynasio/stores/push/push_options.hpp>
#include <dynasio/stores/read_options.hpp>
#include <dynasio/stores/router_table.hpp>
#include <dynasio/stores/table_capacity.hpp>

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace dynasio {

namespace stores {
struct store_access;
namespace push {
class message_table_state;
} // namespace push
} // namespace stores

/// The channels of a user.
struct user_channels
{
    bool exists = false; ///< there is a channel record, maybe without channels
    std::set<channel_id> channels{};
};

/// What a fetch of messages has found.
struct fetched_messages
{
    /// Of `fetch_messages`: up to where the user has read. Of `fetch_timestamp_messages`: that of the last ordinary message.
    std::optional<message_position> position{};
    std::vector<notification> messages{};
};

/// The messages of a push service that wait for their receivers, and the channels of these.
///
///     dynasio::message_table const messages(client, "message");
///     co_await messages.store_message(message);
///     auto waiting = messages.drain(user);
///     while (auto const next = co_await waiting.next())
///         send(*next);
///     co_await messages.delete_message(message); // when the receiver has acknowledged it
///
/// Order: ordinary messages are ordered by the clocks of the programs that store them. Whoever moves the position on with
/// `update_last_message_read` never sees a message again that has a smaller one, also if it is stored later: by a program whose
/// clock is behind, or whose request was slow. Delete young messages instead; see docs/push-router.md.
///
/// Errors of every operation: `store_error` (see `store_errc`): `bad_input` before anything is sent, and the errors of the
/// client, throttling included. Items that are no messages are skipped by reads and reported to the client's observer.
/// Lost responses: every write is sent again. If its condition fails then, and what is stored does not tell whether the write
/// was applied before, the operation ends with `client_errc::outcome_unknown`.
/// Deadline: one for the whole operation, from the call's `timeout` or the options of the table.
/// Cancellation: all types that the coroutine accepts, at every request. Ends with `operation_aborted`; a write may then have
/// been applied.
/// Lifetimes: arguments are copied before a function returns. A table is a handle that holds the client; copies are the same
/// table. When the last handle of table and client is destroyed, operations in flight end with `operation_aborted`.
/// Threads: all copies may be used from any thread at the same time; the functions of the options are called on the executors
/// of the operations.
class message_table
{
public:
    /// Sends nothing. Throws `std::invalid_argument`; see `message_table_options`.
    message_table(client owner, std::string table_name, message_table_options options = {});

    [[nodiscard]] std::string const& table_name() const noexcept;

    /// Adds a channel to those of a user. The channel record, which holds them all, lives from now on for `life`: by default,
    /// and at most, `max_message_life`.
    /// Errors: `bad_input` for a negative life.
    /// Requests: one UpdateItem.
    boost::asio::awaitable<void> register_channel(uaid user, channel_id channel,
        std::optional<std::chrono::seconds> life = std::nullopt, call_options options = {}) const;

    /// Removes a channel; true if it was one of the user's. Renews the life of the channel record.
    /// Errors: `client_errc::outcome_unknown` if it was none, but a response was lost.
    /// Requests: one UpdateItem.
    boost::asio::awaitable<bool> unregister_channel(
        uaid user, channel_id channel, call_options options = {}) const;

    /// The channels of a user. Reads consistently.
    /// Errors: `malformed_item` for a channel record that does not fit.
    /// Requests: one GetItem.
    boost::asio::awaitable<user_channels> all_channels(uaid user, call_options options = {}) const;

    /// Writes the channel record anew, with these channels and without a position.
    /// Requests: one PutItem.
    boost::asio::awaitable<void> save_channels(
        uaid user, std::set<channel_id> channels, call_options options = {}) const;

    /// Stores a message, and replaces the one with its sort key, which is returned. An ordinary message without a position gets
    /// the current time; no two get the same one from one table object or its copies.
    /// Errors: `bad_input` as `sort_key`, for a negative ttl, and for an item above 400 KB.
    /// Requests: one PutItem.
    boost::asio::awaitable<std::string> store_message(
        notification const& message, call_options options = {}) const;

    /// Stores many messages, of one or more users; not atomic. Of messages with one sort key the last one is stored. Returns the
    /// sort keys in the order of the messages.
    /// Errors: as `store_message`, before anything is sent; `unfinished` with the keys of the messages that were not stored.
    /// Requests: one BatchWriteItem per 25 messages, at most 4 at a time, and more for unprocessed ones.
    boost::asio::awaitable<std::vector<std::string>> store_messages(
        std::vector<notification> messages, call_options options = {}) const;

    /// Deletes a message. With an `update_id`, as every message has that was fetched, only if it is the stored one: false if
    /// another message of the topic has replaced it, or if there is none. Without an `update_id`: true, whatever was stored.
    /// Requests: one DeleteItem.
    boost::asio::awaitable<bool> delete_message(notification const& message, call_options options = {}) const;

    /// The first topic messages of a user, in the order of their keys, and up to where ordinary ones were read. Legacy messages
    /// with channels before `02` are among them. Reads consistently. `read_options::skip_expired` leaves out messages whose
    /// time to live is over.
    /// Errors: `bad_input` for a limit of 0.
    /// Requests: one Query, more for pages above 1 MB.
    boost::asio::awaitable<fetched_messages> fetch_messages(
        uaid user, std::size_t limit = 10, read_options options = {}) const;

    /// The first ordinary messages behind a position, in order; without one from the start. Legacy messages with channels behind
    /// `01` are among them. All messages of one position are returned together, so there may be more than `limit`. Without an
    /// ordinary message, the result has no position to go on from: delete the legacy messages, or fetch more. Reads consistently.
    /// Errors and requests: as `fetch_messages`.
    boost::asio::awaitable<fetched_messages> fetch_timestamp_messages(uaid user,
        std::optional<message_position> after = std::nullopt, std::size_t limit = 10,
        read_options options = {}) const;

    /// Ordinary messages up to this position were read. The position never goes back: false if the stored one is as far, or
    /// further. Renews the life of the channel record.
    /// Requests: one UpdateItem; more where positions have different numbers of digits.
    boost::asio::awaitable<bool> update_last_message_read(
        uaid user, message_position position, call_options options = {}) const;

    /// Moves a user to another table: adds the channels to those in `to`, then calls `update_message_month`, whose result it
    /// returns. Messages stay. May be repeated. A channel that another program registers in this table meanwhile may be missed:
    /// such a program reads the user again after it has registered the channel, and begins anew if the table has changed.
    /// Errors: also `malformed_item` for a channel record that does not fit; nothing is written then. After another error or a
    /// cancellation, `may_have_been_applied` tells of both writes.
    /// Requests: one GetItem, and two UpdateItem; one without channels.
    boost::asio::awaitable<bool> migrate(
        uaid user, message_table const& to, router_table const& router, call_options options = {}) const;

    /// All stored messages of a user, for delivery. `read_options::skip_expired` leaves out messages whose time to live is
    /// over. A `timeout` bounds each request, a `deadline` all.
    [[nodiscard]] message_drain drain(uaid user, read_options options = {}) const;

    DYNASIO_ON_GCC12(void store_message(notification&&, call_options = {}) const = delete;
        void delete_message(notification&&, call_options = {}) const = delete;)

private:
    friend struct stores::store_access;
    message_table(client owner, std::shared_ptr<stores::push::message_table_state const> state);

    client owner_;
    std::shared_ptr<stores::push::message_table_state const> state_;
};

/// The table of this name; creates it if there is none, and waits until it can be used: 5 minutes without a `timeout`. Enables
/// the time to live of `expiry`, where the service has this. May be called repeatedly and concurrently.
/// Errors: `schema_mismatch` with the difference of an existing table.
/// Requests: one DescribeTable if the table exists; otherwise CreateTable, and DescribeTable until it is ACTIVE. Then
/// DescribeTimeToLive, and UpdateTimeToLive if it is disabled.
/// Lifetimes: the operation holds the client until it ends.
boost::asio::awaitable<message_table> create_message_table(client owner, std::string table_name = "message",
    table_capacity capacity = table_capacity::provisioned(5, 5), message_table_options options = {},
    call_options call = {});

/// For services without monthly tables: the newest existing table whose name is the prefix, or that of a month; empty if there
/// is none.
/// Requests: one ListTables per 100 tables of the account.
/// Lifetimes: the operation holds the client until it ends.
boost::asio::awaitable<std::optional<message_table>> newest_message_table(
    client owner, std::string prefix = "message", message_table_options options = {}, call_options call = {});

} // namespace dynasio

#endif
