// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_STORES_PUSH_PUSH_OPTIONS_HPP
#define DYNASIO_STORES_PUSH_PUSH_OPTIONS_HPP

#include <dynasio/secret.hpp>
#include <dynasio/stores/push/last_connect.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>

namespace dynasio {

/// Options of a `router_table`. Its constructor throws `std::invalid_argument` that names the first invalid member.
struct router_table_options
{
    // Not an aggregate, so that GCC 12 handles it as a default argument.
    router_table_options() {}

    /// If set, the table has hashes of UAIDs in place of UAIDs; see `hash_uaid`. All programs that use the table need the same
    /// key. Not empty.
    std::optional<secret> uaid_hash_key = std::nullopt;

    /// The form that is written. Both are read.
    last_connect_form last_connect = last_connect_form::month_day_hour;

    /// A new table gets the global index `AccessIndex` of `last_connect`, which makes `drop_inactive` cheap. Default false.
    bool access_index = false;

    /// Bounds each operation, with all its requests, unless the call has a `timeout` or `deadline`; positive.
    std::chrono::steady_clock::duration call_timeout = std::chrono::seconds(30);

    /// Empty: the wall clock of the client.
    std::function<std::chrono::system_clock::time_point()> now = {};

    /// A random number from the first argument to the second, both included. Empty: one of the client's.
    std::function<unsigned(unsigned first, unsigned last)> draw = {};
};

/// Options of a `message_table`. Its constructor throws `std::invalid_argument` that names the first invalid member.
struct message_table_options
{
    // Not an aggregate, so that GCC 12 handles it as a default argument.
    message_table_options() {}

    /// See `router_table_options::uaid_hash_key`; the same for both tables.
    std::optional<secret> uaid_hash_key = std::nullopt;

    /// The maximum number of messages that one request of `drain` reads; at least 1. A page never has more than 1 MB.
    std::size_t page_size = 100;

    /// Bounds each operation, with all its requests, unless the call has a `timeout` or `deadline`; positive.
    std::chrono::steady_clock::duration call_timeout = std::chrono::seconds(30);

    /// The same for `store_messages`.
    std::chrono::steady_clock::duration batch_timeout = std::chrono::minutes(5);

    /// Empty: the wall clock of the client.
    std::function<std::chrono::system_clock::time_point()> now = {};
};

} // namespace dynasio

#endif
