// SPDX-License-Identifier: BSL-1.0
//
// Concurrent children: coroutines that run next to each other on behalf of one parent. This is the only place that makes
// strands and cancellation signals for them.
//
// - `run_children` ends after its last child, in every case. A `nursery` is for children that go on between two
//   operations of their owner; its destructor cancels them, and they end some time later.
// - Every cancellation that the parent's coroutine lets through reaches each child, with its type. A child that has not
//   begun by then never begins, nor does one that is started later; both count as failed with `operation_aborted`.
// - The first failure is kept, and thrown to the parent when all children have ended. It cancels the other children, or
//   leaves them alone, see `on_failure`.
// - The children of one group run on one strand, so what only they touch needs no lock. The parent may use it
//   again when all have ended. Its executor may have any number of threads.
// - When the execution context is destroyed, children count as ended when they are destroyed. No cycle is left behind.
// - Nothing recurses per child, and no lock is held while a coroutine, a handler or an executor runs.

#ifndef DYNASIO_SRC_CLOCK_NURSERY_HPP
#define DYNASIO_SRC_CLOCK_NURSERY_HPP

#include "clock/one_shot_event.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/strand.hpp>

#include <atomic>
#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace dynasio::http {

/// What becomes of the other children when one fails.
enum class on_failure : bool
{
    cancel_others,
    keep_others,
};

/// The children of one nursery. Children may keep a reference while they run.
class child_group : public std::enable_shared_from_this<child_group>
{
public:
    explicit child_group(on_failure then) : then_(then) {}
    child_group(child_group const&) = delete;
    child_group& operator=(child_group const&) = delete;

    /// Starts children, on the strand of those that run; when none runs, on a new one of the executor. They get the next
    /// free numbers, from 0 on. The number of a child that has ended is free again. For the owner.
    void start(boost::asio::any_io_executor const& executor, std::vector<boost::asio::awaitable<void>> all);
    void start(boost::asio::any_io_executor const& executor, boost::asio::awaitable<void> one);

    /// Starts one more child. For children.
    void start(boost::asio::awaitable<void> one);

    /// Cancels all children, for good. From any thread.
    void cancel(boost::asio::cancellation_type type);

    /// Cancels one child, if it runs. For children only.
    void cancel_child(std::size_t number);

    /// Whether all children were cancelled.
    [[nodiscard]] bool cancelled() const noexcept { return cancelled_; }

    /// Whether all children have ended. The owner may then use what they have written.
    [[nodiscard]] bool idle() const;

    /// The first failure since the last call.
    [[nodiscard]] std::exception_ptr take_failure();

    /// Wakes the listener when all children have ended, at once if they have. One at a time; null for none.
    void listen(one_shot_event* listener);

private:
    struct child
    {
        boost::asio::cancellation_signal signal; // alive until the handler of `co_spawn` is called
        child* next_free = nullptr;
        bool reachable = false; // between its first and its last step
    };
    class starting;
    class ending;

    void post(std::vector<boost::asio::awaitable<void>> all, boost::asio::any_io_executor const* executor);
    static boost::asio::awaitable<void> run(
        std::shared_ptr<child_group> self, child* which, boost::asio::awaitable<void> work);
    void begin(std::vector<boost::asio::awaitable<void>> all);
    void cancel_reachable(boost::asio::cancellation_type type);
    void fail(std::exception_ptr failure);
    void ended(std::size_t count, bool completed);

    on_failure const then_;
    std::atomic<bool> cancelled_{false};

    // On the strand only. Elements of the deque never move.
    std::deque<child> children_;
    child* free_ = nullptr;

    mutable std::mutex mutex_;
    std::size_t running_ = 0; // started and not ended
    std::exception_ptr failure_;
    one_shot_event* listener_ = nullptr;
    // There is one while children run: it must not outlive its execution context, as the nursery may.
    std::optional<boost::asio::strand<boost::asio::any_io_executor>> strand_;
};

/// Owns children that go on between two operations of their owner. Thread safety: distinct objects are safe.
class nursery
{
public:
    /// Cannot have children; assignment changes that.
    nursery() = default;
    explicit nursery(on_failure then) : group_(std::make_shared<child_group>(then)) {}
    nursery(nursery&&) = default;
    nursery& operator=(nursery&& other) noexcept
    {
        nursery(std::move(other)).swap(*this);
        return *this;
    }
    ~nursery()
    {
        if (group_)
            group_->cancel(boost::asio::cancellation_type::terminal);
    }

    void swap(nursery& other) noexcept { group_.swap(other.group_); }
    explicit operator bool() const noexcept { return group_ != nullptr; }
    child_group* operator->() const noexcept { return group_.get(); }
    child_group& operator*() const noexcept { return *group_; }

private:
    std::shared_ptr<child_group> group_;
};

/// Ends when all children of one of the groups have ended, which must live until then. Cancellation: every type; the
/// children go on.
boost::asio::awaitable<void> wait_for_any(std::vector<child_group*> groups);

/// Runs the coroutines `body(group, i)` for each i below `count` on a strand of the executor, by default the caller's.
/// Child i has the number i. Throws the first failure when all have ended. Cancellation: is passed on to every child.
boost::asio::awaitable<void> run_children(std::size_t count,
    std::function<boost::asio::awaitable<void>(child_group&, std::size_t)> body,
    on_failure then = on_failure::cancel_others, boost::asio::any_io_executor executor = {});

} // namespace dynasio::http

#endif
