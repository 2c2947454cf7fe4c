// SPDX-License-Identifier: BSL-1.0
//
// What decoding a Query answer costs: 100 items of 10 string and number attributes, about 36 kB, into `query_output`.
// Beside it stands the parser of Boost.JSON with a handler that does nothing, as a yardstick.
// Not measured: the network, HTTP, checksums. Both run in turns; CPU time; the median of the rounds counts.

#include "counting_new.hpp"

#include "decode_floor.hpp"
#include "median.hpp"

#include <dynasio/json/detail/decode.hpp>
#include <dynasio/operations/get_item.hpp>
#include <dynasio/operations/query.hpp>
#include <dynasio/value/detail/json.hpp>

#include <cstdio>
#include <string>
#include <vector>

namespace {

dynasio::item sample_item(int i)
{
    dynasio::item result;
    result.set("pk", "user#" + std::to_string(100000 + i));
    result.set("sk", "order#2026-11-" + std::to_string(10 + i % 20) + "#" + std::to_string(i));
    result.set("name", "A customer with a name of usual length " + std::to_string(i));
    result.set("city", "Somewhere upon the River, by the bridge");
    result.set("email", "someone." + std::to_string(i) + "@mail.example.com");
    result.set("status", "delivered, signed for by them");
    result.set("total", dynasio::number(std::to_string(i * 37) + ".95"));
    result.set("count", i);
    result.set("created", 1700000000 + i);
    result.set("version", 3);
    return result;
}

template <class Output>
void compare(char const* name, std::string const& text, int calls)
{
    auto const floor = [&] { bench::parse_only(text); };
    auto const decode = [&]
    {
        Output output;
        dynasio::json::decode(text, dynasio::json::target_of(output));
    };
    auto const encode_again = [output =
                                      [&]
                                  {
                                      Output o;
                                      dynasio::json::decode(text, dynasio::json::target_of(o));
                                      return o;
                                  }()]
    {
        std::string out;
        out.reserve(64 * 1024);
        dynasio::json::encode(out, output);
    };
    std::vector<double> floors;
    std::vector<double> decodes;
    std::vector<double> encodes;
    for (int round = 0; round < 15; ++round)
    {
        floors.push_back(bench::cpu_microseconds_per_call(calls, floor));
        decodes.push_back(bench::cpu_microseconds_per_call(calls, decode));
        encodes.push_back(bench::cpu_microseconds_per_call(calls, encode_again));
    }
    auto const before = bench::allocations.load();
    decode();
    auto const allocated = bench::allocations.load() - before;
    auto const kilobytes = static_cast<double>(text.size()) / 1000;
    auto const row = [&](char const* what, double time)
    {
        std::printf("%-8s %-14s %9.2f us %8.0f MB/s %6.2f\n", name, what, time, kilobytes / time * 1000,
            time / bench::median(floors));
    };
    row("empty parser", bench::median(floors));
    row("decode", bench::median(decodes));
    row("encode", bench::median(encodes));
    std::printf("%-8s %zu bytes, %zu allocations in a decode\n", name, text.size(),
        static_cast<std::size_t>(allocated));
}

} // namespace

int main()
{
    dynasio::query_output page{.count = 100, .scanned_count = 100};
    for (int i = 0; i < 100; ++i)
        page.items.push_back(sample_item(i));
    std::string query;
    dynasio::json::encode(query, page);
    std::string get;
    dynasio::json::encode(get, dynasio::get_item_output{.item = sample_item(1)});

    std::printf("%-8s %-14s %12s %13s %6s\n", "", "", "time", "rate", "ratio");
    compare<dynasio::query_output>("Query", query, 500);
    compare<dynasio::get_item_output>("GetItem", get, 50000);
}
