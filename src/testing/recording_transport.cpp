// SPDX-License-Identifier: BSL-1.0

#include <dynasio/testing/recording_transport.hpp>

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <span>
#include <utility>

namespace dynasio::testing {

namespace {

/// What is recorded of one streamed exchange; under the lock.
struct streamed_record
{
    std::mutex mutex;
    recording_transport::exchange exchange;
    std::function<void(recording_transport::exchange)> keep; // once

    void end(std::optional<http::transport_error> failure)
    {
        std::function<void(recording_transport::exchange)> kept;
        recording_transport::exchange whole;
        {
            std::lock_guard const lock(mutex);
            kept = std::exchange(keep, nullptr);
            if (failure)
            {
                exchange.response.reset();
                exchange.failure = std::move(failure);
            }
            whole = exchange;
        }
        if (kept)
            kept(std::move(whole));
    }
};

class recorded_source final : public http::body_source
{
public:
    recorded_source(std::shared_ptr<http::body_source> inner, std::shared_ptr<streamed_record> record)
        : inner_(std::move(inner)), record_(std::move(record))
    {}

    [[nodiscard]] std::optional<std::uint64_t> size() const override { return inner_->size(); }

    boost::asio::awaitable<std::size_t> read(std::span<std::byte> into) override
    {
        auto reading = inner_->read(into);
        auto const n = co_await std::move(reading);
        std::lock_guard const lock(record_->mutex);
        record_->exchange.request.body.append(reinterpret_cast<char const*>(into.data()), n);
        co_return n;
    }

    bool rewind() override
    {
        if (!inner_->rewind())
            return false;
        std::lock_guard const lock(record_->mutex);
        record_->exchange.request.body.clear();
        return true;
    }

private:
    std::shared_ptr<http::body_source> inner_;
    std::shared_ptr<streamed_record> record_;
};

class recorded_body final
    : public http::response_body
    , public std::enable_shared_from_this<recorded_body>
{
public:
    recorded_body(std::shared_ptr<http::response_body> inner, std::shared_ptr<streamed_record> record)
        : inner_(std::move(inner)), record_(std::move(record))
    {}

    boost::asio::awaitable<http::read_result> read_some(std::span<std::byte> into) override
    {
        return read(shared_from_this(), into);
    }

    void abandon() noexcept override
    {
        inner_->abandon();
        record_->end(std::nullopt);
    }

private:
    static boost::asio::awaitable<http::read_result> read(
        std::shared_ptr<recorded_body> self, std::span<std::byte> into)
    {
        auto reading = self->inner_->read_some(into);
        auto const n = co_await std::move(reading);
        if (!n)
            self->record_->end(n.error());
        else if (*n == 0)
            self->record_->end(std::nullopt);
        else
        {
            std::lock_guard const lock(self->record_->mutex);
            if (auto& response = self->record_->exchange.response)
                response->body.append(reinterpret_cast<char const*>(into.data()), *n);
        }
        co_return n;
    }

    std::shared_ptr<http::response_body> inner_;
    std::shared_ptr<streamed_record> record_;
};

} // namespace

struct recording_transport::impl
{
    std::shared_ptr<http::transport> inner;
    mutable std::mutex mutex;
    std::vector<exchange> exchanges;

    static boost::asio::awaitable<http::open_result> record_stream(std::shared_ptr<impl> self,
        http::request const& r, std::shared_ptr<http::body_source> body, http::stream_deadlines deadlines)
    {
        auto const record = std::make_shared<streamed_record>();
        record->exchange.request = r;
        record->keep = [self](exchange e)
        {
            std::lock_guard const lock(self->mutex);
            self->exchanges.push_back(std::move(e));
        };
        if (body)
            body = std::make_shared<recorded_source>(std::move(body), record);
        auto opening = self->inner->open(r, std::move(body), deadlines);
        auto opened = co_await std::move(opening);
        if (!opened)
        {
            record->end(opened.error());
            co_return opened.error();
        }
        auto head = opened->head();
        {
            std::lock_guard const lock(record->mutex);
            auto& response = record->exchange.response.emplace();
            response.status = head.status;
            response.headers = head.headers;
        }
        auto inner = std::make_shared<recorded_body>(opened->take_body(), record);
        co_return http::response_stream(std::move(head), std::move(inner));
    }

    static boost::asio::awaitable<http::send_result> record(
        std::shared_ptr<impl> self, http::request const& r, http::time_point deadline)
    {
        auto sending = self->inner->send(r, deadline);
        auto result = co_await std::move(sending);
        exchange e;
        e.request = r;
        if (result)
            e.response = *result;
        else
            e.failure = result.error();
        std::lock_guard const lock(self->mutex);
        self->exchanges.push_back(std::move(e));
        co_return result;
    }
};

recording_transport::recording_transport(std::shared_ptr<http::transport> inner)
    : impl_(std::make_shared<impl>())
{
    impl_->inner = std::move(inner);
}

recording_transport::~recording_transport() = default;

boost::asio::awaitable<http::send_result> recording_transport::send(
    http::request const& r, http::time_point deadline)
{
    return impl::record(impl_, r, deadline);
}

boost::asio::awaitable<http::open_result> recording_transport::open(
    http::request const& r, std::shared_ptr<http::body_source> body, http::stream_deadlines deadlines)
{
    return impl::record_stream(impl_, r, std::move(body), deadlines);
}

void recording_transport::stop() noexcept
{
    impl_->inner->stop();
}

std::vector<recording_transport::exchange> recording_transport::exchanges() const
{
    std::lock_guard const lock(impl_->mutex);
    return impl_->exchanges;
}

void recording_transport::clear()
{
    std::lock_guard const lock(impl_->mutex);
    impl_->exchanges.clear();
}

} // namespace dynasio::testing
