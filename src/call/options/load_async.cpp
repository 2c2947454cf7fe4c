// SPDX-License-Identifier: BSL-1.0
//
// Options for programs that know nothing but where they run.

#include "aws/config/load_configuration.hpp"
#include "call/options/instance_defaults.hpp"
#include "call/options/options_from.hpp"
#include "clock/add_saturated.hpp"
#include "http/file/thread_per_call.hpp"

#include <dynasio/client_options.hpp>
#include <dynasio/http/pool.hpp>

#include <boost/asio/error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/system/system_error.hpp>

#include <chrono>
#include <exception>
#include <memory>
#include <optional>
#include <utility>

namespace dynasio {

namespace {

namespace asio = boost::asio;

/// Reads what `load` reads, on a thread that exists only for that.
class loading final : public http::blocking_job
{
public:
    explicit loading(aws::load_options overrides) : overrides_(std::move(overrides)) {}

    void run() noexcept override
    {
        try
        {
            auto const read = aws::detail::read_settings(aws::environment::process(), overrides_);
            options.emplace(call::options_from(read, overrides_));
            call::instance_defaults const left(read, overrides_, *options);
            if (left.wanted())
                instance = left;
        }
        catch (...)
        {
            failure = std::current_exception();
        }
    }

    std::optional<client_options> options;
    std::optional<call::instance_defaults> instance; ///< what it may know
    std::exception_ptr failure;

private:
    aws::load_options const overrides_;
};

} // namespace

asio::awaitable<client_options> client_options::load_async(aws::load_options overrides)
{
    auto const job = std::make_shared<loading>(std::move(overrides));
    auto running = http::run_blocking(http::thread_per_call(), job);
    auto const cut = co_await std::move(running);
    if (cut)
        throw boost::system::system_error(cut, "client_options::load_async");
    if (job->failure)
        std::rethrow_exception(job->failure);
    auto options = *std::move(job->options);
    if (!job->instance)
        co_return options;
    auto const executor = co_await asio::this_coro::executor;
    auto const clock = http::make_clock(executor);
    http::pool connections(executor, {}, clock);
    aws::provider_context const with(
        http::add_saturated(clock->now(), std::chrono::seconds(5)), connections, clock);
    auto asking = job->instance->complete(options, with);
    co_await std::move(asking);
    co_return options;
}

} // namespace dynasio
