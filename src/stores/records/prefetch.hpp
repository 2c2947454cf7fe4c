// SPDX-License-Identifier: BSL-1.0
//
// Pages that are fetched while others are used.

#ifndef DYNASIO_SRC_STORES_RECORDS_PREFETCH_HPP
#define DYNASIO_SRC_STORES_RECORDS_PREFETCH_HPP

#include "clock/one_shot_event.hpp"
#include "stores/records/page.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/strand.hpp>

#include <exception>
#include <memory>
#include <mutex>
#include <optional>

namespace dynasio::detail {

/// Told when one of several pages is there.
/// Thread safety: shared objects are safe, with one coroutine that waits.
class page_bell
{
public:
    /// Ends when `ready()` holds, which is asked again after each ring. Cancellation: every type.
    template <class Ready>
    static boost::asio::awaitable<void> wait(std::shared_ptr<page_bell> self, Ready const& ready)
    {
        while (!ready())
        {
            listener here(*self);
            if (ready()) // it may have rung before there was anybody to hear it
                co_return;
            co_await here.wakeup.async_wait();
            if (here.wakeup.reason())
                throw boost::system::system_error(here.wakeup.reason());
        }
    }

    void ring() noexcept;

private:
    struct listener
    {
        explicit listener(page_bell& bell);
        ~listener();
        page_bell& bell;
        http::wakeable wakeup;
    };

    std::mutex mutex_;
    http::wakeable* listener_ = nullptr;
};

/// One page that is being fetched, on a strand of its own.
class page_ahead
{
public:
    /// Begins. The fetch shares what it needs.
    static std::shared_ptr<page_ahead> start(boost::asio::any_io_executor executor,
        std::shared_ptr<page_source const> source, std::shared_ptr<page_bell> bell,
        std::unique_ptr<record_page> records, std::optional<item> start, std::optional<std::int32_t> segment);

    explicit page_ahead(boost::asio::any_io_executor executor);

    [[nodiscard]] bool is_complete() const noexcept;

    /// The page, when it is complete. Throws what the fetch threw.
    fetched_page take();

    /// Gives the fetch up. It ends some time later.
    static void abandon(std::shared_ptr<page_ahead> self);

private:
    struct completion;
    static boost::asio::awaitable<void> run(std::unique_ptr<completion> at_end,
        std::shared_ptr<page_source const> source, std::unique_ptr<record_page> records,
        std::optional<item> start, std::optional<std::int32_t> segment);

    boost::asio::strand<boost::asio::any_io_executor> strand_;
    boost::asio::cancellation_signal signal_; ///< on the strand only
    mutable std::mutex mutex_;
    bool complete_ = false;
    std::exception_ptr failure_;
    std::optional<fetched_page> page_;
};

} // namespace dynasio::detail

#endif
