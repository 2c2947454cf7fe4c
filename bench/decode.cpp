// SPDX-License-Identifier: BSL-1.0
//
// What decoding a Query answer costs: 100 items of 10 string and number attributes, about 36 kB, into `query_output`.
// Beside it stands the parser of Boost.JSON with a handler that does nothing, as a yardstick.
// Not measured: the network, HTTP, checksums. Both run in turns; CPU time; the median of the rounds counts.

#include <dynasio/detail/decode.hpp>
#include <dynasio/detail/encode.hpp>
#include <dynasio/detail/shape_codec.hpp>
#include <dynasio/operations/get_item.hpp>
#include <dynasio/operations/query.hpp>

#include <boost/json/basic_parser_impl.hpp>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <new>
#include <string>
#include <vector>

namespace {

std::size_t allocations = 0;

} // namespace

void* operator new(std::size_t size)
{
    ++allocations;
    if (void* const memory = std::malloc(size))
        return memory;
    throw std::bad_alloc();
}

void operator delete(void* memory) noexcept
{
    std::free(memory);
}

void operator delete(void* memory, std::size_t) noexcept
{
    std::free(memory);
}

namespace {

namespace json = boost::json;

struct empty_handler
{
    static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);

    bool on_document_begin(json::error_code&) { return true; }
    bool on_document_end(json::error_code&) { return true; }
    bool on_object_begin(json::error_code&) { return true; }
    bool on_object_end(std::size_t, json::error_code&) { return true; }
    bool on_array_begin(json::error_code&) { return true; }
    bool on_array_end(std::size_t, json::error_code&) { return true; }
    bool on_key_part(json::string_view, std::size_t, json::error_code&) { return true; }
    bool on_key(json::string_view, std::size_t, json::error_code&) { return true; }
    bool on_string_part(json::string_view, std::size_t, json::error_code&) { return true; }
    bool on_string(json::string_view, std::size_t, json::error_code&) { return true; }
    bool on_number_part(json::string_view, json::error_code&) { return true; }
    bool on_int64(std::int64_t, json::string_view, json::error_code&) { return true; }
    bool on_uint64(std::uint64_t, json::string_view, json::error_code&) { return true; }
    bool on_double(double, json::string_view, json::error_code&) { return true; }
    bool on_bool(bool, json::error_code&) { return true; }
    bool on_null(json::error_code&) { return true; }
    bool on_comment_part(json::string_view, json::error_code&) { return true; }
    bool on_comment(json::string_view, json::error_code&) { return true; }
};

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

template <class F>
double cpu_microseconds_per_call(int calls, F f)
{
    auto const start = std::clock();
    for (int i = 0; i < calls; ++i)
        f();
    return static_cast<double>(std::clock() - start) * 1e6 / CLOCKS_PER_SEC / calls;
}

double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

template <class Output>
void compare(char const* name, std::string const& text, int calls)
{
    auto const floor = [&]
    {
        json::basic_parser<empty_handler> parser{json::parse_options()};
        json::error_code ec;
        parser.write_some(false, text.data(), text.size(), ec);
        if (ec)
            std::abort();
    };
    auto const decode = [&]
    {
        Output output;
        dynasio::detail::decode(text, dynasio::detail::slot_of(output));
    };
    auto const encode_again = [output =
                                      [&]
                                  {
                                      Output o;
                                      dynasio::detail::decode(text, dynasio::detail::slot_of(o));
                                      return o;
                                  }()]
    {
        std::string out;
        out.reserve(64 * 1024);
        dynasio::detail::encode(out, output);
    };
    std::vector<double> floors;
    std::vector<double> decodes;
    std::vector<double> encodes;
    for (int round = 0; round < 15; ++round)
    {
        floors.push_back(cpu_microseconds_per_call(calls, floor));
        decodes.push_back(cpu_microseconds_per_call(calls, decode));
        encodes.push_back(cpu_microseconds_per_call(calls, encode_again));
    }
    auto const before = allocations;
    decode();
    auto const allocated = allocations - before;
    auto const kilobytes = static_cast<double>(text.size()) / 1000;
    auto const row = [&](char const* what, double time)
    {
        std::printf("%-8s %-14s %9.2f us %8.0f MB/s %6.2f\n", name, what, time, kilobytes / time * 1000,
            time / median(floors));
    };
    row("empty parser", median(floors));
    row("decode", median(decodes));
    row("encode", median(encodes));
    std::printf("%-8s %zu bytes, %zu allocations in a decode\n", name, text.size(), allocated);
}

} // namespace

int main()
{
    dynasio::query_output page{.count = 100, .scanned_count = 100};
    for (int i = 0; i < 100; ++i)
        page.items.push_back(sample_item(i));
    std::string query;
    dynasio::detail::encode(query, page);
    std::string get;
    dynasio::detail::encode(get, dynasio::get_item_output{.item = sample_item(1)});

    std::printf("%-8s %-14s %12s %13s %6s\n", "", "", "time", "rate", "ratio");
    compare<dynasio::query_output>("Query", query, 500);
    compare<dynasio::get_item_output>("GetItem", get, 50000);
}
