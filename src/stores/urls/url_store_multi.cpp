// SPDX-License-Identifier: BSL-1.0
//
// The operations of `url_store` on several keys.

#include <dynasio/stores/url_store.hpp>

#include "stores/urls/multi.hpp"
#include "stores/urls/operations.hpp"
#include "stores/urls/store_core.hpp"
#include "stores/urls/value_state.hpp"

#include <algorithm>
#include <utility>

namespace dynasio {

namespace urls = stores::urls;
using boost::asio::awaitable;

namespace {

// What is done for each key.
template <class T>
using getter = std::function<awaitable<T>(std::string key)>;
using setter = std::function<awaitable<url_version>(std::string key, std::size_t index)>;

template <class T>
struct gets
{
    std::vector<std::string> keys;
    getter<T> get;
    std::vector<std::optional<T>> results;
};

template <class T>
awaitable<void> get_one(std::shared_ptr<gets<T>> all, std::size_t i)
{
    try
    {
        auto getting = all->get(all->keys[i]);
        all->results[i].emplace(co_await std::move(getting));
    }
    catch (url_error const& e)
    {
        if (e.code() != url_errc::key_not_found)
            throw;
    }
}

template <class T>
awaitable<std::vector<std::optional<T>>> get_all(
    std::size_t width, std::vector<std::string> keys, getter<T> get)
{
    auto all = std::make_shared<gets<T>>(gets<T>{std::move(keys), std::move(get), {}});
    all->results.resize(all->keys.size());
    std::function<awaitable<void>(std::size_t)> const one = [all](std::size_t i) { return get_one(all, i); };
    auto running = urls::for_each_of(all->keys.size(), width, one);
    co_await std::move(running);
    co_return std::move(all->results);
}

struct sets
{
    std::vector<std::string> keys;
    setter set;
};

awaitable<void> set_one(std::shared_ptr<sets> all, std::size_t i)
{
    auto setting = all->set(all->keys[i], i);
    co_await std::move(setting);
}

awaitable<void> set_all(std::size_t width, std::vector<std::string> keys, std::size_t values, setter set)
{
    auto const count = std::min(keys.size(), values);
    auto all = std::make_shared<sets>(sets{std::move(keys), std::move(set)});
    return urls::for_each_of(count, width, [all](std::size_t i) { return set_one(all, i); });
}

std::size_t width_of(url_store const& store)
{
    return store.handle()->core().options.concurrency;
}

} // namespace

awaitable<std::vector<std::optional<url_value>>> url_store::multiget(
    std::vector<std::string> keys, url_call_options options) const
{
    std::weak_ptr<urls::store_handle const> const handle = handle_;
    getter<url_value> get = [store = handle_->access(), handle, options](std::string key)
    { return urls::get_value(handle, store, std::move(key), options); };
    return get_all(width_of(*this), std::move(keys), std::move(get));
}

awaitable<std::vector<std::optional<std::string>>> url_store::multiget_data(
    std::vector<std::string> keys, std::size_t most, url_read_options options) const
{
    getter<std::string> get = [store = handle_->access(), most, options = std::move(options)](std::string key)
    { return urls::to_bytes(store, std::move(key), most, options); };
    return get_all(width_of(*this), std::move(keys), std::move(get));
}

awaitable<std::vector<std::optional<url_metadata>>> url_store::multiget_metadata(
    std::vector<std::string> keys, std::vector<std::string> select, url_call_options options) const
{
    getter<url_metadata> get = [store = handle_->access(), select = std::move(select), options](
                                   std::string key)
    { return urls::get_metadata(store, std::move(key), select, options); };
    return get_all(width_of(*this), std::move(keys), std::move(get));
}

awaitable<std::vector<std::optional<url_permissions>>> url_store::multiget_permissions(
    std::vector<std::string> keys, url_call_options options) const
{
    getter<url_permissions> get = [store = handle_->access(), options](std::string key)
    { return urls::get_permissions(store, std::move(key), options); };
    return get_all(width_of(*this), std::move(keys), std::move(get));
}

awaitable<void> url_store::multiset_data(
    std::vector<std::string> keys, std::vector<url_source> data, url_write_options options) const
{
    auto const count = data.size();
    setter set = [store = handle_->access(), data = std::move(data), options = std::move(options)](
                     std::string key, std::size_t i)
    { return urls::set_data(store, std::move(key), data[i], options); };
    return set_all(width_of(*this), std::move(keys), count, std::move(set));
}

awaitable<void> url_store::multiset_metadata(
    std::vector<std::string> keys, std::vector<url_metadata> metadata, url_write_options options) const
{
    auto const count = metadata.size();
    setter set = [store = handle_->access(), metadata = std::move(metadata), options = std::move(options)](
                     std::string key, std::size_t i)
    { return urls::set_metadata(store, std::move(key), metadata[i], options); };
    return set_all(width_of(*this), std::move(keys), count, std::move(set));
}

awaitable<void> url_store::multiset_permissions(
    std::vector<std::string> keys, std::vector<url_permissions> permissions, url_write_options options) const
{
    auto const count = permissions.size();
    setter set = [store = handle_->access(), permissions = std::move(permissions),
                     options = std::move(options)](std::string key, std::size_t i)
    { return urls::set_permissions(store, std::move(key), permissions[i], options); };
    return set_all(width_of(*this), std::move(keys), count, std::move(set));
}

} // namespace dynasio
