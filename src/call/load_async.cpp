// SPDX-License-Identifier: BSL-1.0
//
// Options for programs that know nothing but where they run.

#include "aws/config/profile_location.hpp"
#include "aws/credentials/instance/instance_service.hpp"
#include "aws/credentials/search.hpp"
#include "aws/endpoint/partition.hpp"
#include "clock/add_saturated.hpp"
#include "http/file/thread_per_call.hpp"
#include "text/ini_text.hpp"

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
            options.emplace(client_options::load(overrides_));
            auto const env = aws::environment::process();
            if (!options->region.empty() || !options->endpoint_url.empty()
                || aws::detail::is_instance_disabled(env))
                return;
            auto const settings =
                aws::detail::search_settings::read(env, overrides_.profile().value_or(std::string()));
            instance.emplace(
                aws::detail::resolve_instance_endpoint(env, settings.profile(), settings.profile_name()));
        }
        catch (...)
        {
            failure = std::current_exception();
        }
    }

    std::optional<client_options> options;
    std::optional<aws::detail::instance_endpoint> instance; ///< which may know the region
    std::exception_ptr failure;

private:
    aws::load_options const overrides_;
};

/// The region of the instance; empty where there is none.
asio::awaitable<std::string> region_of(aws::detail::instance_endpoint where)
{
    auto const executor = co_await asio::this_coro::executor;
    auto const clock = http::make_clock(executor);
    http::pool connections(executor, {}, clock);
    aws::provider_context const with(
        http::add_saturated(clock->now(), std::chrono::seconds(5)), connections, clock);
    aws::detail::instance_service service(std::move(where));
    auto asking = service.get(with, "/latest/meta-data/placement/region", "the region of the instance");
    auto const found = co_await std::move(asking);
    if (!found.has_value() || found->status() != 200)
        co_return std::string();
    auto const region = text::trim(found->body());
    co_return aws::is_host_label(region) ? std::string(region) : std::string();
}

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
    if (job->instance)
    {
        auto asking = region_of(*job->instance);
        options.region = co_await std::move(asking);
    }
    co_return options;
}

} // namespace dynasio
