// SPDX-License-Identifier: BSL-1.0
//
// What the driver does with the two nodes. Each prints what it checks, and throws at the first thing that is wrong.

#ifndef DYNASIO_EXAMPLES_PUSH_SERVICE_DRIVER_SCENARIOS_HPP
#define DYNASIO_EXAMPLES_PUSH_SERVICE_DRIVER_SCENARIOS_HPP

#include "nodes.hpp"
#include "receiver.hpp"

namespace examples {

// delivery.cpp
asio::awaitable<void> push_online(push_service& service);
asio::awaitable<void> push_offline(push_service& service);
asio::awaitable<void> push_without_storing(push_service& service);
asio::awaitable<void> push_more_than_fits(push_service& service);
asio::awaitable<void> delete_by_location(push_service& service);

// refusals.cpp
asio::awaitable<void> refuse_what_is_wrong(push_service& service);
asio::awaitable<void> drop_who_was_away(push_service& service);
asio::awaitable<void> move_from_last_month(push_service& service);

// nodes_end.cpp
asio::awaitable<void> take_over(push_service& service);
asio::awaitable<void> lose_late_registration(push_service& service);
asio::awaitable<void> kill_node_with_client(push_service& service);
asio::awaitable<void> kill_node_while_pushing(push_service& service);
asio::awaitable<void> stop_node_with_clients(push_service& service);

// load.cpp
/// 30 users, 20 messages each, through nodes that are killed, stopped and started again.
asio::awaitable<void> push_under_kills(push_service& service, unsigned seed);

} // namespace examples

#endif
