// SPDX-License-Identifier: BSL-1.0

#include "stores/urls/entry_reader.hpp"

#include "stores/urls/failure.hpp"
#include "stores/urls/operations.hpp"

#include <boost/asio/this_coro.hpp>

#include <utility>
#include <vector>

namespace dynasio::stores::urls {

entry_reader::entry_reader(store_access store, url_criteria const& criteria, url_query_options options)
    : store_(store),
      keys_(std::move(store), "query", criteria.parameters(), std::nullopt, options.call),
      options_(std::move(options)),
      concurrency_(options_.concurrency.value_or(store_.core->options.concurrency))
{}

boost::asio::awaitable<void> entry_reader::fetch(store_access store, std::string key,
    std::vector<std::string> select, url_call_options options,
    std::shared_ptr<std::optional<url_metadata>> into)
{
    try
    {
        auto getting = get_metadata(std::move(store), std::move(key), std::move(select), options);
        *into = co_await std::move(getting);
    }
    catch (url_error const& e)
    {
        if (e.code() != url_errc::key_not_found)
            throw;
    }
}

boost::asio::awaitable<void> entry_reader::request_ahead()
{
    auto const executor = co_await boost::asio::this_coro::executor;
    while (!no_more_keys_ && requested_.size() < concurrency_)
    {
        auto reading = keys_.next();
        auto key = co_await std::move(reading);
        no_more_keys_ = !key;
        if (!key)
            break;
        auto& added = requested_.emplace_back();
        added.key = std::move(*key);
        added.metadata = std::make_shared<std::optional<url_metadata>>();
        added.work->start(executor, fetch(store_, added.key, options_.select, options_.call, added.metadata));
    }
}

boost::asio::awaitable<std::optional<url_entry>> entry_reader::take()
{
    if (concurrency_ == 0)
        throw_bad_input("query", {}, "the concurrency must be at least 1");
    for (;;)
    {
        auto requesting = request_ahead();
        co_await std::move(requesting);
        if (requested_.empty())
            co_return std::nullopt;
        std::vector<http::child_group*> const first{&*requested_.front().work};
        auto waiting = http::wait_for_any(first);
        co_await std::move(waiting);
        auto entry = std::move(requested_.front());
        requested_.pop_front();
        if (auto const failure = entry.work->take_failure())
            std::rethrow_exception(failure);
        if (*entry.metadata)
            co_return url_entry{std::move(entry.key), std::move(**entry.metadata)};
    }
}

boost::asio::awaitable<std::optional<url_entry>> entry_reader::next()
{
    if (failure_)
        std::rethrow_exception(failure_);
    try
    {
        auto taking = take();
        co_return co_await std::move(taking);
    }
    catch (...)
    {
        failure_ = std::current_exception();
        requested_.clear();
        throw;
    }
}

} // namespace dynasio::stores::urls
