// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_STORES_URLS_URL_STORE_OPTIONS_HPP
#define DYNASIO_STORES_URLS_URL_STORE_OPTIONS_HPP

#include <dynasio/http/file_io.hpp>
#include <dynasio/http/pool.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>

namespace dynasio {

class url_observer;

/// The last part of the URLs of a key. Not empty, and each another.
struct url_parts
{
    // Not an aggregate, so that GCC 12 handles it as a default argument.
    url_parts() {}

    std::string data = "data";
    std::string metadata = "metadata";
    std::string permissions = "auth";
};

/// Options of a `url_store`. Its constructor throws `std::invalid_argument` that names the first invalid member.
struct url_store_options
{
    // Not an aggregate, so that GCC 12 handles it as a default argument.
    url_store_options() {}

    /// Where the keys are: `http` or `https`, a host, and possibly a port and a path. Without user information, query and
    /// fragment. One slash at its end does not count.
    std::string base_url;

    /// The URL of queries; it may have a query, which is continued. Empty: the store has no queries.
    std::string query_url;

    /// How the URL of a part of a key is made. `{base}`, `{key}` and `{part}` are replaced; other braces are invalid.
    std::string url_format = "{base}/{key}/{part}";

    /// The same for a key as a whole, which `remove` uses. Without `{part}`.
    std::string url_format_no_part = "{base}/{key}";

    url_parts parts;

    /// Keys may begin and end with a slash, and may have several slashes one after the other.
    bool allow_empty_segments = false;

    /// Whether the server merges metadata that is sent with POST. If not, `update_metadata` reads, merges, and replaces on the
    /// condition that nothing has changed meanwhile (`If-Match`), up to `update_attempts` times.
    bool server_merges_metadata = true;
    unsigned update_attempts = 5; ///< at least 1

    /// Bounds each operation with all its requests, unless the call has a `timeout` or `deadline`; positive. Transfers of data
    /// have no bound but `idle_timeout`.
    std::chrono::steady_clock::duration call_timeout = std::chrono::seconds(60);

    /// The longest time that the server may take to accept more of a request, or to send more of a response; positive.
    std::chrono::steady_clock::duration idle_timeout = std::chrono::seconds(30);

    /// How often a request is sent at most, where it can be repeated; at least 1.
    unsigned attempts = 4;

    /// The wait before the second attempt is a random part of this. It doubles with each attempt, up to `backoff_cap`. A
    /// longer `Retry-After` of the server counts. Neither is negative.
    std::chrono::steady_clock::duration backoff_base = std::chrono::milliseconds(100);
    std::chrono::steady_clock::duration backoff_cap = std::chrono::seconds(20);

    /// Metadata and permissions may have this many bytes, and levels of objects and arrays; at least 1.
    std::size_t max_json_bytes = 8 * 1024 * 1024;
    std::size_t max_json_levels = 64;

    /// How many requests `query`, `multiget` and `multiset` have in flight; at least 1.
    std::size_t concurrency = 8;

    /// Is told of transfers and changes.
    std::shared_ptr<url_observer> observer;

    /// Where files are read and written. Empty: threads of the store's own, made when a file is first used.
    std::optional<http::file_io> files;

    /// For a store that makes its own connections.
    http::pool_options connections;
};

} // namespace dynasio

#endif
