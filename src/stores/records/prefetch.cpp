// SPDX-License-Identifier: BSL-1.0

#include "stores/records/prefetch.hpp"

#include <boost/asio/awaitable.hpp>

#include <exception>
#include <utility>

namespace dynasio::stores::records {

namespace {

boost::asio::awaitable<void> fetch_into(std::shared_ptr<prefetch::fetched> result,
    std::shared_ptr<page_source const> source, std::unique_ptr<record_page> records,
    std::optional<item> start, std::optional<std::int32_t> segment)
{
    result->page =
        co_await fetch_page(*source, std::move(records), std::move(start), segment, &result->known);
}

} // namespace

void prefetch::start(boost::asio::any_io_executor const& executor, std::shared_ptr<page_source const> source,
    std::unique_ptr<record_page> records, std::optional<item> start, std::optional<std::int32_t> segment)
{
    if (!result_)
    {
        fetch_ = http::nursery(http::on_failure::keep_others);
        result_ = std::make_shared<fetched>();
    }
    fetch_->start(
        executor, fetch_into(result_, std::move(source), std::move(records), std::move(start), segment));
    expected_ = true;
}

fetched_page prefetch::take(call_metadata* sum)
{
    expected_ = false;
    auto const known = std::exchange(result_->known, {});
    if (sum)
        *sum += known;
    if (auto const failure = fetch_->take_failure())
        std::rethrow_exception(failure);
    return *std::exchange(result_->page, std::nullopt);
}

} // namespace dynasio::stores::records
