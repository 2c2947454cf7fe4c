// SPDX-License-Identifier: BSL-1.0
//
// One coroutine that performs random operations on users and their messages, and notes what it saw of each.

#ifndef DYNASIO_TESTS_MODEL_PUSH_ACTOR_HPP
#define DYNASIO_TESTS_MODEL_PUSH_ACTOR_HPP

#include "push_plan.hpp"
#include "push_rules.hpp"
#include "world.hpp"

#include <dynasio/stores/message_table.hpp>
#include <dynasio/stores/router_table.hpp>

#include <array>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace dynasio::tests::model {

struct push_tables
{
    std::string router{};
    std::string messages{};
};

/// The tables of some seeds have hashes of UAIDs.
std::optional<secret> hash_key_of(std::uint64_t seed);
dynasio::uaid push_user(std::uint64_t seed, unsigned user);
std::string stored_key_of(std::uint64_t seed, unsigned user);

class push_actor
{
public:
    push_actor(actor& a, std::uint64_t seed, push_tables const& tables);

    asio::awaitable<void> perform(std::vector<planned_push_call> plan);
    /// Reads everything, also as it is stored, and delivers all messages.
    asio::awaitable<void> read_at_end();

    std::array<router_history, push_users> users;
    std::array<mailbox_history, push_users> mailboxes;
    std::vector<std::string> problems; ///< that need no model

private:
    // Of the router.
    asio::awaitable<void> register_user(planned_push_call p);
    asio::awaitable<void> get_user(planned_push_call p);
    asio::awaitable<void> update_month(planned_push_call p);
    asio::awaitable<void> leave(planned_push_call p);
    void add_event(unsigned user, router_event e);
    /// The modelled state of a record, which may be cleared or dropped later.
    router_state learn(unsigned user, call& c, router_record const& record);

    // Of the messages.
    asio::awaitable<void> store(planned_push_call p);
    asio::awaitable<void> store_several(planned_push_call p);
    asio::awaitable<void> delete_one(planned_push_call p);
    asio::awaitable<void> acknowledge(unsigned user, notification message);
    asio::awaitable<void> fetch(planned_push_call p);
    asio::awaitable<std::vector<notification>> drain(unsigned user);
    asio::awaitable<void> move_position(planned_push_call p);
    /// Notes the messages that a read found, in this order.
    void add_read(unsigned user, call& c, partition_read read, std::vector<notification> const& found);
    void add_write(unsigned user, call const& c, std::string key, message_action what, std::string text);
    void check_message(call const& c, unsigned user, notification const& message);

    // At the end.
    asio::awaitable<void> read_user(unsigned user);
    asio::awaitable<void> read_mailbox(unsigned user);
    asio::awaitable<void> acknowledge_all(unsigned user);

    /// Nothing but a failed condition may refuse an operation, and each operation says so in its result.
    void check_end(call const& c);
    void problem(call const& c, std::string text);
    [[nodiscard]] dynasio::uaid user_id(unsigned user) const { return push_user(seed_, user); }

    actor& actor_;
    std::uint64_t seed_;
    push_tables tables_;
    router_table router_;
    message_table messages_;
    std::array<std::vector<router_record>, push_users> records_seen_;
    std::array<std::map<std::string, notification>, push_users> messages_seen_; ///< by sort key
};

} // namespace dynasio::tests::model

#endif
