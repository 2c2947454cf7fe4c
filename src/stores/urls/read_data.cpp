// SPDX-License-Identifier: BSL-1.0
//
// Reading data: as a stream, into memory, into a file.

#include "stores/urls/failure.hpp"
#include "stores/urls/operations.hpp"

#include <dynasio/http/file_sink.hpp>

#include <algorithm>
#include <exception>
#include <span>
#include <utility>
#include <vector>

namespace dynasio::stores::urls {

namespace {

store_request make_head(
    store_core const& core, char const* operation, std::string key, url_call_options const& options)
{
    auto result = make_request(core, operation, "HEAD", std::move(key), core.options.parts.data);
    // A length of other bytes would be no use.
    add_field(result, "Accept-Encoding", "identity");
    result.deadline = core.deadline_of(operation, options, core.options.call_timeout);
    return result;
}

} // namespace

byte_range checked_range(
    std::string const& key, std::optional<std::uint64_t> first, std::optional<std::uint64_t> end)
{
    byte_range result;
    result.first = first.value_or(0);
    result.end = end;
    if (end && *end < result.first)
        throw_bad_input("get_data_range", key, "the range ends before its beginning");
    return result;
}

boost::asio::awaitable<data_head> get_head(store_access store, std::string key, url_call_options options)
{
    auto request = make_head(*store.core, "get", std::move(key), options);
    auto sending = send(store.core, std::move(request));
    auto const response = co_await std::move(sending);
    co_return head_of(response.stream.headers());
}

boost::asio::awaitable<bool> exists(store_access store, std::string key, url_call_options options)
{
    auto request = make_head(*store.core, "exists", std::move(key), options);
    try
    {
        auto sending = send(store.core, std::move(request));
        co_await std::move(sending);
        co_return true;
    }
    catch (url_error const& e)
    {
        if (e.code() != url_errc::key_not_found)
            throw;
    }
    co_return false;
}

boost::asio::awaitable<std::shared_ptr<download>> get_data(
    store_access store, std::string key, byte_range range, url_read_options options)
{
    char const* const operation = range.whole() ? "get_data" : "get_data_range";
    auto const& core = store.core;
    auto request = make_request(*core, operation, "GET", key, core->options.parts.data);
    request.deadline = core->deadline_of(operation, options.call, std::nullopt);
    if (range.empty())
    {
        if (!core->session())
            throw_not_connected(operation, std::move(key));
        data_head nothing;
        nothing.media_type = "application/octet-stream";
        co_return std::make_shared<download>(std::move(nothing));
    }
    add_field(request, "Accept-Encoding", "identity");
    add_field(request, "If-Match", options.if_match);
    if (!range.whole())
        add_field(request, "Range", range.header());
    request.unsatisfiable_is_fine = !range.whole();
    auto sending = send(core, request);
    auto response = co_await std::move(sending);
    auto result = std::make_shared<download>(core, std::move(request), std::move(response), range);
    result->watch(
        begin_transfer(store, std::move(key), std::move(options.message), std::nullopt, result->wanted()));
    co_return result;
}

boost::asio::awaitable<std::string> to_bytes(
    store_access store, std::string key, std::size_t most, url_read_options options)
{
    auto opening = get_data(std::move(store), std::move(key), byte_range(), std::move(options));
    auto const data = co_await std::move(opening);
    auto reading = download::read_all(data, most);
    co_return co_await std::move(reading);
}

boost::asio::awaitable<url_version> to_file(
    store_access store, std::string key, std::filesystem::path path, url_read_options options)
{
    auto const files = store.core->files();
    auto opening = get_data(std::move(store), std::move(key), byte_range(), std::move(options));
    auto const data = co_await std::move(opening);
    auto making = http::open_file_sink(std::move(path), files);
    auto file = co_await std::move(making);
    std::vector<std::byte> buffer(256 * 1024);
    for (;;)
    {
        auto reading = download::read_some(data, buffer);
        auto const n = co_await std::move(reading);
        if (n == 0)
            break;
        auto writing = file.write(std::span(buffer).first(n));
        co_await std::move(writing);
    }
    auto committing = file.commit();
    co_await std::move(committing);
    co_return data->head().version;
}

} // namespace dynasio::stores::urls
