// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_STORES_PUSH_MESSAGE_TABLE_STATE_HPP
#define DYNASIO_SRC_STORES_PUSH_MESSAGE_TABLE_STATE_HPP

#include "stores/push/message_item.hpp"
#include "stores/push/push_table_state.hpp"

#include <dynasio/stores/message_table.hpp>
#include <dynasio/stores/record_table.hpp>

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

namespace dynasio::stores::push {

/// What a message table shares with its operations in flight. Immutable, except for the last position that was assigned.
class message_table_state : public push_table_state
{
public:
    using pointer = std::shared_ptr<message_table_state const>;

    /// `follower` does not keep the client running. Throws as the table's constructor.
    message_table_state(client follower, std::string table, message_table_options options);

    [[nodiscard]] message_table_options const& options() const noexcept { return options_; }

    /// The messages. The channel records in the same table are no such records.
    [[nodiscard]] record_table<stored_message> const& records() const noexcept { return records_; }

    [[nodiscard]] item key_of_channels(uaid const& user) const
    {
        return item::of("uaid", stored_key(user), "chidmessageid", channels_key);
    }

    /// Now, or the next microsecond that was not assigned yet.
    [[nodiscard]] message_position next_position() const;

    /// The row of a message, which gets a position if it needs one. Throws `store_error` with `bad_input`.
    [[nodiscard]] stored_message encode(notification message) const;

private:
    message_table_options options_;
    record_table<stored_message> records_;
    mutable std::atomic<std::uint64_t> last_position_ = 0;
};

// The operations by source.

/// Creates the table with its time to live, which some test servers do not have.
awaitable<void> open_message_table(
    message_table_state::pointer self, table_capacity capacity, call_options options);

awaitable<void> register_channel(message_table_state::pointer self, uaid user, channel_id channel,
    std::optional<std::chrono::seconds> life, call_options options);
awaitable<bool> unregister_channel(
    message_table_state::pointer self, uaid user, channel_id channel, call_options options);
awaitable<user_channels> all_channels(message_table_state::pointer self, uaid user, call_options options);
awaitable<void> save_channels(
    message_table_state::pointer self, uaid user, std::set<channel_id> channels, call_options options);
awaitable<bool> migrate(message_table_state::pointer from, message_table_state::pointer to,
    std::shared_ptr<router_table_state const> router, uaid user, call_options options);

awaitable<std::string> store_message(
    message_table_state::pointer self, notification message, call_options options);
awaitable<std::vector<std::string>> store_messages(
    message_table_state::pointer self, std::vector<notification> messages, call_options options);
awaitable<bool> delete_message(message_table_state::pointer self, notification message, call_options options);

awaitable<fetched_messages> fetch_messages(
    message_table_state::pointer self, uaid user, std::size_t limit, read_options options);
awaitable<fetched_messages> fetch_timestamp_messages(message_table_state::pointer self, uaid user,
    std::optional<message_position> after, std::size_t limit, read_options options);
awaitable<bool> update_last_message_read(
    message_table_state::pointer self, uaid user, message_position position, call_options options);
message_drain drain_messages(message_table_state::pointer self, uaid user, read_options options);

} // namespace dynasio::stores::push

#endif
