// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_STORES_URLS_URL_VALUE_HPP
#define DYNASIO_STORES_URLS_URL_VALUE_HPP

#include <dynasio/stores/urls/url_call_options.hpp>
#include <dynasio/stores/urls/url_data.hpp>
#include <dynasio/stores/urls/url_metadata.hpp>
#include <dynasio/stores/urls/url_permissions.hpp>

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace dynasio {

namespace stores::urls {
class value_state;
} // namespace stores::urls

/// What the server has told of the data of a key, and a way to the rest. A handle: copies are the same value.
/// Threads: as an object that is not shared; distinct values are safe. Lifetimes: holds the store.
class url_value
{
public:
    /// Has nothing, not even a key: for those who need a value to begin with.
    url_value() = default;
    /// For the library.
    explicit url_value(std::shared_ptr<stores::urls::value_state> state) noexcept;

    [[nodiscard]] std::string const& key() const noexcept;

    /// How many bytes the data has; empty where the server has not told.
    [[nodiscard]] std::optional<std::uint64_t> size() const noexcept;

    /// When the data was last changed; empty where the server has not told.
    [[nodiscard]] std::optional<std::chrono::sys_seconds> modified() const noexcept;

    /// `Content-Type` with its parameters; `application/octet-stream` where the server has not told.
    [[nodiscard]] std::string const& media_type() const noexcept;

    /// For conditions.
    [[nodiscard]] url_version const& version() const noexcept;

    /// `url_store::get_data`. Size, time, type and version are then those of the data that is read.
    boost::asio::awaitable<url_data> data(url_read_options options = {}) const;

    /// `url_store::get_data_range`; as `data`.
    boost::asio::awaitable<url_data> range(std::optional<std::uint64_t> first,
        std::optional<std::uint64_t> end, url_read_options options = {}) const;

    /// `url_store::get_metadata`.
    boost::asio::awaitable<url_metadata> metadata(
        std::vector<std::string> select = {}, url_call_options options = {}) const;

    /// `url_store::get_permissions`.
    boost::asio::awaitable<url_permissions> permissions(url_call_options options = {}) const;

private:
    std::shared_ptr<stores::urls::value_state> state_;
};

} // namespace dynasio

#endif
