// SPDX-License-Identifier: BSL-1.0

#include "record_fixture.hpp"

#include <dynasio/http/errc.hpp>
#include <dynasio/http/pool.hpp>

#include <boost/asio/io_context.hpp>

#include <algorithm>
#include <utility>

namespace dynasio::tests {

std::vector<std::string> record_world::operations() const
{
    std::vector<std::string> names;
    for (auto const& each : sent->exchanges())
        names.push_back(dynasio::testing::operation_of(each.request));
    return names;
}

std::size_t record_world::count(std::string const& operation) const
{
    auto const all = operations();
    return static_cast<std::size_t>(std::count(all.begin(), all.end(), operation));
}

std::vector<std::string> record_world::bodies(std::string const& operation) const
{
    std::vector<std::string> result;
    for (auto const& each : sent->exchanges())
        if (dynasio::testing::operation_of(each.request) == operation)
            result.push_back(each.request.body);
    return result;
}

void record_cases::run_records(std::function<asio::awaitable<void>(record_world&)> body)
{
    asio::io_context context(1);
    auto const pool = std::make_shared<http::pool>(context.get_executor(), http::pool_options());
    auto const sent = std::make_shared<dynasio::testing::recording_transport>(pool);
    auto const between = std::make_shared<interposed_transport>(sent);
    auto settings = options();
    settings.transport = between;
    run_coroutine(context,
        [&]() -> asio::awaitable<void>
        {
            client const owner(context.get_executor(), settings);
            record_world w{owner, sent, between};
            co_await body(w);
            between->stop();
        });
}

interposed_transport::hook lose_answers(std::string operation, int times)
{
    auto const left = std::make_shared<int>(times);
    return [operation, left](http::request& r,
               interposed_transport::sender const& send) -> asio::awaitable<http::send_result>
    {
        auto answer = co_await send(r);
        if (dynasio::testing::operation_of(r) != operation || (*left)-- <= 0)
            co_return answer;
        http::transport_error lost;
        lost.code = http::errc::closed_early;
        lost.reached = http::stage::receiving;
        co_return http::send_result(std::move(lost));
    };
}

} // namespace dynasio::tests
