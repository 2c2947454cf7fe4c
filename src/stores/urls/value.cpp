// SPDX-License-Identifier: BSL-1.0

#include <dynasio/stores/urls/url_value.hpp>

#include "stores/urls/operations.hpp"
#include "stores/urls/value_state.hpp"

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

#include <utility>

namespace dynasio {

namespace urls = stores::urls;

namespace {

// Does not keep the store: see `store_owner`.
boost::asio::awaitable<url_data> open(std::weak_ptr<urls::value_state> value, urls::store_access store,
    std::string key, urls::byte_range range, url_read_options options)
{
    auto opening = urls::get_data(std::move(store), std::move(key), range, std::move(options));
    auto data = co_await std::move(opening);
    if (auto const known = value.lock(); known && !range.empty())
        known->head = data->head();
    co_return url_data(std::move(data));
}

} // namespace

boost::asio::awaitable<url_value> urls::get_value(
    std::weak_ptr<store_handle const> handle, store_access store, std::string key, url_call_options options)
{
    auto getting = get_head(std::move(store), key, options);
    auto head = co_await std::move(getting);
    auto held = handle.lock();
    if (!held)
        throw boost::system::system_error(boost::asio::error::operation_aborted);
    co_return url_value(std::make_shared<value_state>(std::move(held), std::move(key), std::move(head)));
}

url_value::url_value(std::shared_ptr<urls::value_state> state) noexcept : state_(std::move(state)) {}

std::string const& url_value::key() const noexcept
{
    return state_->key;
}

std::optional<std::uint64_t> url_value::size() const noexcept
{
    return state_->head.whole_size;
}

std::optional<std::chrono::sys_seconds> url_value::modified() const noexcept
{
    return state_->head.version.modified;
}

std::string const& url_value::media_type() const noexcept
{
    return state_->head.media_type;
}

url_version const& url_value::version() const noexcept
{
    return state_->head.version;
}

boost::asio::awaitable<url_data> url_value::data(url_read_options options) const
{
    return open(state_, state_->handle->access(), state_->key, urls::byte_range(), std::move(options));
}

boost::asio::awaitable<url_data> url_value::range(
    std::optional<std::uint64_t> first, std::optional<std::uint64_t> end, url_read_options options) const
{
    auto const range = urls::checked_range(state_->key, first, end);
    return open(state_, state_->handle->access(), state_->key, range, std::move(options));
}

boost::asio::awaitable<url_metadata> url_value::metadata(
    std::vector<std::string> select, url_call_options options) const
{
    return urls::get_metadata(state_->handle->access(), state_->key, std::move(select), options);
}

boost::asio::awaitable<url_permissions> url_value::permissions(url_call_options options) const
{
    return urls::get_permissions(state_->handle->access(), state_->key, options);
}

} // namespace dynasio
