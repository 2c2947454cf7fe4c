// SPDX-License-Identifier: BSL-1.0

#include "stores/urls/store_request.hpp"

#include "http/message/http_date.hpp"
#include "stores/urls/failure.hpp"

#include <dynasio/http/errc.hpp>

#include <algorithm>
#include <array>
#include <optional>
#include <stdexcept>
#include <utility>

namespace dynasio::stores::urls {

namespace {

store_request make_request(store_core const& core, char const* operation, std::string method, std::string key,
    std::optional<http::url> where)
{
    store_request result;
    result.operation = operation;
    result.method = std::move(method);
    if (auto refusal = refusal_of_key(key, core.options.allow_empty_segments); !refusal.empty())
        throw_bad_input(operation, std::move(key), std::move(refusal));
    if (!where)
        throw_bad_input(operation, std::move(key), "the key does not fit into the URL format");
    result.key = std::move(key);
    result.where = std::move(*where);
    return result;
}

} // namespace

store_request make_request(store_core const& core, char const* operation, std::string method, std::string key,
    std::string const& part)
{
    auto where = core.urls.of_part(key, part);
    return make_request(core, operation, std::move(method), std::move(key), std::move(where));
}

store_request make_request(store_core const& core, char const* operation, std::string method, std::string key)
{
    auto where = core.urls.of_key(key);
    return make_request(core, operation, std::move(method), std::move(key), std::move(where));
}

void add_field(store_request& request, std::string_view name, std::string_view value)
{
    if (value.empty())
        return;
    try
    {
        request.headers.add(name, value);
    }
    catch (std::invalid_argument const&)
    {
        throw_bad_input(request.operation, request.key, std::string(name) + " has control characters");
    }
}

void add_conditions(store_request& request, url_write_options const& options)
{
    add_field(request, "If-Match", options.if_match);
    add_field(request, "If-None-Match", options.if_none_match);
    if (options.if_unmodified_since)
        add_field(request, "If-Unmodified-Since", http::format_http_date(*options.if_unmodified_since));
    request.conditional =
        !options.if_match.empty() || !options.if_none_match.empty() || options.if_unmodified_since;
}
boost::asio::awaitable<std::string> drain(http::response_stream& response)
{
    constexpr std::size_t most_shown = 1024;
    constexpr std::size_t most_drained = 64 * 1024;
    std::array<std::byte, 4096> piece;
    std::string shown;
    for (std::size_t read = 0; read <= most_drained;)
    {
        auto reading = response.read_some_result(piece);
        auto const n = co_await std::move(reading);
        if (!n || *n == 0)
            break;
        read += *n;
        shown.append(reinterpret_cast<char const*>(piece.data()), std::min(*n, most_shown - shown.size()));
    }
    co_return shown;
}

url_error_details describe(store_request const& request)
{
    url_error_details result;
    result.operation = request.operation;
    result.key = request.key;
    return result;
}

void throw_transport_error(
    url_error_details details, http::transport_error const& why, bool deadline_has_passed)
{
    using http::errc;
    details.code = why.code;
    // The pool names what it was waiting for.
    if (deadline_has_passed && (why.code == errc::acquire_timeout || why.code == errc::connect_timeout))
        details.code = errc::exchange_timeout;
    details.reason = why.detail;
    throw url_error(std::move(details));
}

url_version version_of(http::fields const& headers)
{
    url_version result;
    result.etag = std::string(headers.find("ETag").value_or(""));
    if (auto const modified = headers.find("Last-Modified"))
        result.modified = http::parse_http_date(*modified);
    return result;
}

} // namespace dynasio::stores::urls
