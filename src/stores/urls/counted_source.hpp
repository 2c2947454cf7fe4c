// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_STORES_URLS_COUNTED_SOURCE_HPP
#define DYNASIO_SRC_STORES_URLS_COUNTED_SOURCE_HPP

#include "stores/urls/events.hpp"

#include <dynasio/http/body_source.hpp>

#include <exception>

namespace dynasio::stores::urls {

/// Another source, whose bytes are counted and told to an observer. Keeps what the source threw.
class counted_source final : public http::body_source
{
public:
    counted_source(std::shared_ptr<http::body_source> inner, transfer_events events) noexcept
        : inner_(std::move(inner)), events_(std::move(events))
    {}

    [[nodiscard]] std::optional<std::uint64_t> size() const override { return inner_->size(); }

    boost::asio::awaitable<std::size_t> read(std::span<std::byte> into) override
    {
        touched_ = true;
        auto reading = read_inner(into);
        auto const n = co_await std::move(reading);
        if (n != 0)
        {
            bytes_ += n;
            events_.step(bytes_);
        }
        co_return n;
    }

    bool rewind() override
    {
        if (touched_ && !inner_->rewind())
            return false;
        touched_ = false;
        bytes_ = 0;
        return true;
    }

    void end(url_progress_outcome how) noexcept { events_.end(how); }

private:
    boost::asio::awaitable<std::size_t> read_inner(std::span<std::byte> into) { return inner_->read(into); }

    std::shared_ptr<http::body_source> const inner_;
    transfer_events events_;
    std::uint64_t bytes_ = 0;
    bool touched_ = false;
};

} // namespace dynasio::stores::urls

#endif
