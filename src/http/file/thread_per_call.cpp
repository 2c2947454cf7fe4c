// SPDX-License-Identifier: BSL-1.0

#include "http/file/thread_per_call.hpp"

#include "http/file/signals_held_back.hpp"

#include <thread>
#include <utility>

namespace dynasio::http {
namespace {

class short_lived_threads final : public blocking_calls
{
public:
    void start(std::unique_ptr<blocking_step> step) override
    {
        signals_held_back const held;
        std::thread(
            [owned = std::move(step)]() mutable
            {
                owned->run();
                owned.reset();
            })
            .detach();
    }
};

} // namespace

std::shared_ptr<blocking_calls> thread_per_call()
{
    return std::make_shared<short_lived_threads>();
}

} // namespace dynasio::http
