// SPDX-License-Identifier: BSL-1.0

#include "interposed_client.hpp"

#include <dynasio/http/pool.hpp>
#include <dynasio/testing/scripted_transport.hpp>

#include <algorithm>
#include <utility>

namespace dynasio::tests {

namespace {

std::shared_ptr<dynasio::testing::recording_transport> make_recorded_pool(
    boost::asio::io_context& context, std::shared_ptr<shifted_clock> const& clock)
{
    auto pool = std::make_shared<http::pool>(context.get_executor(), http::pool_options(), clock);
    return std::make_shared<dynasio::testing::recording_transport>(std::move(pool));
}

client make_client(boost::asio::io_context& context, client_options settings,
    std::shared_ptr<interposed_transport> between, std::shared_ptr<shifted_clock> clock)
{
    settings.clock = std::move(clock);
    settings.transport = std::move(between);
    return {context.get_executor(), std::move(settings)};
}

} // namespace

interposed_client::interposed_client(boost::asio::io_context& context, client_options settings)
    : clock(std::make_shared<shifted_clock>(http::make_clock(context.get_executor()))),
      sent(make_recorded_pool(context, clock)),
      between(std::make_shared<interposed_transport>(sent)),
      owner(make_client(context, std::move(settings), between, clock))
{}

std::vector<std::string> interposed_client::operations() const
{
    std::vector<std::string> names;
    for (auto const& each : sent->exchanges())
        names.push_back(dynasio::testing::operation_of(each.request));
    return names;
}

std::size_t interposed_client::count(std::string const& operation) const
{
    auto const all = operations();
    return static_cast<std::size_t>(std::count(all.begin(), all.end(), operation));
}

std::vector<std::string> interposed_client::bodies(std::string const& operation) const
{
    std::vector<std::string> result;
    for (auto const& each : sent->exchanges())
        if (dynasio::testing::operation_of(each.request) == operation)
            result.push_back(each.request.body);
    return result;
}

void interposed_client::stop() const
{
    between->stop();
    clock->stop();
}

} // namespace dynasio::tests
