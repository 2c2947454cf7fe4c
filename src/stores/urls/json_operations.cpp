// SPDX-License-Identifier: BSL-1.0
//
// Metadata and permissions.

#include "stores/urls/failure.hpp"
#include "stores/urls/json_parts.hpp"
#include "stores/urls/operations.hpp"

#include <dynasio/http/errc.hpp>
#include <dynasio/json/detail/decode.hpp>
#include <dynasio/json/detail/encode.hpp>

#include <utility>

namespace dynasio::stores::urls {

namespace {

struct json_body
{
    json_body() {}

    std::string text;
    url_version version;
    url_error_details details; // for errors of what the text has
};

[[noreturn]] void throw_malformed(url_error_details details, std::string reason)
{
    details.code = url_errc::malformed_response;
    details.reason = std::move(reason);
    throw url_error(std::move(details));
}

boost::asio::awaitable<json_body> read_json(std::shared_ptr<store_core> core, store_request request)
{
    add_field(request, "Accept", "application/json");
    auto sending = send(core, request);
    auto response = co_await std::move(sending);
    json_body result;
    result.details = describe(request);
    result.details.request = response.request;
    result.details.http_status = response.stream.status();
    result.version = version_of(response.stream.headers());
    auto reading = http::read_all(response.stream, core->options.max_json_bytes);
    auto text = co_await std::move(reading);
    if (text.has_error())
    {
        if (text.error().code == http::errc::response_too_large)
            throw_malformed(std::move(result.details), text.error().detail);
        throw_transport_error(std::move(result.details), text.error(), core->time->now() >= request.deadline);
    }
    result.text = std::move(*text);
    co_return result;
}

boost::asio::awaitable<url_version> write_json(
    std::shared_ptr<store_core> core, store_request request, std::string text, url_write_options options)
{
    if (text.size() > core->options.max_json_bytes)
        throw_bad_input(request.operation, request.key, "the JSON is larger than max_json_bytes");
    add_field(request, "Content-Type", "application/json");
    add_conditions(request, options);
    request.body = std::move(text);
    auto sending = send(std::move(core), std::move(request));
    auto response = co_await std::move(sending);
    auto const version = version_of(response.stream.headers());
    auto draining = drain(response.stream);
    co_await std::move(draining);
    co_return version;
}

store_request make_json_request(store_core const& core, char const* operation, std::string method,
    std::string key, std::string const& part, url_call_options const& options)
{
    auto result = make_request(core, operation, std::move(method), std::move(key), part);
    result.deadline = core.deadline_of(operation, options, core.options.call_timeout);
    return result;
}

boost::asio::awaitable<url_metadata> read_metadata(std::shared_ptr<store_core> core, store_request request)
{
    auto const levels = core->options.max_json_levels;
    auto reading = read_json(std::move(core), std::move(request));
    auto body = co_await std::move(reading);
    try
    {
        co_return make_metadata(std::move(body.text), levels, std::move(body.version));
    }
    catch (json::codec_error const& e)
    {
        throw_malformed(std::move(body.details), e.what());
    }
}

std::string checked_permissions(
    char const* operation, std::string const& key, url_permissions const& permissions)
{
    try
    {
        return to_json(permissions);
    }
    catch (json::encode_error const& e)
    {
        throw_bad_input(operation, key, e.what());
    }
}

// For servers that do not merge: what is there, with the members that are given.
boost::asio::awaitable<url_version> merge_metadata(
    std::shared_ptr<store_core> core, std::string key, url_metadata given, url_write_options options)
{
    char const* const operation = "update_metadata";
    auto const& part = core->options.parts.metadata;
    auto const deadline = core->deadline_of(operation, options.call, core->options.call_timeout);
    for (unsigned attempt = 1;; ++attempt)
    {
        auto get = make_request(*core, operation, "GET", key, part);
        get.deadline = deadline;
        auto reading = read_metadata(core, std::move(get));
        auto const stored = co_await std::move(reading);
        auto put = make_request(*core, operation, "PUT", key, part);
        put.deadline = deadline;
        auto conditions = options;
        auto const& version = stored.version();
        // Conditions of the caller are of the state that was there when it called.
        if (conditions.if_match.empty())
            conditions.if_match = version.etag;
        if (conditions.if_match.empty() && !conditions.if_unmodified_since)
            conditions.if_unmodified_since = version.modified;
        if (conditions.if_match.empty() && !conditions.if_unmodified_since)
            throw_bad_input(operation, key, "the server neither merges metadata nor tells its version");
        try
        {
            auto writing =
                write_json(core, std::move(put), stored.merged_with(given).text(), std::move(conditions));
            co_return co_await std::move(writing);
        }
        catch (url_error const& e)
        {
            bool const others = e.code() == url_errc::conflict && options.if_match.empty()
                && options.if_none_match.empty() && !options.if_unmodified_since;
            if (!others || attempt == core->options.update_attempts)
                throw;
        }
    }
}

} // namespace

boost::asio::awaitable<url_metadata> get_metadata(
    store_access store, std::string key, std::vector<std::string> select, url_call_options options)
{
    auto const& core = store.core;
    auto request = make_json_request(
        *core, "get_metadata", "GET", std::move(key), core->options.parts.metadata, options);
    auto reading = read_metadata(core, std::move(request));
    auto const whole = co_await std::move(reading);
    co_return select.empty() ? whole : whole.select(select);
}

boost::asio::awaitable<url_version> set_metadata(
    store_access store, std::string key, url_metadata metadata, url_write_options options)
{
    auto const& core = store.core;
    auto request =
        make_json_request(*core, "set_metadata", "PUT", key, core->options.parts.metadata, options.call);
    auto writing = write_json(core, std::move(request), metadata.text(), std::move(options));
    auto const version = co_await std::move(writing);
    tell_change(store, std::move(key), std::move(metadata), url_action::set);
    co_return version;
}

boost::asio::awaitable<url_version> update_metadata(
    store_access store, std::string key, url_metadata metadata, url_write_options options)
{
    auto const& core = store.core;
    auto request =
        make_json_request(*core, "update_metadata", "POST", key, core->options.parts.metadata, options.call);
    auto writing = core->options.server_merges_metadata
        ? write_json(core, std::move(request), metadata.text(), std::move(options))
        : merge_metadata(core, key, metadata, std::move(options));
    auto const version = co_await std::move(writing);
    tell_change(store, std::move(key), std::move(metadata), url_action::set);
    co_return version;
}

boost::asio::awaitable<url_permissions> get_permissions(
    store_access store, std::string key, url_call_options options)
{
    auto const& core = store.core;
    auto request = make_json_request(
        *core, "get_permissions", "GET", std::move(key), core->options.parts.permissions, options);
    auto reading = read_json(core, std::move(request));
    auto body = co_await std::move(reading);
    try
    {
        co_return read_permissions(body.text);
    }
    catch (json::decode_error const& e)
    {
        throw_malformed(std::move(body.details), e.what());
    }
}

boost::asio::awaitable<url_version> set_permissions(
    store_access store, std::string key, url_permissions permissions, url_write_options options)
{
    auto const& core = store.core;
    if (auto const owners = permissions.find("owned"); owners == permissions.end() || owners->second.empty())
        throw_bad_input("set_permissions", std::move(key), "there must be a tag under \"owned\"");
    auto text = checked_permissions("set_permissions", key, permissions);
    auto request = make_json_request(
        *core, "set_permissions", "PUT", std::move(key), core->options.parts.permissions, options.call);
    auto writing = write_json(core, std::move(request), std::move(text), std::move(options));
    co_return co_await std::move(writing);
}

boost::asio::awaitable<url_version> update_permissions(
    store_access store, std::string key, url_permissions permissions, url_write_options options)
{
    auto const& core = store.core;
    auto text = checked_permissions("update_permissions", key, permissions);
    auto request = make_json_request(
        *core, "update_permissions", "POST", std::move(key), core->options.parts.permissions, options.call);
    auto writing = write_json(core, std::move(request), std::move(text), std::move(options));
    co_return co_await std::move(writing);
}

} // namespace dynasio::stores::urls
