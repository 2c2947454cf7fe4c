// SPDX-License-Identifier: BSL-1.0
//
// What many requests at once take, and whether many requests one after another leave anything behind: 10,000 GetItem in
// flight over as many connections on one thread, then 1,000,000 GetItem with 64 in flight. See bench/README.md.

#define BENCH_COUNT_LIVE_BYTES
#include "counting_new.hpp"

#include "canned_server.hpp"
#include "client_load.hpp"

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <string>
#include <sys/resource.h>

namespace {

/// Resident memory of this process in bytes.
long long resident()
{
    std::ifstream file("/proc/self/status");
    for (std::string line; std::getline(file, line);)
        if (line.starts_with("VmRSS:"))
            return std::strtoll(line.c_str() + 6, nullptr, 10) * 1024;
    return 0;
}

/// One descriptor for each connection.
void allow_descriptors(rlim_t count)
{
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    if (limit.rlim_cur >= count)
        return;
    limit.rlim_cur = count;
    if (limit.rlim_max < count)
        limit.rlim_max = count;
    if (::setrlimit(RLIMIT_NOFILE, &limit) != 0)
        std::fprintf(stderr, "scale: cannot raise the limit of open files to %llu\n",
            static_cast<unsigned long long>(count));
}

void many_at_once(bench::canned_server const& server, std::size_t in_flight)
{
    auto const live_before = bench::live_bytes.load();
    auto const resident_before = resident();
    bench::client_load client(server.port(), in_flight);
    // Twice as many requests as coroutines: each connects, and uses its connection again.
    client.run(bench::load::get_item, 2 * in_flight);
    auto const live =
        static_cast<double>(bench::peak_live_bytes.load() - live_before) / static_cast<double>(in_flight);
    auto const rss = static_cast<double>(resident() - resident_before) / static_cast<double>(in_flight);
    std::printf("%zu in flight on one thread: no errors; %.1f kB of heap each at the peak, resident memory "
                "grew by %.1f kB each\n",
        in_flight, live / 1024, rss / 1024);
}

void many_in_turn(bench::canned_server const& server, std::size_t count)
{
    bench::client_load client(server.port(), 64);
    client.run(bench::load::get_item, count / 10);
    auto const live_before = bench::live_bytes.load();
    auto const resident_before = resident();
    client.run(bench::load::get_item, count);
    std::printf("%zu requests in turn: no errors; the heap grew by %lld bytes, resident memory by %lld kB\n",
        count, static_cast<long long>(bench::live_bytes.load() - live_before),
        (resident() - resident_before) / 1024);
}

} // namespace

int main(int argc, char** argv)
try
{
    std::size_t const in_flight = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 10'000;
    std::size_t const count = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 1'000'000;
    allow_descriptors(2 * in_flight + 1000);
    bench::canned_server const server;
    bench::pin_to_core(0);
    many_at_once(server, in_flight);
    many_in_turn(server, count);
    return 0;
}
catch (std::exception const& e)
{
    std::fprintf(stderr, "scale: %s\n", e.what());
    return 1;
}
