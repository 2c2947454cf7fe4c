// SPDX-License-Identifier: BSL-1.0
//
// Writing data, and removing keys.

#include "stores/urls/failure.hpp"
#include "stores/urls/operations.hpp"

#include <dynasio/http/errc.hpp>
#include <dynasio/http/file_source.hpp>

#include <boost/asio/error.hpp>

#include <algorithm>
#include <utility>

namespace dynasio::stores::urls {

namespace {

std::shared_ptr<counted_source> watched(store_access const& store, std::string const& key,
    url_source const& data, std::optional<url_metadata> metadata, std::string message)
{
    auto inner = data.source();
    auto events = begin_transfer(store, key, std::move(message), std::move(metadata), inner->size());
    return std::make_shared<counted_source>(std::move(inner), std::move(events));
}

// One PUT of data, without the event of a change.
boost::asio::awaitable<url_version> put_data(
    store_access store, store_request request, std::shared_ptr<counted_source> source)
{
    request.source = source;
    try
    {
        auto sending = send(store.core, std::move(request));
        auto response = co_await std::move(sending);
        auto const version = version_of(response.stream.headers());
        auto draining = drain(response.stream);
        co_await std::move(draining);
        source->end(url_progress_outcome::normal);
        co_return version;
    }
    catch (boost::system::system_error const& e)
    {
        source->end(outcome_of(e.code()));
        throw;
    }
}

store_request make_put(store_core const& core, char const* operation, std::string key, url_source const& data,
    url_write_options const& options)
{
    auto result = make_request(core, operation, "PUT", std::move(key), core.options.parts.data);
    if (!data.source())
        throw_bad_input(operation, result.key, "the source is null");
    add_field(result, "Content-Type", options.media_type);
    add_conditions(result, options);
    return result;
}

[[noreturn]] void throw_data_written(url_error_details details)
{
    details.data_written = true;
    details.may_have_been_applied = true;
    throw url_error(std::move(details));
}

} // namespace

boost::asio::awaitable<url_version> set_data(
    store_access store, std::string key, url_source data, url_write_options options)
{
    auto request = make_put(*store.core, "set_data", key, data, options);
    request.deadline = store.core->deadline_of("set_data", options.call, std::nullopt);
    auto source = watched(store, key, data, std::nullopt, std::move(options.message));
    auto putting = put_data(store, std::move(request), std::move(source));
    auto const version = co_await std::move(putting);
    tell_change(store, std::move(key), std::nullopt, url_action::set);
    co_return version;
}

boost::asio::awaitable<url_version> from_file(
    store_access store, std::string key, std::filesystem::path path, url_write_options options)
{
    auto opening = http::open_file_source(std::move(path), store.core->files());
    auto source = co_await std::move(opening);
    auto setting = set_data(std::move(store), std::move(key), std::move(source), std::move(options));
    co_return co_await std::move(setting);
}

boost::asio::awaitable<url_version> set(
    store_access store, std::string key, url_source data, url_metadata metadata, url_write_options options)
{
    auto request = make_put(*store.core, "set", key, data, options);
    auto second = make_request(*store.core, "set", "PUT", key, store.core->options.parts.metadata);
    add_field(second, "Content-Type", "application/json");
    second.body = metadata.text();
    auto const deadline = store.core->deadline_of("set", options.call, std::nullopt);
    request.deadline = deadline;
    auto source = watched(store, key, data, metadata, std::move(options.message));
    auto putting = put_data(store, std::move(request), std::move(source));
    auto const version = co_await std::move(putting);
    try
    {
        second.deadline = std::min(
            deadline, store.core->deadline_of("set", url_call_options(), store.core->options.call_timeout));
        auto sending = send(store.core, std::move(second));
        auto response = co_await std::move(sending);
        auto draining = drain(response.stream);
        co_await std::move(draining);
    }
    catch (url_error const& e)
    {
        throw_data_written(e.details());
    }
    catch (boost::system::system_error const& e)
    {
        url_error_details details;
        details.code = e.code();
        details.operation = "set";
        details.key = std::move(key);
        throw_data_written(std::move(details));
    }
    tell_change(store, std::move(key), std::move(metadata), url_action::set);
    co_return version;
}

boost::asio::awaitable<bool> remove(store_access store, std::string key, url_write_options options)
{
    auto request = make_request(*store.core, "remove", "DELETE", key);
    add_conditions(request, options);
    request.deadline = store.core->deadline_of("remove", options.call, store.core->options.call_timeout);
    try
    {
        auto sending = send(store.core, std::move(request));
        auto response = co_await std::move(sending);
        auto draining = drain(response.stream);
        co_await std::move(draining);
    }
    catch (url_error const& e)
    {
        // A key that is gone after a lost response may have been there before.
        if (e.code() != url_errc::key_not_found)
            throw;
        if (!e.details().may_have_been_applied)
            co_return false;
    }
    tell_change(store, std::move(key), std::nullopt, url_action::remove);
    co_return true;
}

} // namespace dynasio::stores::urls
