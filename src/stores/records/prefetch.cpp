// SPDX-License-Identifier: BSL-1.0

#include "stores/records/prefetch.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>

#include <exception>
#include <utility>

namespace dynasio::detail {

namespace asio = boost::asio;

page_bell::listener::listener(page_bell& b) : bell(b)
{
    std::lock_guard const lock(bell.mutex_);
    bell.listener_ = &wakeup;
}

page_bell::listener::~listener()
{
    std::lock_guard const lock(bell.mutex_);
    bell.listener_ = nullptr;
}

void page_bell::ring() noexcept
{
    std::lock_guard const lock(mutex_);
    if (listener_)
        listener_->wake({});
}

/// Lives in the frame of the fetch: however that ends, even without having begun, the page counts as complete.
struct page_ahead::completion
{
    completion(std::shared_ptr<page_ahead> a, std::shared_ptr<page_bell> b)
        : ahead(std::move(a)), bell(std::move(b))
    {}
    completion(completion const&) = delete;
    completion& operator=(completion const&) = delete;
    ~completion()
    {
        {
            std::lock_guard const lock(ahead->mutex_);
            ahead->complete_ = true;
        }
        bell->ring();
    }

    std::shared_ptr<page_ahead> ahead;
    std::shared_ptr<page_bell> bell;
};

page_ahead::page_ahead(asio::any_io_executor executor) : strand_(asio::make_strand(std::move(executor))) {}

std::shared_ptr<page_ahead> page_ahead::start(asio::any_io_executor executor,
    std::shared_ptr<page_source const> source, std::shared_ptr<page_bell> bell,
    std::unique_ptr<record_page> records, std::optional<item> start, std::optional<std::int32_t> segment)
{
    auto self = std::make_shared<page_ahead>(std::move(executor));
    auto at_end = std::make_unique<completion>(self, std::move(bell));
    auto work = run(std::move(at_end), std::move(source), std::move(records), std::move(start), segment);
    // What is spawned uses the signal until its handler is called, which can be after `run` has ended: so that holds it.
    asio::co_spawn(self->strand_, std::move(work),
        asio::bind_cancellation_slot(self->signal_.slot(), [self](std::exception_ptr) {}));
    return self;
}

asio::awaitable<void> page_ahead::run(std::unique_ptr<completion> at_end,
    std::shared_ptr<page_source const> source, std::unique_ptr<record_page> records,
    std::optional<item> start, std::optional<std::int32_t> segment)
{
    std::exception_ptr failure;
    std::optional<fetched_page> page;
    try
    {
        page = co_await fetch_page(*source, std::move(records), std::move(start), segment);
    }
    catch (...)
    {
        failure = std::current_exception();
    }
    std::lock_guard const lock(at_end->ahead->mutex_);
    at_end->ahead->failure_ = failure;
    at_end->ahead->page_ = std::move(page);
}

bool page_ahead::is_complete() const noexcept
{
    std::lock_guard const lock(mutex_);
    return complete_;
}

fetched_page page_ahead::take()
{
    std::lock_guard const lock(mutex_);
    if (failure_)
        std::rethrow_exception(failure_);
    if (!page_)
        throw boost::system::system_error(asio::error::operation_aborted);
    return *std::exchange(page_, std::nullopt);
}

void page_ahead::abandon(std::shared_ptr<page_ahead> self)
{
    // After its end its executor may be gone.
    if (self->is_complete())
        return;
    auto const strand = self->strand_;
    asio::post(strand, [ahead = std::move(self)] { ahead->signal_.emit(asio::cancellation_type::terminal); });
}

} // namespace dynasio::detail
