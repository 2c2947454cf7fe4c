// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_STORES_URLS_URL_CALL_OPTIONS_HPP
#define DYNASIO_STORES_URLS_URL_CALL_OPTIONS_HPP

#include <dynasio/clock.hpp>

#include <chrono>
#include <optional>
#include <string>

namespace dynasio {

/// What identifies a state of data or metadata, as the server tells it. Empty where it does not.
struct url_version
{
    url_version() {}
    url_version(std::string tag, std::optional<std::chrono::sys_seconds> when) noexcept
        : etag(std::move(tag)), modified(when)
    {}

    std::string etag; ///< with its quotes, as it came
    std::optional<std::chrono::sys_seconds> modified;

    friend bool operator==(url_version const&, url_version const&) = default;
};

/// How long an operation of a `url_store` may take. The sooner of both counts.
struct url_call_options
{
    // Not an aggregate, so that GCC 12 handles it as a default argument.
    url_call_options() noexcept {}

    /// From the beginning of the operation; positive. Empty: see `url_store_options::call_timeout`.
    std::optional<std::chrono::steady_clock::duration> timeout;

    http::time_point deadline = http::no_deadline;
};

/// Options of operations that read data. `url_call_options` convert to it.
struct url_read_options
{
    url_read_options() noexcept {}
    url_read_options(url_call_options options) noexcept : call(options) {}

    /// Reads only if the data has this ETag, else `url_errc::conflict`: for the second part of what was read in two. Empty: any.
    std::string if_match;

    /// For progress events.
    std::string message;

    url_call_options call;
};

/// Options of operations that write. Where a condition does not hold, nothing is written, and the operation ends with
/// `url_errc::conflict`. `url_call_options` convert to it.
struct url_write_options
{
    url_write_options() noexcept {}
    url_write_options(url_call_options options) noexcept : call(options) {}

    /// Writes only over what has this ETag, which is quoted; `*`: only if there is something. Empty: always.
    std::string if_match;
    /// Writes only if there is nothing with this ETag; `*`: only if there is nothing. Empty: always.
    std::string if_none_match;
    /// Writes only if nothing was changed after this time.
    std::optional<std::chrono::sys_seconds> if_unmodified_since;

    /// Of the data that is written.
    std::string media_type = "application/octet-stream";

    /// For progress events.
    std::string message;

    url_call_options call;
};

} // namespace dynasio

#endif
