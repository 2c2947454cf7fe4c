// SPDX-License-Identifier: BSL-1.0
//
// The operations of `record_table` that end with records: all that is compiled for each struct is where these live.

#ifndef DYNASIO_STORES_RECORDS_DETAIL_RECORD_READ_HPP
#define DYNASIO_STORES_RECORDS_DETAIL_RECORD_READ_HPP

#include <dynasio/stores/records/detail/record_table_state.hpp>
#include <dynasio/stores/records/detail/record_targets.hpp>
#include <dynasio/stores/records/detail/record_type_of.hpp>
#include <dynasio/stores/records/table_key.hpp>

#include <boost/asio/awaitable.hpp>

#include <concepts>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

namespace dynasio::stores::records {

/// An operation that says nothing but that it was done.
boost::asio::awaitable<void> done(boost::asio::awaitable<bool> operation);

template <class V>
boost::asio::awaitable<V> done_with(V version, boost::asio::awaitable<bool> operation)
{
    (void)co_await std::move(operation);
    co_return version;
}

/// The write of a whole record, which ends with its stored version if it has one.
template <class T>
boost::asio::awaitable<typename version_of<T>::type> written(
    [[maybe_unused]] T const& record, boost::asio::awaitable<bool> operation)
{
    if constexpr (has_version<T>)
        return done_with(stored_version(record), std::move(operation));
    else
        return done(std::move(operation));
}
/// The same for a record that is made of values.
template <class T>
boost::asio::awaitable<typename version_of<T>::type> written_first(boost::asio::awaitable<bool> operation)
{
    if constexpr (has_version<T>)
        return done_with(typename version_of<T>::type(1), std::move(operation));
    else
        return done(std::move(operation));
}

inline delete_call deletion_of(encoded_key key, write_options options)
{
    delete_call call;
    call.key = std::move(key);
    call.options = std::move(options);
    return call;
}
/// Of a record with this version.
template <has_version T>
delete_call deletion_of(T const& record, write_options options)
{
    auto call = deletion_of(table_key<T>::of(record).encoded(), std::move(options));
    call.version = version_digits(record);
    return call;
}

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
    auto call = deletion_of(std::move(key), std::move(options));
    call.expected = existence::any;
    co_await delete_one(self, std::move(call), target);
    co_return found;
}

/// The records at these places; a place may occur several times.
template <class T>
std::vector<T> records_at(std::vector<T> read, std::vector<std::size_t> const& places)
{
    static_assert(std::copy_constructible<T>,
        "get_many returns a record as often as its key is given, so records must be copyable.");
    std::vector<std::size_t> uses(read.size());
    for (auto const place : places)
        ++uses[place];
    std::vector<T> result;
    result.reserve(places.size());
    for (auto const place : places)
        if (--uses[place] == 0)
            result.push_back(std::move(read[place]));
        else
            result.push_back(read[place]);
    return result;
}

template <class T>
boost::asio::awaitable<std::vector<T>> get_all_as(
    record_table_pointer self, std::vector<encoded_key> keys, read_options options)
{
    std::vector<T> read;
    auto const target = target_of(read, options_of(*self).unknown);
    auto const places = co_await get_all(self, std::move(keys), options, target);
    co_return records_at(std::move(read), places);
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
