// SPDX-License-Identifier: BSL-1.0

#include <dynasio/stores/urls/url_data.hpp>

#include "stores/urls/download.hpp"

#include <utility>

namespace dynasio {

url_data::url_data(std::shared_ptr<stores::urls::download> state) noexcept : state_(std::move(state)) {}
url_data::url_data(url_data&&) noexcept = default;

url_data& url_data::operator=(url_data&& other) noexcept
{
    auto taken = std::move(other);
    state_.swap(taken.state_);
    return *this;
}

url_data::~url_data()
{
    if (state_)
        state_->abandon();
}

std::optional<std::uint64_t> url_data::size() const
{
    return state_->wanted();
}

std::optional<std::uint64_t> url_data::whole_size() const
{
    return state_->head().whole_size;
}

url_version const& url_data::version() const
{
    return state_->head().version;
}

std::string const& url_data::media_type() const
{
    return state_->head().media_type;
}

boost::asio::awaitable<std::size_t> url_data::read_some(std::span<std::byte> into)
{
    return stores::urls::download::read_some(state_, into);
}

boost::asio::awaitable<std::string> url_data::read_all(std::size_t most)
{
    return stores::urls::download::read_all(state_, most);
}

} // namespace dynasio
