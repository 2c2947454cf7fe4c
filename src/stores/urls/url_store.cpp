// SPDX-License-Identifier: BSL-1.0

#include <dynasio/stores/url_store.hpp>

#include "stores/urls/entry_reader.hpp"
#include "stores/urls/key_reader.hpp"
#include "stores/urls/operations.hpp"
#include "stores/urls/value_state.hpp"

#include <dynasio/http/pool.hpp>

#include <utility>

namespace dynasio {

namespace urls = stores::urls;
using boost::asio::awaitable;

namespace {

std::shared_ptr<urls::store_handle const> make_handle(std::shared_ptr<http::transport> connections,
    std::shared_ptr<http::clock> time, url_store_options options, bool owns_connections)
{
    auto core =
        std::make_shared<urls::store_core>(std::move(connections), std::move(time), std::move(options));
    auto events = urls::make_event_sink(core->options.observer);
    auto owner = std::make_shared<urls::store_owner const>(std::move(core), owns_connections);
    return std::make_shared<urls::store_handle const>(std::move(owner), std::move(events));
}

std::shared_ptr<urls::store_handle const> make_handle(
    boost::asio::any_io_executor executor, url_store_options options)
{
    auto time = http::make_clock(executor);
    auto connections = std::make_shared<http::pool>(executor, options.connections, time);
    return make_handle(std::move(connections), std::move(time), std::move(options), true);
}

awaitable<url_data> open_data(
    urls::store_access store, std::string key, urls::byte_range range, url_read_options options)
{
    auto opening = urls::get_data(std::move(store), std::move(key), range, std::move(options));
    co_return url_data(co_await std::move(opening));
}

} // namespace

url_store::url_store(boost::asio::any_io_executor executor, url_store_options options)
    : handle_(make_handle(std::move(executor), std::move(options)))
{}

url_store::url_store(std::shared_ptr<http::transport> connections, std::shared_ptr<http::clock> time,
    url_store_options options)
    : handle_(make_handle(std::move(connections), std::move(time), std::move(options), false))
{}

url_store::url_store(std::shared_ptr<urls::store_handle const> handle) noexcept : handle_(std::move(handle))
{}

void url_store::connect(url_session session) const
{
    handle_->core().connect(std::move(session));
}

void url_store::disconnect() const
{
    handle_->core().disconnect();
}

bool url_store::is_connected() const
{
    return handle_->core().session() != nullptr;
}

std::string url_store::user_tag() const
{
    auto const session = handle_->core().session();
    return session ? session->user_tag() : std::string();
}

awaitable<url_value> url_store::get(std::string key, url_call_options options) const
{
    return urls::get_value(handle_, handle_->access(), std::move(key), options);
}

awaitable<bool> url_store::exists(std::string key, url_call_options options) const
{
    return urls::exists(handle_->access(), std::move(key), options);
}

awaitable<url_data> url_store::get_data(std::string key, url_read_options options) const
{
    return open_data(handle_->access(), std::move(key), urls::byte_range(), std::move(options));
}

awaitable<url_data> url_store::get_data_range(std::string key, std::optional<std::uint64_t> first,
    std::optional<std::uint64_t> end, url_read_options options) const
{
    auto const range = urls::checked_range(key, first, end);
    return open_data(handle_->access(), std::move(key), range, std::move(options));
}

awaitable<std::string> url_store::to_bytes(std::string key, std::size_t most, url_read_options options) const
{
    return urls::to_bytes(handle_->access(), std::move(key), most, std::move(options));
}

awaitable<url_version> url_store::to_file(
    std::string key, std::filesystem::path path, url_read_options options) const
{
    return urls::to_file(handle_->access(), std::move(key), std::move(path), std::move(options));
}

awaitable<url_version> url_store::set_data(std::string key, url_source data, url_write_options options) const
{
    return urls::set_data(handle_->access(), std::move(key), std::move(data), std::move(options));
}

awaitable<url_version> url_store::from_file(
    std::string key, std::filesystem::path path, url_write_options options) const
{
    return urls::from_file(handle_->access(), std::move(key), std::move(path), std::move(options));
}

awaitable<url_version> url_store::set(
    std::string key, url_source data, url_metadata metadata, url_write_options options) const
{
    return urls::set(
        handle_->access(), std::move(key), std::move(data), std::move(metadata), std::move(options));
}

awaitable<url_metadata> url_store::get_metadata(
    std::string key, std::vector<std::string> select, url_call_options options) const
{
    return urls::get_metadata(handle_->access(), std::move(key), std::move(select), options);
}

awaitable<url_version> url_store::set_metadata(
    std::string key, url_metadata metadata, url_write_options options) const
{
    return urls::set_metadata(handle_->access(), std::move(key), std::move(metadata), std::move(options));
}

awaitable<url_version> url_store::update_metadata(
    std::string key, url_metadata metadata, url_write_options options) const
{
    return urls::update_metadata(handle_->access(), std::move(key), std::move(metadata), std::move(options));
}

awaitable<url_permissions> url_store::get_permissions(std::string key, url_call_options options) const
{
    return urls::get_permissions(handle_->access(), std::move(key), options);
}

awaitable<url_version> url_store::set_permissions(
    std::string key, url_permissions permissions, url_write_options options) const
{
    return urls::set_permissions(
        handle_->access(), std::move(key), std::move(permissions), std::move(options));
}

awaitable<url_version> url_store::update_permissions(
    std::string key, url_permissions permissions, url_write_options options) const
{
    return urls::update_permissions(
        handle_->access(), std::move(key), std::move(permissions), std::move(options));
}

awaitable<bool> url_store::remove(std::string key, url_write_options options) const
{
    return urls::remove(handle_->access(), std::move(key), std::move(options));
}

url_key_stream url_store::query_keys(url_criteria criteria, url_call_options options) const
{
    return url_key_stream(std::make_unique<urls::key_reader>(
        handle_->access(), "query_keys", criteria.parameters(), std::nullopt, options));
}

url_key_stream url_store::glob(std::string pattern, url_call_options options) const
{
    return url_key_stream(std::make_unique<urls::key_reader>(
        handle_->access(), "glob", std::string(), std::move(pattern), options));
}

url_entry_stream url_store::query(url_criteria criteria, url_query_options options) const
{
    return url_entry_stream(
        std::make_unique<urls::entry_reader>(handle_->access(), criteria, std::move(options)));
}

} // namespace dynasio
