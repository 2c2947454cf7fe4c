// SPDX-License-Identifier: BSL-1.0

#include <dynasio/http/file_io.hpp>

#include "http/file/blocking_calls.hpp"
#include "http/file/signals_held_back.hpp"

#include <boost/asio/post.hpp>

#include <condition_variable>
#include <deque>
#include <mutex>
#include <stdexcept>
#include <system_error>
#include <thread>
#include <vector>

namespace dynasio::http {
namespace {

/// Threads that start when there is work for them.
class own_threads final : public blocking_calls
{
public:
    explicit own_threads(unsigned most) : most_(most) {}
    own_threads(own_threads const&) = delete;
    own_threads& operator=(own_threads const&) = delete;

    ~own_threads() override
    {
        {
            std::lock_guard const lock(work_->mutex);
            work_->over = true;
        }
        work_->changed.notify_all();
        for (auto& t : threads_)
        {
            // A coroutine that is destroyed where it is posted to takes its last reference along, on one of the threads.
            if (t.get_id() == std::this_thread::get_id())
                t.detach();
            else
                t.join();
        }
    }

    void start(std::unique_ptr<blocking_step> step) override
    {
        {
            std::lock_guard const lock(work_->mutex);
            if (work_->resting <= work_->steps.size() && threads_.size() < most_)
                add_thread();
            work_->steps.push_back(std::move(step));
        }
        work_->changed.notify_one();
    }

private:
    /// What the threads share with this object, and keep.
    struct shared_work
    {
        std::mutex mutex;
        std::condition_variable changed;
        std::deque<std::unique_ptr<blocking_step>> steps;
        std::size_t resting = 0; ///< threads that wait for a step
        bool over = false;
    };

    static void serve(shared_work& work)
    {
        std::unique_lock lock(work.mutex);
        for (;;)
        {
            ++work.resting;
            work.changed.wait(lock, [&] { return work.over || !work.steps.empty(); });
            --work.resting;
            if (work.steps.empty())
                return;
            auto step = std::move(work.steps.front());
            work.steps.pop_front();
            lock.unlock();
            step->run();
            step.reset();
            lock.lock();
        }
    }

    void add_thread()
    {
        signals_held_back const held;
        try
        {
            threads_.emplace_back([work = work_] { serve(*work); });
        }
        catch (std::system_error const&)
        {
            if (threads_.empty())
                throw; // else the others do it
        }
    }

    unsigned const most_;
    std::shared_ptr<shared_work> const work_ = std::make_shared<shared_work>();
    std::vector<std::thread> threads_; // under the mutex
};

class threads_of_caller final : public blocking_calls
{
public:
    explicit threads_of_caller(boost::asio::any_io_executor e) : executor_(std::move(e)) {}

    void start(std::unique_ptr<blocking_step> step) override
    {
        boost::asio::post(executor_, [owned = std::move(step)] { owned->run(); });
    }

private:
    boost::asio::any_io_executor const executor_;
};

} // namespace

file_io::file_io(unsigned threads)
{
    if (threads == 0)
        throw std::invalid_argument("file_io: threads is 0, and must be more");
    calls_ = std::make_shared<own_threads>(threads);
}

file_io::file_io(boost::asio::any_io_executor blocking)
    : calls_(std::make_shared<threads_of_caller>(std::move(blocking)))
{}

} // namespace dynasio::http
