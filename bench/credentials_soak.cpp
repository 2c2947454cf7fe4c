// SPDX-License-Identifier: BSL-1.0
//
// Calls in flight while AWS credentials come and go, on the real clock:
//
//   bench_credentials_soak [seconds]      60 by default
//
// Keys live for a second; windows are scaled. The source works, and then fails for 300 ms, hangs, or returns expired keys, in
// turn. Prints what happened; no call may fail.

#include "support/credentials_soak.hpp"

#include <cstdlib>
#include <iostream>

namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using namespace dynasio::tests;

asio::awaitable<void> change_moods(std::shared_ptr<aging_provider> provider,
    std::shared_ptr<dynasio::http::clock> clock, dynasio::http::time_point end)
{
    constexpr source_mood moods[] = {source_mood::fails, source_mood::hangs, source_mood::returns_expired};
    for (std::size_t i = 0; clock->now() + 3s < end; ++i)
    {
        co_await dynasio::http::sleep_until(clock, clock->now() + 2s);
        provider->mood = moods[i % std::size(moods)];
        co_await dynasio::http::sleep_until(clock, clock->now() + 300ms);
        provider->mood = source_mood::works;
    }
}

/// Runs 500 calls at a time for so long, and prints a row.
bool measure(char const* name, std::chrono::seconds time, bool moody)
{
    constexpr auto delay = 100ms;
    asio::io_context context{1};
    auto const clock = dynasio::http::make_clock(context.get_executor());
    auto const provider = std::make_shared<aging_provider>(1s);
    auto const transport = std::make_shared<key_checking_transport>(clock, provider, delay);
    dynasio::client_options options;
    options.region = "us-east-1";
    options.credentials = provider;
    options.transport = transport;
    options.clock = clock;
    options.credentials_refresh = soak_windows();
    options.retry.max_attempts = 1;
    dynasio::client const c(context.get_executor(), options);
    soak_counts counts;
    auto const end = clock->now() + time;
    for (int i = 0; i < 500; ++i)
        asio::co_spawn(context, soak(c, clock, end, delay, counts), asio::detached);
    if (moody)
        asio::co_spawn(context, change_moods(provider, clock, end), asio::detached);
    context.run();
    auto const wait =
        std::chrono::duration<double, std::milli>(std::chrono::nanoseconds(counts.longest_wait));
    std::cout << name << ": " << counts.succeeded << " calls succeeded, " << counts.failed << " failed, "
              << transport->with_expired_keys << " were signed with expired keys; "
              << provider->obtained().size() << " keys in " << time.count()
              << " s; longest time beyond that of the request " << wait.count() << " ms\n";
    return counts.failed == 0;
}

} // namespace

int main(int argc, char** argv)
{
    std::chrono::seconds const time(argc > 1 ? std::atoi(argv[1]) : 60);
    bool const steady = measure("a source that works", time, false);
    bool const moody = measure("a source that fails now and then", time, true);
    return steady && moody ? EXIT_SUCCESS : EXIT_FAILURE;
}
