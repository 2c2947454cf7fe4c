// SPDX-License-Identifier: BSL-1.0
//
// The tables of a push service on a DynamoDB server, with the user, the channel and the clock of the contract's cases.

#ifndef DYNASIO_TESTS_INTEGRATION_STORES_PUSH_FIXTURE_HPP
#define DYNASIO_TESTS_INTEGRATION_STORES_PUSH_FIXTURE_HPP

#include "interposed_client.hpp"
#include "store_fixture.hpp"

#include <dynasio/stores/message_table.hpp>
#include <dynasio/stores/router_table.hpp>

#include <chrono>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace dynasio::tests {

/// What a test works with.
struct push_service : interposed_client
{
    router_table router;
    message_table messages;
};

class push_cases : public local_dynamodb
{
protected:
    static constexpr std::string_view user_text = "abad1dea00000000aabbccdd00000000";
    static constexpr std::string_view channel_text = "deadbeef-0000-0000-deca-fbad00000000";
    static inline uaid const user{user_text};
    static inline channel_id const channel{channel_text};

    /// Both have the fixture's clock, which stands; 3 is drawn.
    [[nodiscard]] router_table_options router_options() const;
    [[nodiscard]] message_table_options message_options() const;

    /// 2018-06-14 00:00:00.123456 UTC unless it is set.
    void set_time(std::chrono::system_clock::time_point time) { time_ = time; }
    [[nodiscard]] std::chrono::system_clock::time_point time() const { return time_; }

    [[nodiscard]] std::string router_name() const { return table_name("router"); }
    [[nodiscard]] std::string message_name() const { return table_name("message"); }

    /// Runs `body(push_service&)` with the tables made and nothing recorded yet.
    void run_push(std::function<asio::awaitable<void>(push_service&)> body);

    /// The record of case 2, with this time of connection.
    [[nodiscard]] static router_record record(std::int64_t connected_at = 1'528'934'400'123);

    /// An ordinary message with a ttl of 100 s and this id.
    [[nodiscard]] static notification message(std::string id, std::uint64_t position);
    [[nodiscard]] static notification topic_message(std::string topic, std::string id);

    /// The stored item of the user.
    [[nodiscard]] asio::awaitable<std::optional<item>> stored_user(client owner) const;
    /// The stored item with this sort key.
    [[nodiscard]] asio::awaitable<std::optional<item>> stored_message(
        client owner, std::string sort_key) const;

    static asio::awaitable<void> store(message_table const& table, notification message);

private:
    std::chrono::system_clock::time_point time_{std::chrono::microseconds(1'528'934'400'123'456)};
};

/// `message_id` of each.
std::vector<std::string> ids_of(std::vector<notification> const& messages);

} // namespace dynasio::tests

#endif
