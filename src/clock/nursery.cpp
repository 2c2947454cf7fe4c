// SPDX-License-Identifier: BSL-1.0

#include "clock/nursery.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/system/system_error.hpp>

#include <span>

namespace dynasio::http {

namespace asio = boost::asio;

namespace {

std::exception_ptr aborted()
{
    return std::make_exception_ptr(boost::system::system_error(asio::error::operation_aborted));
}

/// Groups tell a listener until the end of the scope.
class listening
{
public:
    listening(std::span<child_group* const> groups, one_shot_event& listener) : groups_(groups)
    {
        for (auto* const group : groups_)
            group->listen(&listener);
    }
    listening(listening const&) = delete;
    listening& operator=(listening const&) = delete;
    ~listening()
    {
        for (auto* const group : groups_)
            group->listen(nullptr);
    }

private:
    std::span<child_group* const> groups_;
};

} // namespace

/// Children on their way to the strand. Where the context is destroyed before, they end without having begun.
class child_group::starting
{
public:
    starting(std::shared_ptr<child_group> group, std::vector<asio::awaitable<void>> children)
        : group_(std::move(group)), children_(std::move(children))
    {}
    starting(starting&&) = default;
    ~starting()
    {
        if (!group_)
            return;
        auto const count = children_.size();
        children_.clear();
        group_->ended(count, false);
    }

    void operator()() { std::exchange(group_, nullptr)->begin(std::move(children_)); }

private:
    std::shared_ptr<child_group> group_;
    std::vector<asio::awaitable<void>> children_;
};

/// The handler of `co_spawn`. Where the context is destroyed, it goes without having been called.
class child_group::ending
{
public:
    ending(std::shared_ptr<child_group> group, child& which) : group_(std::move(group)), which_(&which) {}
    ending(ending&&) = default;
    ~ending()
    {
        if (group_)
            end(false);
    }

    void operator()(std::exception_ptr) { end(true); }

private:
    void end(bool completed)
    {
        auto const group = std::exchange(group_, nullptr);
        which_->signal.slot().clear(); // it holds the strand
        which_->next_free = std::exchange(group->free_, which_);
        group->ended(1, completed);
    }

