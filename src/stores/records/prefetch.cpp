// SPDX-License-Identifier: BSL-1.0

#include "stores/records/prefetch.hpp"

#include <boost/asio/awaitable.hpp>

#include <exception>
#include <utility>

namespace dynasio::stores::records {

namespace {

boost::asio::awaitable<void> fetch_into(std::shared_ptr<std::optional<fetched_page>> page,
    std::shared_ptr<page_source const> source, std::unique_ptr<record_page> records,
    std::optional<item> start, std::optional<std::int32_t> segment)
{
    *page = co_await fetch_page(*source, std::move(records), std::move(start), segment);
}

} // namespace

void prefetch::start(boost::asio::any_io_executor const& executor, std::shared_ptr<page_source const> source,
    std::unique_ptr<record_page> records, std::optional<item> start, std::optional<std::int32_t> segment)
{
    if (!page_)
    {
        fetch_ = http::nursery(http::on_failure::keep_others);
        page_ = std::make_shared<std::optional<fetched_page>>();
    }
    fetch_->start(
        executor, fetch_into(page_, std::move(source), std::move(records), std::move(start), segment));
    expected_ = true;
}

fetched_page prefetch::take()
{
    expected_ = false;
    if (auto const failure = fetch_->take_failure())
        std::rethrow_exception(failure);
    return *std::exchange(*page_, std::nullopt);
}

} // namespace dynasio::stores::records
