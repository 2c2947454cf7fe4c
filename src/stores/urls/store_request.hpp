// SPDX-License-Identifier: BSL-1.0
//
// One request of a URL store with its repetitions, redirects and refreshed credentials, up to the header of a successful response.

#ifndef DYNASIO_SRC_STORES_URLS_STORE_REQUEST_HPP
#define DYNASIO_SRC_STORES_URLS_STORE_REQUEST_HPP

#include "http/message/url.hpp"
#include "stores/urls/counted_source.hpp"
#include "stores/urls/store_core.hpp"

#include <dynasio/http/response_stream.hpp>
#include <dynasio/stores/urls/url_error.hpp>

#include <boost/asio/awaitable.hpp>

#include <memory>
#include <string>
#include <string_view>

namespace dynasio::stores::urls {

/// What is asked, independent of attempts. Copyable, since coroutines take it by value.
struct store_request
{
    // Not an aggregate, for GCC 12.
    store_request() {}

    char const* operation = "";
    std::string key;
    std::string method;
    http::url where;
    http::fields headers; ///< but for those of the authenticator
    std::string body;
    std::shared_ptr<counted_source> source; ///< in place of `body`
    http::time_point deadline = http::no_deadline;
    bool conditional = false;           ///< sending it twice may fail where sending it once succeeds
    bool unsatisfiable_is_fine = false; ///< 416 is a success

    [[nodiscard]] bool writes() const noexcept { return method != "GET" && method != "HEAD"; }
};

/// A successful response: 2xx, or 416 where that is fine.
struct store_response
{
    store_response() {}

    http::response_stream stream;
    std::string request; ///< method and URL, for errors
};

/// Sends it until there is a response. Throws `url_error`.
boost::asio::awaitable<store_response> send(std::shared_ptr<store_core> core, store_request request);

/// Reads what is left of a response, so that its connection can be used again; not if that is much. Returns the first KB of it, which
/// tells people what an error is. Never throws for a response that breaks off.
boost::asio::awaitable<std::string> drain(http::response_stream& response);

/// A request for a part of a key. Throws `url_error` with `bad_input` for what is no key.
store_request make_request(store_core const& core, char const* operation, std::string method, std::string key,
    std::string const& part);

/// The same for the key as a whole.
store_request make_request(
    store_core const& core, char const* operation, std::string method, std::string key);

/// Adds the conditions of a write. Throws `url_error` with `bad_input`.
void add_conditions(store_request& request, url_write_options const& options);

/// Adds a header field; nothing for an empty value. Throws `url_error` with `bad_input` for values that cannot be sent.
void add_field(store_request& request, std::string_view name, std::string_view value);

/// What an error of this request begins with.
url_error_details describe(store_request const& request);

/// Throws what a failed transport means.
[[noreturn]] void throw_transport_error(
    url_error_details details, http::transport_error const& why, bool deadline_has_passed);

/// What the headers of a response tell of the state.
url_version version_of(http::fields const& headers);

} // namespace dynasio::stores::urls

#endif
