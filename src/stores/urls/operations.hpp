// SPDX-License-Identifier: BSL-1.0
//
// The operations of a store, one function each. They hold what they need of the store, so that the handle need not outlive them.
// The operation's name is that of the public function, for errors.

#ifndef DYNASIO_SRC_STORES_URLS_OPERATIONS_HPP
#define DYNASIO_SRC_STORES_URLS_OPERATIONS_HPP

#include "stores/urls/download.hpp"
#include "stores/urls/store_core.hpp"

#include <dynasio/stores/urls/url_metadata.hpp>
#include <dynasio/stores/urls/url_permissions.hpp>
#include <dynasio/stores/urls/url_source.hpp>

#include <boost/asio/awaitable.hpp>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace dynasio::stores::urls {

boost::asio::awaitable<data_head> get_head(store_access store, std::string key, url_call_options options);
boost::asio::awaitable<bool> exists(store_access store, std::string key, url_call_options options);

boost::asio::awaitable<std::shared_ptr<download>> get_data(
    store_access store, std::string key, byte_range range, url_read_options options);
boost::asio::awaitable<std::string> to_bytes(
    store_access store, std::string key, std::size_t most, url_read_options options);
boost::asio::awaitable<url_version> to_file(
    store_access store, std::string key, std::filesystem::path path, url_read_options options);

boost::asio::awaitable<url_version> set_data(
    store_access store, std::string key, url_source data, url_write_options options);
boost::asio::awaitable<url_version> from_file(
    store_access store, std::string key, std::filesystem::path path, url_write_options options);
boost::asio::awaitable<url_version> set(
    store_access store, std::string key, url_source data, url_metadata metadata, url_write_options options);

boost::asio::awaitable<url_metadata> get_metadata(
    store_access store, std::string key, std::vector<std::string> select, url_call_options options);
boost::asio::awaitable<url_version> set_metadata(
    store_access store, std::string key, url_metadata metadata, url_write_options options);
boost::asio::awaitable<url_version> update_metadata(
    store_access store, std::string key, url_metadata metadata, url_write_options options);

boost::asio::awaitable<url_permissions> get_permissions(
    store_access store, std::string key, url_call_options options);
boost::asio::awaitable<url_version> set_permissions(
    store_access store, std::string key, url_permissions permissions, url_write_options options);
boost::asio::awaitable<url_version> update_permissions(
    store_access store, std::string key, url_permissions permissions, url_write_options options);

boost::asio::awaitable<bool> remove(store_access store, std::string key, url_write_options options);

/// The range from and to a byte. Throws `url_error` with `bad_input` where that ends before its beginning.
byte_range checked_range(
    std::string const& key, std::optional<std::uint64_t> first, std::optional<std::uint64_t> end);

} // namespace dynasio::stores::urls

#endif
