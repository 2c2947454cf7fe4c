// SPDX-License-Identifier: BSL-1.0

#include "stores/urls/multi.hpp"

#include "clock/nursery.hpp"

#include <algorithm>
#include <memory>
#include <utility>

namespace dynasio::stores::urls {

namespace {

struct queue
{
    std::size_t next = 0; // children share a strand
    std::size_t count = 0;
    std::function<boost::asio::awaitable<void>(std::size_t)> body;
};

boost::asio::awaitable<void> work(std::shared_ptr<queue> all)
{
    while (all->next < all->count)
    {
        auto doing = all->body(all->next++);
        co_await std::move(doing);
    }
}

} // namespace

boost::asio::awaitable<void> for_each_of(
    std::size_t count, std::size_t width, std::function<boost::asio::awaitable<void>(std::size_t)> body)
{
    auto all = std::make_shared<queue>();
    all->count = count;
    all->body = std::move(body);
    return http::run_children(
        std::min(count, width), [all](http::child_group&, std::size_t) { return work(all); });
}

} // namespace dynasio::stores::urls
