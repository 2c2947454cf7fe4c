// SPDX-License-Identifier: BSL-1.0

#include <dynasio/testing/recording_transport.hpp>

#include <boost/asio/awaitable.hpp>

#include <mutex>
#include <utility>

namespace dynasio::testing {

struct recording_transport::impl
{
    std::shared_ptr<http::transport> inner;
    mutable std::mutex mutex;
    std::vector<exchange> exchanges;

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
