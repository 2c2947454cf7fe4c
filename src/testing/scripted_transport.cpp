// SPDX-License-Identifier: BSL-1.0

#include <dynasio/testing/scripted_transport.hpp>

#include "testing/plan.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/system/errc.hpp>

#include <deque>
#include <mutex>
#include <optional>
#include <utility>

namespace dynasio::testing {

struct scripted_transport::impl
{
    explicit impl(std::shared_ptr<http::clock> source) : playing(std::make_shared<player>(std::move(source)))
    {}

    std::shared_ptr<player> const playing;
    mutable std::mutex mutex; // of the rest
    std::deque<std::shared_ptr<plan>> script;
    std::vector<http::request> requests;
    std::vector<http::time_point> deadlines;
    std::string unexpected;

    /// What this request gets, or why it gets nothing. `number` counts the requests from 1 on.
    std::optional<outcome> next(http::request const& r, std::size_t& number, http::transport_error& failure)
    {
        std::lock_guard const lock(mutex);
        requests.push_back(r);
        number = requests.size();
        if (auto stopped = playing->refusal())
        {
            failure = *std::move(stopped);
            return std::nullopt;
        }
        auto const mismatch = compare(r);
        if (!mismatch.empty())
        {
            unexpected += "unexpected: " + mismatch + "\n";
            failure.code = make_error_code(boost::system::errc::operation_not_supported);
            failure.detail = "not in the script: " + mismatch;
            return std::nullopt;
        }
        auto const step = script.front();
        auto result = step->take();
        if (step->left() == 0U)
            script.pop_front();
        return result;
    }

    [[nodiscard]] std::string compare(http::request const& r) const
    {
        auto const came = describe(r);
        if (script.empty())
            return came + " after the end of the script";
        if (!script.front()->holds(r))
            return came + " in place of " + script.front()->what + ", with the body " + r.body;
        return {};
    }

    static boost::asio::awaitable<http::send_result> send(
        std::shared_ptr<impl> self, http::request const& r, http::time_point deadline)
    {
        http::transport_error failure;
        std::size_t number = 0;
        auto found = self->next(r, number, failure);
        if (!found)
            co_return failure;
        auto id = "REQUEST-" + std::to_string(number);
        auto playing = player::play(self->playing, *std::move(found), r, deadline, std::move(id));
        co_return co_await std::move(playing);
    }
};

scripted_transport::scripted_transport(std::shared_ptr<http::clock> source)
    : impl_(std::make_shared<impl>(std::move(source)))
{}

scripted_transport::~scripted_transport()
{
    stop();
}

expectation scripted_transport::expect(std::string operation)
{
    auto what = operation;
    return expect_where(std::move(what),
        [name = std::move(operation)](http::request const& r) { return operation_of(r) == name; });
}

expectation scripted_transport::expect_where(
    std::string what, std::function<bool(http::request const&)> matches)
{
    auto added = std::make_shared<plan>(std::move(what), std::move(matches), impl_->playing->has_clock());
    added->times_left = 1;
    std::lock_guard const lock(impl_->mutex);
    impl_->script.push_back(added);
    return expectation(std::move(added));
}

boost::asio::awaitable<http::send_result> scripted_transport::send(
    http::request const& r, http::time_point deadline)
{
    {
        std::lock_guard const lock(impl_->mutex);
        impl_->deadlines.push_back(deadline);
    }
    return impl::send(impl_, r, deadline);
}

void scripted_transport::stop() noexcept
{
    impl_->playing->stop();
}

std::vector<http::request> scripted_transport::requests() const
{
    std::lock_guard const lock(impl_->mutex);
    return impl_->requests;
}

std::vector<http::time_point> scripted_transport::deadlines() const
{
    std::lock_guard const lock(impl_->mutex);
    return impl_->deadlines;
}

std::string scripted_transport::report() const
{
    std::lock_guard const lock(impl_->mutex);
    auto text = impl_->unexpected;
    for (auto const& step : impl_->script)
    {
        auto const left = step->left().value_or(1);
        text += "still expected: " + step->what + (left > 1 ? " x " + std::to_string(left) : "") + "\n";
    }
    return text + impl_->playing->thrown();
}

std::string operation_of(http::request const& r)
{
    auto const target = r.headers.find("X-Amz-Target");
    if (!target)
        return {};
    return std::string(target->substr(target->rfind('.') + 1));
}

} // namespace dynasio::testing
