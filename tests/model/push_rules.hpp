// SPDX-License-Identifier: BSL-1.0
//
// The model of a user of the push stores: its router record, its position, and each sort key of its messages, which are objects
// that do one thing at a time each.

#ifndef DYNASIO_TESTS_MODEL_PUSH_RULES_HPP
#define DYNASIO_TESTS_MODEL_PUSH_RULES_HPP

#include "history.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace dynasio::tests::model {

/// The router record of a user.
struct router_state
{
    bool exists = false;
    std::string type{};
    std::int64_t connected_at = 0;
    std::string node{};     ///< empty: not connected
    std::string tag{};      ///< of the last registration; no other has it
    std::string month{};    ///< empty: none
    bool contacted = false; ///< has `last_connect`

    friend bool operator==(router_state const&, router_state const&) = default;
    [[nodiscard]] std::string describe() const;
};

enum class router_action : unsigned char
{
    read,
    register_user,
    update_month,
    clear_node,
    drop,
    drop_connection, ///< only if `connected_at` is this
};

struct router_event
{
    call const* from = nullptr;
    router_action what{};
    router_state given{};   ///< the arguments
    bool if_exists = false; ///< of a registration
    /// The record that it returned, or that there was none: of a registration the one before it, or, if it was refused, the
    /// one that kept it out. Empty: nothing of the record.
    std::optional<std::optional<router_state>> found{};
};

using router_history = std::vector<router_event>;

/// The record after the operation; empty if its condition does not hold.
std::optional<router_state> applied(router_event const& e, router_state const& before);

/// Why no order of the events explains them all; empty if one does.
std::string problem_of(router_history const& history);

enum class message_action : unsigned char
{
    read,
    store, ///< replaces what is there
    drop,  ///< whatever is there
    drop_if,
};

/// One operation on one sort key.
struct message_event
{
    call const* from = nullptr;
    message_action what{};
    std::string
        text{}; ///< the message, which no other is equal to; of a read: what was found, empty for none
    verdict ended = verdict::broken;
};

using message_history = std::vector<message_event>;

std::string problem_of(message_history const& history);

/// A read of the messages of a user: by sort key, what it has found.
struct partition_read
{
    call const* from = nullptr;
    std::string after{}; ///< it began behind this key
    std::string below{}; ///< and ended before this one; empty: at the end
    std::string up_to{}; ///< or at this one, as it had enough; empty: it had not
    /// It left out ordinary messages up to the user's position, which the caller does not know.
    bool behind_position = false;
    std::map<std::string, std::string> found{};

    [[nodiscard]] bool covers(std::string const& key) const;
};

/// A position that was read or written.
struct position_event
{
    call const* from = nullptr;
    bool moves = false;                    ///< forwards to `position`
    std::optional<std::string> position{}; ///< its digits
};

using position_history = std::vector<position_event>;

/// Also compares reads that leave out ordinary messages up to the position.
std::string problem_of(position_history const& history, std::vector<partition_read> const& reads = {});

/// Everything that was seen of the messages of one user.
struct mailbox_history
{
    struct write
    {
        std::string key{}; ///< empty: assigned by the store, which failed to return it
        message_event event{};
    };

    std::vector<write> writes{};
    std::vector<partition_read> reads{};
    position_history positions{};
};

std::string problem_of(mailbox_history const& history);

/// Of an ordinary message the digits of its position; empty for other keys.
std::string position_in_key(std::string const& key);

} // namespace dynasio::tests::model

#endif
