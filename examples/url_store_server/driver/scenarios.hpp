// SPDX-License-Identifier: BSL-1.0
//
// What the driver does with the server. Each prints what it checks, and throws at the first thing that is wrong.

#ifndef DYNASIO_EXAMPLES_URL_STORE_SERVER_DRIVER_SCENARIOS_HPP
#define DYNASIO_EXAMPLES_URL_STORE_SERVER_DRIVER_SCENARIOS_HPP

#include "driver/server.hpp"

namespace examples {

// parts.cpp
asio::awaitable<void> round_trip_of_data(url_store& store);
asio::awaitable<void> round_trip_of_metadata(url_store& store);
asio::awaitable<void> round_trip_of_permissions(url_store& store);
asio::awaitable<void> remove_all_parts(url_store& store);
asio::awaitable<void> query_by_metadata(url_store& store);

// conditions.cpp
asio::awaitable<void> read_ranges(url_store& store);
asio::awaitable<void> keep_preconditions(url_store& store);
asio::awaitable<void> let_one_of_many_writers_win(url_store& store);
asio::awaitable<void> refuse_what_is_wrong(url_store& store);

// users.cpp
asio::awaitable<void> tell_users_apart(url_store& store);

// transfers.cpp
asio::awaitable<void> break_off_uploads(url_store& store);
asio::awaitable<void> upload_twice_at_once(url_store& store);
asio::awaitable<void> remove_what_is_not_referred_to(url_store& store);

// ends.cpp
asio::awaitable<void> keep_everything_over_restarts(url_store& store);
asio::awaitable<void> finish_transfers_at_the_end(url_store& store);
asio::awaitable<void> break_off_what_never_ends(url_store& store);
asio::awaitable<void> refuse_bad_command_lines(url_store& store);

} // namespace examples

#endif
