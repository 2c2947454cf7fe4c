// SPDX-License-Identifier: BSL-1.0
//
// What the driver does with the client. Each prints what it checks, and throws at the first thing that is wrong.

#ifndef DYNASIO_EXAMPLES_URL_STORE_CLIENT_DRIVER_SCENARIOS_HPP
#define DYNASIO_EXAMPLES_URL_STORE_CLIENT_DRIVER_SCENARIOS_HPP

#include "world.hpp"

namespace examples::client_driver {

// parts.cpp
asio::awaitable<void> read_and_write_data(world& all);
asio::awaitable<void> read_and_write_metadata(world& all);
asio::awaitable<void> read_and_write_many(world& all);
asio::awaitable<void> read_and_write_files(world& all);
asio::awaitable<void> take_all_keys(world& all);

// conditions.cpp
asio::awaitable<void> read_ranges(world& all);
asio::awaitable<void> keep_conditions(world& all);

// users.cpp
asio::awaitable<void> tell_users_apart(world& all);
asio::awaitable<void> refresh_tokens(world& all);

// queries.cpp
asio::awaitable<void> query_by_metadata(world& all);

// updates.cpp
asio::awaitable<void> count_together(world& all);
asio::awaitable<void> merge_together(world& all);
asio::awaitable<void> create_once(world& all);

// transfers.cpp
asio::awaitable<void> break_off_uploads(world& all);
asio::awaitable<void> cancel_transfers(world& all);
asio::awaitable<void> transfer_64_mb(world& all);

// restarts.cpp
asio::awaitable<void> outlive_restarts(world& all);
asio::awaitable<void> notice_lost_data(world& all);

// tls.cpp
asio::awaitable<void> use_tls(world& all);

} // namespace examples::client_driver

#endif
