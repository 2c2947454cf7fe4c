// SPDX-License-Identifier: BSL-1.0
//
// CPU time per request of a dynasio client against the bare wire loop, or against another way to do the same, alternating
// in one run. See bench/README.md.

#include "counting_new.hpp"

#include "canned_server.hpp"
#include "client_load.hpp"
#include "median.hpp"
#include "wire_loop.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <optional>
#include <string>
#include <sys/resource.h>
#include <vector>

namespace {

struct cpu_time
{
    double user = 0;
    double system = 0;
};

cpu_time cpu_microseconds()
{
    rusage used{};
    ::getrusage(RUSAGE_SELF, &used);
    auto const us = [](timeval t)
    { return static_cast<double>(t.tv_sec) * 1e6 + static_cast<double>(t.tv_usec); };
    return {us(used.ru_utime), us(used.ru_stime)};
}

struct measured
{
    double us = 0;          // CPU time per request
    double system = 0;      // the kernel's part of it
    double allocations = 0; // per request
    double bytes = 0;       // allocated per request
};

template <class F>
measured measure(std::size_t count, F&& run)
{
    auto const allocations = bench::allocations.load();
    auto const bytes = bench::allocated_bytes.load();
    auto const before = cpu_microseconds();
    run();
    auto const after = cpu_microseconds();
    auto const n = static_cast<double>(count);
    auto const system = after.system - before.system;
    return {(after.user - before.user + system) / n, system / n,
        static_cast<double>(bench::allocations.load() - allocations) / n,
        static_cast<double>(bench::allocated_bytes.load() - bytes) / n};
}

std::string wire_request(char const* target, std::size_t body_size)
{
    // As long as what the client sends, header by header.
    std::string const body(body_size, ' ');
    return std::string(
               "POST / HTTP/1.1\r\nHost: 127.0.0.1:8000\r\naccept-encoding: identity\r\n"
               "content-type: application/x-amz-json-1.0\r\nuser-agent: dynasio/0.1.0 ua/2.1 lang/c++#20 "
               "cfg/retry-mode#standard os/linux md/arch#x86_64\r\nx-amz-target: DynamoDB_20120810.")
        + target
        + "\r\namz-sdk-invocation-id: 00000000-0000-4000-8000-000000000000\r\namz-sdk-request: attempt=1; "
          "max=4; "
          "ttl=20261121T000000Z\r\nx-amz-date: 20261121T000000Z\r\nauthorization: AWS4-HMAC-SHA256 "
          "Credential=AKIDEXAMPLE/20261121/us-east-1/dynamodb/aws4_request, SignedHeaders=accept-encoding;"
          "amz-sdk-invocation-id;amz-sdk-request;content-type;host;x-amz-date;x-amz-target, Signature="
        + std::string(64, '0') + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

struct plan
{
    char const* name;
    bench::load what;
    char const* target;
    std::size_t body_size;
    std::size_t in_flight;
    std::size_t count;
    std::optional<bench::load> against = {}; // instead of the wire loop
};

void compare(bench::canned_server const& server, plan const& p, int rounds)
{
    bench::wire_loop wire(server.port(), wire_request(p.target, p.body_size), p.in_flight);
    bench::client_load client(server.port(), p.in_flight);
    auto const run_floor = [&](std::size_t count)
    {
        if (p.against)
            client.run(*p.against, count);
        else
            wire.run(count);
    };
    // Connections are made and caches filled before anything counts.
    run_floor(p.count);
    client.run(p.what, p.count);

    std::vector<double> floors, clients, ratios, allocations, bytes;
    for (int round = 0; round < rounds; ++round)
    {
        auto const f = measure(p.count, [&] { run_floor(p.count); });
        auto const c = measure(p.count, [&] { client.run(p.what, p.count); });
        std::printf("raw %s in_flight=%zu round=%d floor=%.2f (kernel %.2f) client=%.2f (kernel %.2f) us "
                    "allocations=%.1f bytes=%.0f\n",
            p.name, p.in_flight, round, f.us, f.system, c.us, c.system, c.allocations, c.bytes);
        floors.push_back(f.us);
        clients.push_back(c.us);
        ratios.push_back(c.us / f.us);
        allocations.push_back(c.allocations);
        bytes.push_back(c.bytes);
    }
    std::printf("| %-22s | %9zu | %9.1f | %11.1f | %5.2f | %4.2f to %4.2f | %11.0f | %6.0f |\n", p.name,
        p.in_flight, bench::median(floors), bench::median(clients), bench::median(ratios),
        bench::quantile(ratios, 0.25), bench::quantile(ratios, 0.75), bench::median(allocations),
        bench::median(bytes));
    std::fflush(stdout);
}

} // namespace

int main(int argc, char** argv)
try
{
    int const rounds = argc > 1 ? std::max(1, std::atoi(argv[1])) : 41;
    std::string const only = argc > 2 ? argv[2] : "";
    bench::canned_server const server;
    bench::pin_to_core(0);
    std::puts("| operation              | in flight | floor(us) | client (us) | ratio | middle half  | "
              "allocations | bytes  |");
    std::puts("|------------------------|-----------|-----------|-------------|-------|--------------|-"
              "------------|--------|");
    // Rounds are short, some 50 ms each, since the machine may be another one a second later.
    for (plan const& p : {
             plan{"GetItem", bench::load::get_item, "GetItem", 110, 1, 600},
             plan{"GetItem", bench::load::get_item, "GetItem", 110, 64, 3000},
             plan{"GetItem", bench::load::get_item, "GetItem", 110, 512, 3000},
             plan{"Query 100 into items", bench::load::query_items, "Query", 230, 16, 800},
             plan{"Query 100 into structs", bench::load::query_structs, "Query", 230, 16, 800},
             plan{"Query 100 records", bench::load::query_records, "Query", 230, 16, 800},
             plan{"Query 100 into a page", bench::load::query_records_again, "Query", 230, 16, 800},
             plan{"PutItem record", bench::load::put_record, "PutItem", 400, 64, 2000},
             plan{"PutItem record by hand", bench::load::put_record, "PutItem", 400, 64, 2000,
                 bench::load::put_by_hand},
         })
        if (only.empty() || std::string(p.name).find(only) != std::string::npos)
            compare(server, p, rounds);
    return 0;
}
catch (std::exception const& e)
{
    std::fprintf(stderr, "compare: %s\n", e.what());
    return 1;
}
