// SPDX-License-Identifier: BSL-1.0

#include "stores/push/message_table_state.hpp"

#include "client/client_handle.hpp"

#include <algorithm>
#include <utility>

namespace dynasio::stores::push {

namespace {

constexpr std::size_t max_page_size = 2'147'483'647;

message_table_options checked(message_table_options options)
{
    check_option(options.page_size >= 1 && options.page_size <= max_page_size,
        "message_table_options::page_size", "must be from 1 to 2147483647");
    check_positive(options.batch_timeout, "message_table_options::batch_timeout");
    return options;
}

record_table_options records_options(message_table_options const& options)
{
    record_table_options result;
    result.call_timeout = options.call_timeout;
    result.batch_timeout = options.batch_timeout;
    return result;
}

} // namespace

message_table_state::message_table_state(client follower, std::string table, message_table_options options)
    : push_table_state(std::move(follower), "message_table", "message_table_options", std::move(table),
          options.uaid_hash_key, options.call_timeout, options.now),
      options_(checked(std::move(options))),
      records_(call::weak_client(owner()), this->table(), records_options(options_))
{}

message_position message_table_state::next_position() const
{
    message_position const time(std::chrono::floor<std::chrono::microseconds>(now()));
    auto last = last_position_.load(std::memory_order_relaxed);
    auto next = time.value();
    do
        next = std::max(time.value(), last + 1);
    while (!last_position_.compare_exchange_weak(last, next, std::memory_order_relaxed));
    return message_position(next);
}

stored_message message_table_state::encode(notification message) const
{
    bool const is_ordinary = !message.topic && !message.legacy;
    if (is_ordinary && !message.position)
        message.position = next_position();
    auto key = stored_key(message.uaid);
    return encode_message(std::move(message), std::move(key), now());
}

} // namespace dynasio::stores::push
