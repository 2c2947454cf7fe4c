// SPDX-License-Identifier: BSL-1.0
//
// Which operations one coroutine performs on the users of the push stores, and on which of their messages.

#ifndef DYNASIO_TESTS_MODEL_PUSH_PLAN_HPP
#define DYNASIO_TESTS_MODEL_PUSH_PLAN_HPP

#include <dynasio/stores/push/notification.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace dynasio::tests::model {

enum class push_operation : unsigned char
{
    register_user,
    register_if_exists,
    get_user,
    update_month,
    clear_node,
    drop_user,
    drop_connection,
    store,
    store_now, ///< without a position
    store_several,
    delete_one,
    delete_any, ///< without an update id
    fetch_topics,
    fetch_ordinary,
    drain,
    deliver, ///< drains, and acknowledges some
    move_position,
};

struct planned_push_call
{
    push_operation what{};
    unsigned user = 0;
    unsigned place = 0; ///< of a message
    std::uint64_t number = 0;

    [[nodiscard]] std::string describe() const;
};

inline constexpr unsigned push_users = 2;

/// Places of messages of one user: two topics, two legacy messages, and ordinary ones of which two share a position.
inline constexpr unsigned push_places = 8;

std::vector<planned_push_call> plan_push(std::uint64_t seed, unsigned coroutine);

/// A message with this text for the place.
notification message_at(unsigned place, dynasio::uaid const& user, std::string text);

/// An ordinary message without a position. No other coroutine has its channel.
notification message_without_position(unsigned coroutine, dynasio::uaid const& user, std::string text);

/// The sort key as the contract has it.
std::string key_of(notification const& message);

/// One of the positions of messages, or one between them, for numbers below this.
inline constexpr std::uint64_t push_positions = 6;
message_position position_at(std::uint64_t number);

} // namespace dynasio::tests::model

#endif
