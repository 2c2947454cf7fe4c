// SPDX-License-Identifier: BSL-1.0
//
// The operations of `record_table` that end with records: all that is compiled for each struct is where these live.

#ifndef DYNASIO_STORES_RECORDS_DETAIL_RECORD_READ_HPP
#define DYNASIO_STORES_RECORDS_DETAIL_RECORD_READ_HPP

#include <dynasio/stores/records/detail/record_table_state.hpp>
#include <dynasio/stores/records/detail/record_targets.hpp>

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <utility>
#include <vector>

namespace dynasio::stores::records {

/// An operation that says nothing but that it was done.
boost::asio::awaitable<void> done(boost::asio::awaitable<bool> operation);

template <class T>
boost::asio::awaitable<std::optional<T>> get_as(
    record_table_pointer self, encoded_key key, read_options options)
{
    std::optional<T> found;
    auto const target = target_of(found, options_of(*self).unknown);
    co_await get_one(self, std::move(key), options, target);
    co_return found;
}

template <class T>
boost::asio::awaitable<T> update_as(record_table_pointer self, update_call call)
{
    std::optional<T> found;
    auto const target = target_of(found, options_of(*self).unknown);
    co_await update_one(self, std::move(call), target);
    co_return *std::move(found);
}

template <class T>
boost::asio::awaitable<std::optional<T>> take_as(
    record_table_pointer self, encoded_key key, write_options options)
{
    std::optional<T> found;
    auto const target = target_of(found, options_of(*self).unknown);
    co_await delete_one(self, std::move(key), existence::any, true, std::move(options), target);
    co_return found;
}

template <class T>
boost::asio::awaitable<std::vector<T>> get_all_as(
    record_table_pointer self, std::vector<encoded_key> keys, read_options options)
{
    std::vector<T> read;
    auto const target = target_of(read, options_of(*self).unknown);
    auto const places = co_await get_all(self, std::move(keys), options, target);
    std::vector<T> result;
    result.reserve(places.size());
    for (auto const place : places)
        result.push_back(std::move(read[place]));
    co_return result;
}

template <class Key>
std::vector<encoded_key> encoded_keys(std::vector<Key> keys)
{
    std::vector<encoded_key> result;
    result.reserve(keys.size());
    for (auto& key : keys)
        result.push_back(std::move(key).encoded());
    return result;
}

} // namespace dynasio::stores::records

#endif
