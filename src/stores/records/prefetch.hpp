// SPDX-License-Identifier: BSL-1.0
//
// Pages that are fetched while others are used.

#ifndef DYNASIO_SRC_STORES_RECORDS_PREFETCH_HPP
#define DYNASIO_SRC_STORES_RECORDS_PREFETCH_HPP

#include "clock/nursery.hpp"
#include "stores/records/page.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <cstdint>
#include <memory>
#include <optional>

namespace dynasio::stores::records {

/// The pages of one part of the table: at most one that is being fetched, on a strand of its own, or waits to be
/// taken. The destructor gives the fetch up; it ends some time later.
class prefetch
{
public:
    /// Begins. The fetch shares what it needs.
    void start(boost::asio::any_io_executor const& executor, std::shared_ptr<page_source const> source,
        std::unique_ptr<record_page> records, std::optional<item> start, std::optional<std::int32_t> segment);

    /// Whether there is a page to be taken, now or later.
    [[nodiscard]] bool is_expected() const noexcept { return expected_; }
    [[nodiscard]] bool is_complete() const { return expected_ && fetch_->idle(); }

    /// The page, when it is complete; none is expected then. Adds what is known of its requests to `sum`, if that is not
    /// null. Throws what the fetch threw.
    fetched_page take(call_metadata* sum);

    /// The fetch, which ends when the page is complete. Requires `is_expected()`.
    [[nodiscard]] http::child_group& fetch() const noexcept { return *fetch_; }

    /// What a fetch writes, which may go on when its owner is gone.
    struct fetched
    {
        std::optional<fetched_page> page;
        call_metadata known;
    };

private:
    http::nursery fetch_;
    std::shared_ptr<fetched> result_;
    bool expected_ = false;
};

} // namespace dynasio::stores::records

#endif
