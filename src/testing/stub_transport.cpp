// SPDX-License-Identifier: BSL-1.0

#include <dynasio/testing/stub_transport.hpp>

#include "testing/plan.hpp"

#include <dynasio/testing/scripted_transport.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/system/errc.hpp>

#include <algorithm>
#include <iterator>
#include <mutex>
#include <optional>
#include <utility>

namespace dynasio::testing {

namespace {

struct rule
{
    std::shared_ptr<plan> plans;
    std::string operation; ///< empty: any
};

std::function<bool(http::request const&)> is_operation(std::string const& operation)
{
    return [operation](http::request const& r) { return operation_of(r) == operation; };
}

} // namespace

struct stub_transport::impl
{
    explicit impl(std::shared_ptr<http::clock> source) : playing(std::make_shared<player>(std::move(source)))
    {}

    std::shared_ptr<player> const playing;
    mutable std::mutex mutex; // of the rest
    std::vector<rule> rules;
    std::vector<rule> defaults;
    std::vector<http::request> requests;
    std::string unexpected;

    std::shared_ptr<plan> add(std::vector<rule>& into, std::string what, std::string operation,
        std::function<bool(http::request const&)> matches)
    {
        auto added = std::make_shared<plan>(std::move(what), std::move(matches), playing->has_clock());
        std::lock_guard const lock(mutex);
        into.push_back({added, std::move(operation)});
        return added;
    }

    /// The number of the request, from 1 on, and the rules as they are now.
    std::pair<std::size_t, std::vector<rule>> begin(http::request const& r)
    {
        std::lock_guard const lock(mutex);
        requests.push_back(r);
        auto all = rules;
        all.insert(all.end(), defaults.begin(), defaults.end());
        return {requests.size(), std::move(all)};
    }

    /// What the first rule that the request meets has for it. A condition that throws is not met, which is noted.
    std::optional<outcome> find(http::request const& r, std::vector<rule> const& all)
    {
        for (auto const& each : all)
        {
            if (each.plans->left() == 0U || !meets(r, *each.plans))
                continue;
            if (auto found = each.plans->take()) // another thread may have taken the last
                return found;
        }
        return std::nullopt;
    }

    bool meets(http::request const& r, plan const& p)
    {
        std::string reason;
        try
        {
            return p.holds(r);
        }
        catch (std::exception const& e)
        {
            reason = e.what();
        }
        std::lock_guard const lock(mutex);
        unexpected += "the condition of " + p.what + " threw for " + describe(r) + ": " + reason + "\n";
        return false;
    }

    http::transport_error refuse(http::request const& r, std::vector<rule> const& all)
    {
        auto const used_up = std::any_of(all.begin(), all.end(), [name = operation_of(r)](rule const& each)
            { return !name.empty() && each.operation == name && each.plans->left() == 0U; });
        auto const what = "unexpected: " + describe(r)
            + (used_up ? ", whose rules are used up or not met" : ", which meets no rule");
        http::transport_error e;
        e.code = make_error_code(boost::system::errc::operation_not_supported);
        e.detail = what; // errors are printed: without the body
        std::lock_guard const lock(mutex);
        unexpected += what + ", with the body " + r.body + "\n";
        return e;
    }

    static boost::asio::awaitable<http::send_result> send(
        std::shared_ptr<impl> self, http::request const& r, http::time_point deadline)
    {
        auto const [number, all] = self->begin(r);
        if (auto stopped = self->playing->refusal())
            co_return *std::move(stopped);
        auto found = self->find(r, all);
        if (!found)
            co_return self->refuse(r, all);
        auto id = "REQUEST-" + std::to_string(number);
        auto playing = player::play(self->playing, *std::move(found), r, deadline, std::move(id));
        co_return co_await std::move(playing);
    }
};

stub_transport::stub_transport(std::shared_ptr<http::clock> source)
    : impl_(std::make_shared<impl>(std::move(source)))
{}

stub_transport::~stub_transport()
{
    stop();
}

expectation stub_transport::on(std::string operation)
{
    auto matches = is_operation(operation);
    return expectation(impl_->add(impl_->rules, operation, operation, std::move(matches)));
}

expectation stub_transport::on_request(std::string what, std::function<bool(http::request const&)> matches)
{
    return expectation(impl_->add(impl_->rules, std::move(what), {}, std::move(matches)));
}

expectation stub_transport::otherwise(std::string operation)
{
    auto matches = is_operation(operation);
    return expectation(impl_->add(impl_->defaults, operation, operation, std::move(matches)));
}

boost::asio::awaitable<http::send_result> stub_transport::send(
    http::request const& r, http::time_point deadline)
{
    return impl::send(impl_, r, deadline);
}

void stub_transport::stop() noexcept
{
    impl_->playing->stop();
}

std::vector<http::request> stub_transport::requests() const
{
    std::lock_guard const lock(impl_->mutex);
    return impl_->requests;
}

std::vector<http::request> stub_transport::requests(std::string_view operation) const
{
    std::vector<http::request> result;
    std::lock_guard const lock(impl_->mutex);
    std::copy_if(impl_->requests.begin(), impl_->requests.end(), std::back_inserter(result),
        [&](http::request const& r) { return operation_of(r) == operation; });
    return result;
}

std::string stub_transport::report() const
{
    std::unique_lock lock(impl_->mutex);
    auto text = impl_->unexpected;
    auto all = impl_->rules;
    all.insert(all.end(), impl_->defaults.begin(), impl_->defaults.end());
    lock.unlock();
    for (auto const& each : all)
        if (auto const left = each.plans->left(); left.value_or(0) > 0)
            text += "still expected: " + each.plans->what + (*left > 1 ? " x " + std::to_string(*left) : "")
                + "\n";
    return text + impl_->playing->thrown();
}

} // namespace dynasio::testing
