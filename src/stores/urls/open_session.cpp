// SPDX-License-Identifier: BSL-1.0

#include "stores/urls/open_session.hpp"

#include "clock/resumption.hpp"

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

#include <exception>
#include <optional>
#include <utility>
#include <vector>

namespace dynasio::stores::urls {

// One coroutine that refreshes, or waits for the one that does. Leaves in every case, also when it is destroyed.
class open_session::turn
{
public:
    explicit turn(open_session& of) : of_(of) {}
    turn(turn const&) = delete;
    turn& operator=(turn const&) = delete;
    ~turn() { leave(std::nullopt); }

    // Whether it refreshes, has to wait for `woken`, or knows the result.
    enum class role : unsigned char
    {
        leader,
        follower,
        done
    };
    role take(std::uint64_t seen, bool& renewed)
    {
        std::lock_guard const lock(of_.mutex_);
        if (of_.refreshes_ != seen)
        {
            renewed = of_.renewed_;
            return role::done;
        }
        leads_ = !of_.refreshing_;
        if (leads_)
            of_.refreshing_ = true;
        else
        {
            woken.emplace();
            of_.waiting_.push_back(&*woken);
        }
        return leads_ ? role::leader : role::follower;
    }

    // With the result of the refresh, or without one if there was none.
    void leave(std::optional<bool> renewed)
    {
        http::resumption_scope const resuming;
        std::lock_guard const lock(of_.mutex_);
        if (woken)
            std::erase(of_.waiting_, &*woken);
        if (!std::exchange(leads_, false))
            return;
        of_.refreshing_ = false;
        if (renewed)
        {
            ++of_.refreshes_;
            of_.renewed_ = *renewed;
        }
        for (auto* const w : std::exchange(of_.waiting_, {}))
            w->wake({});
    }

    std::optional<http::one_shot_event> woken;

private:
    open_session& of_;
    bool leads_ = false;
};

std::uint64_t open_session::refreshes() const
{
    std::lock_guard const lock(mutex_);
    return refreshes_;
}

boost::asio::awaitable<bool> open_session::refresh(std::shared_ptr<open_session> self, std::uint64_t seen)
{
    for (;;)
    {
        turn mine(*self);
        bool renewed = false;
        auto const role = mine.take(seen, renewed);
        if (role == turn::role::done)
            co_return renewed;
        if (role == turn::role::follower)
        {
            co_await mine.woken->async_wait();
            if (auto const cancelled = mine.woken->reason())
                throw boost::system::system_error(cancelled);
            continue;
        }
        std::exception_ptr failure;
        try
        {
            renewed = co_await self->who_.authenticator->refresh();
        }
        catch (boost::system::system_error const& e)
        {
            // A cancellation says nothing of the authenticator.
            if (e.code() == boost::asio::error::operation_aborted)
                throw;
            failure = std::current_exception();
        }
        catch (...)
        {
            failure = std::current_exception();
        }
        mine.leave(failure ? false : renewed);
        if (failure)
            std::rethrow_exception(failure);
        co_return renewed;
    }
}

} // namespace dynasio::stores::urls