    std::shared_ptr<child_group> group_;
    child* which_;
};

void child_group::start(asio::any_io_executor const& executor, std::vector<asio::awaitable<void>> all)
{
    if (!all.empty())
        post(std::move(all), &executor);
}

void child_group::start(asio::any_io_executor const& executor, asio::awaitable<void> one)
{
    std::vector<asio::awaitable<void>> all;
    all.push_back(std::move(one));
    post(std::move(all), &executor);
}

void child_group::start(asio::awaitable<void> one)
{
    std::vector<asio::awaitable<void>> all;
    all.push_back(std::move(one));
    post(std::move(all), nullptr);
}

void child_group::post(std::vector<asio::awaitable<void>> all, asio::any_io_executor const* executor)
{
    std::unique_lock lock(mutex_);
    if (running_ == 0) // so only the owner can be here
    {
        lock.unlock();
        strand_.emplace(asio::make_strand(*executor));
        lock.lock();
    }
    running_ += all.size();
    auto const strand = *strand_;
    lock.unlock();
    // All signals belong to the strand from the beginning, and no child ends before all are counted.
    asio::post(strand, starting(shared_from_this(), std::move(all)));
}

void child_group::begin(std::vector<asio::awaitable<void>> all)
{
    for (auto& work : all)
    {
        auto* const which = free_ ? std::exchange(free_, free_->next_free) : &children_.emplace_back();
        asio::co_spawn(*strand_, run(shared_from_this(), which, std::move(work)),
            asio::bind_cancellation_slot(which->signal.slot(), ending(shared_from_this(), *which)));
    }
}

asio::awaitable<void> child_group::run(
    std::shared_ptr<child_group> self, child* which, asio::awaitable<void> work)
{
    // The parent's coroutine has filtered the types.
    co_await asio::this_coro::reset_cancellation_state(asio::enable_total_cancellation());
    std::exception_ptr failure;
    if (self->cancelled_)
        failure = aborted();
    else
    {
        which->reachable = true;
        try
        {
            co_await std::move(work);
        }
        catch (...)
        {
            failure = std::current_exception();
        }
        which->reachable = false;
    }
    // What awaits this one awaits something else afterwards, and must not throw there.
    co_await asio::this_coro::throw_if_cancelled(false);
    if (failure)
        self->fail(failure);
}

void child_group::fail(std::exception_ptr failure)
{
    {
        std::lock_guard const lock(mutex_);
        if (failure_)
            return;
        failure_ = std::move(failure);
    }
    if (then_ == on_failure::keep_others)
        return;
    cancelled_ = true;
    cancel_reachable(asio::cancellation_type::terminal);
}

void child_group::cancel(asio::cancellation_type type)
{
    cancelled_ = true;
    std::unique_lock lock(mutex_);
    if (running_ == 0)
        return;
    auto const strand = *strand_;
    lock.unlock();
    asio::post(strand, [self = shared_from_this(), type] { self->cancel_reachable(type); });
}

void child_group::cancel_child(std::size_t number)
{
    if (number < children_.size() && children_[number].reachable)
        children_[number].signal.emit(asio::cancellation_type::terminal);
}

// Before its first step and after its last one, a cancelled coroutine can throw from `co_spawn` into the execution
// context.
void child_group::cancel_reachable(asio::cancellation_type type)
{
    for (std::size_t i = 0; i < children_.size(); ++i)
        if (children_[i].reachable)
            children_[i].signal.emit(type);
}

void child_group::ended(std::size_t count, bool completed)
{
    std::optional<asio::strand<asio::any_io_executor>> strand;
    std::exception_ptr const failure = completed ? nullptr : aborted();
    std::unique_lock lock(mutex_);
    if (failure && !failure_)
        failure_ = failure;
    running_ -= count;
    if (running_ != 0)
        return;
    strand.swap(strand_);
    // The claim keeps the listener alive until it is completed.
    auto* const listener = listener_ && listener_->claim() ? listener_ : nullptr;
    lock.unlock();
    if (listener)
        listener->complete({});
}

bool child_group::idle() const
{
    std::lock_guard const lock(mutex_);
    return running_ == 0;
}

std::exception_ptr child_group::take_failure()
{
    std::lock_guard const lock(mutex_);
    return std::exchange(failure_, nullptr);
}

void child_group::listen(one_shot_event* listener)
{
    std::unique_lock lock(mutex_);
    listener_ = listener;
    bool const now = listener && running_ == 0 && listener->claim();
    lock.unlock();
    if (now)
        listener->complete({});
}

asio::awaitable<void> wait_for_any(std::vector<child_group*> groups)
{
    one_shot_event one_ended;
    listening const here(groups, one_ended);
    co_await one_ended.async_wait();
    if (one_ended.reason())
        throw boost::system::system_error(one_ended.reason(), "wait_for_any");
}

asio::awaitable<void> run_children(std::size_t count,
    std::function<asio::awaitable<void>(child_group&, std::size_t)> body, on_failure then,
    asio::any_io_executor executor)
{
    if (!executor)
        executor = co_await asio::this_coro::executor;
    nursery const children(then);
    std::vector<asio::awaitable<void>> all;
    all.reserve(count);
    for (std::size_t i = 0; i < count; ++i)
        all.push_back(body(*children, i));

    children->start(executor, std::move(all));
    auto* const group = &*children;
    one_shot_event all_ended;
    listening const here({&group, 1}, all_ended);
    auto const pass_on = [group](asio::cancellation_type type) { group->cancel(type); };
    co_await all_ended.async_wait(pass_on);
    if (auto const failure = children->take_failure())
        std::rethrow_exception(failure);
}

} // namespace dynasio::http
