// SPDX-License-Identifier: BSL-1.0

#include "clock/resumption.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

namespace dynasio::http {
namespace {

class step final : public resumption
{
public:
    explicit step(std::function<void()> f) : f_(std::move(f)) {}

private:
    void run(std::unique_ptr<resumption>) noexcept override { f_(); }

    std::function<void()> f_;
};

void run(std::function<void()> f)
{
    resumption_scope::run(std::make_unique<step>(std::move(f)));
}

TEST(resumption, runs_at_once_without_a_scope)
{
    bool ran = false;
    run([&] { ran = true; });
    EXPECT_TRUE(ran);
}

TEST(resumption, waits_for_the_end_of_the_outermost_scope)
{
    std::string order;
    std::mutex mutex;
    {
        resumption_scope const outer;
        std::lock_guard const lock(mutex);
        {
            resumption_scope const inner;
            run(
                [&]
                {
                    order += 'a';
                    EXPECT_TRUE(mutex.try_lock()) << "no lock is held any more";
                    mutex.unlock();
                });
        }
        run([&] { order += 'b'; });
        EXPECT_EQ(order, "");
    }
    EXPECT_EQ(order, "ab");
}

TEST(resumption, does_not_recurse)
{
    constexpr int many = 200'000;
    int count = 0;
    int depth = 0;
    std::function<void()> next;
    next = [&]
    {
        EXPECT_EQ(depth++, 0);
        if (++count != many)
            run(next);
        --depth;
    };
    run(next);
    EXPECT_EQ(count, many);
}

TEST(resumption, of_another_thread_does_not_wait)
{
    resumption_scope const here;
    bool ran = false;
    std::thread([&] { run([&] { ran = true; }); }).join();
    EXPECT_TRUE(ran);
}

} // namespace
} // namespace dynasio::http
