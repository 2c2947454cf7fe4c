// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_STORES_URLS_URL_QUERY_HPP
#define DYNASIO_STORES_URLS_URL_QUERY_HPP

#include <dynasio/stores/urls/url_metadata.hpp>

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dynasio {

namespace stores::urls {
class key_reader;
class entry_reader;
} // namespace stores::urls

/// What metadata must be equal to for its key to be found: names and values, in order.
///
///     auto const wanted = dynasio::url_criteria().where("colour", "red").where("pages", 3);
class url_criteria
{
public:
    /// Adds a value of one of the types that `url_metadata` has, or text. Throws `url_error` with `bad_input` unless the name is an
    /// identifier: letters, digits and `_`, not a digit first.
    template <class T>
    url_criteria& where(std::string_view name, T const& value) &
    {
        if constexpr (std::is_convertible_v<T const&, std::string_view>)
            return where_json(name, stores::urls::to_metadata_text(std::string(std::string_view(value))));
        else
            return where_json(name, stores::urls::to_metadata_text(value));
    }
    template <class T>
    url_criteria&& where(std::string_view name, T const& value) &&
    {
        return std::move(where(name, value));
    }

    /// Adds a value as JSON text. Throws `url_error` with `bad_input` if it is none.
    url_criteria& where_json(std::string_view name, std::string_view json) &;
    url_criteria&& where_json(std::string_view name, std::string_view json) &&
    {
        return std::move(where_json(name, json));
    }

    /// As parameters of a URL, without a mark before them: `name=value&name=value`. The values are JSON in the form of Python's
    /// `json.dumps`, since servers may compare the text.
    [[nodiscard]] std::string const& parameters() const noexcept { return parameters_; }

private:
    std::string parameters_;
};

/// Keys, one by one, as the server sends them.
/// Moves only. Destroyed before the end, it closes the connection. Threads: one operation at a time; distinct objects are safe.
class url_key_stream
{
public:
    /// For the library.
    explicit url_key_stream(std::unique_ptr<stores::urls::key_reader> reader) noexcept;
    url_key_stream(url_key_stream&&) noexcept;
    url_key_stream& operator=(url_key_stream&&) noexcept;
    ~url_key_stream();

    /// The next key; empty after the last one. The first call sends the request.
    /// Errors: `url_error`; `malformed_response` for lines of more than 64 KB and such that are not UTF-8. An error ends the stream: later
    /// calls fail with it too.
    /// Cancellation: as for the operations of the store; ends the stream. Lifetimes: must outlive the operation.
    boost::asio::awaitable<std::optional<std::string>> next();

private:
    std::unique_ptr<stores::urls::key_reader> reader_;
};

/// A key that was found, with its metadata.
struct url_entry
{
    std::string key;
    url_metadata metadata;
};

/// Options of `url_store::query`. `url_call_options` convert to it.
struct url_query_options
{
    url_query_options() noexcept {}
    url_query_options(url_call_options options) noexcept : call(options) {}

    /// The members of the metadata that are wanted; empty for all.
    std::vector<std::string> select;

    /// How many requests for metadata are in flight; at least 1. Empty: see `url_store_options::concurrency`.
    std::optional<std::size_t> concurrency;

    /// For the request for keys, and for each request for metadata.
    url_call_options call;
};

/// Keys with their metadata, in the order of the keys. Metadata is requested ahead.
/// Moves only. Destroyed before the end, it cancels the requests in flight. Threads: one operation at a time; distinct objects are
/// safe.
class url_entry_stream
{
public:
    /// For the library.
    explicit url_entry_stream(std::unique_ptr<stores::urls::entry_reader> reader) noexcept;
    url_entry_stream(url_entry_stream&&) noexcept;
    url_entry_stream& operator=(url_entry_stream&&) noexcept;
    ~url_entry_stream();

    /// The next key with its metadata; empty after the last one. A key that was removed meanwhile is passed over.
    /// Errors: as `url_key_stream::next` and `url_store::get_metadata`. An error ends the stream.
    /// Cancellation: as there. Lifetimes: must outlive the operation.
    boost::asio::awaitable<std::optional<url_entry>> next();

private:
    std::unique_ptr<stores::urls::entry_reader> reader_;
};

} // namespace dynasio

#endif
