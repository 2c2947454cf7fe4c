// SPDX-License-Identifier: BSL-1.0
//
// What decoding a Query answer straight into structs costs: 100 items of 10 string and number attributes, about 36 kB.
// Beside it stand the parser of Boost.JSON with a handler that does nothing, as a yardstick, and the
// way through items. Not measured: the network, HTTP, checksums. All run in turns; CPU time; the median of the rounds.

#include "counting_new.hpp"

#include "decode_floor.hpp"
#include "median.hpp"

#include <dynasio/mapping.hpp>
#include <dynasio/mapping/detail/attribute_codec.hpp>
#include <dynasio/mapping/detail/encode_struct.hpp>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

namespace {

struct order
{
    std::string pk;
    std::string sk;
    std::string name;
    std::string city;
    std::string email;
    std::string status;
    double total = 0;
    int count = 0;
    std::int64_t created = 0;
    std::uint32_t version = 0;
    friend bool operator==(order const&, order const&) = default;
};
BOOST_DESCRIBE_STRUCT(order, (), (pk, sk, name, city, email, status, total, count, created, version))

order sample(int i)
{
    auto const n = std::to_string(i);
    return {.pk = "user#" + std::to_string(100000 + i),
        .sk = "order#2026-11-" + std::to_string(10 + i % 20) + "#" + n,
        .name = "A customer with a name of usual length " + n,
        .city = "Somewhere upon the River, by the bridge",
        .email = "someone." + n + "@mail.example.com",
        .status = "delivered, signed for by them",
        .total = i * 37 + 0.95,
        .count = i,
        .created = 1700000000 + i,
        .version = 3};
}

struct contender
{
    char const* name;
    void (*run)(std::string const& text, std::vector<order> const& orders);
    std::vector<double> times = {};
};

void parse_only(std::string const& text, std::vector<order> const&)
{
    bench::parse_only(text);
}

/// The decoder's own share.
void decode_nothing(std::string const& text, std::vector<order> const&)
{
    dynasio::json::decode(text, {});
}

void decode_direct(std::string const& text, std::vector<order> const&)
{
    std::vector<order> read;
    dynasio::json::decode(text, dynasio::mapping::item_list_target(read));
}

/// Into structs that have been read before, whose strings have room.
void decode_again(std::string const& text, std::vector<order> const& orders)
{
    using namespace dynasio::json;
    using dynasio::mapping::item_target;
    static std::vector<order> read(orders);
    static codec const again{.expected = "a list",
        .begin_array = [](void* object) -> target { return {object, &again}; },
        .element = [](frame& where) { return item_target(read[where.index - 1]); }};
    decode(text, {&read, &again});
}

/// What new strings cost any library: nothing is decoded.
void copy_structs(std::string const&, std::vector<order> const& orders)
{
    std::vector<order> const copy(orders);
    if (copy.back().name.empty())
        std::abort();
}

void decode_through_items(std::string const& text, std::vector<order> const&)
{
    std::vector<dynasio::item> items;
    dynasio::json::decode(text, dynasio::json::target_of(items));
    std::vector<order> read;
    for (auto const& i : items)
        read.push_back(dynasio::from_item<order>(i));
}

void encode_direct(std::string const&, std::vector<order> const& orders)
{
    std::string out;
    out.reserve(64 * 1024);
    for (auto const& o : orders)
        dynasio::mapping::encode_item(out, o);
}

void encode_through_items(std::string const&, std::vector<order> const& orders)
{
    std::string out;
    out.reserve(64 * 1024);
    for (auto const& o : orders)
        dynasio::json::encode(out, dynasio::to_item(o));
}

} // namespace

/// With the position of a contender, only that one and the floor run, for a profiler.
int main(int argc, char** argv)
{
    std::vector<order> orders;
    std::string text = "[";
    for (int i = 0; i < 100; ++i)
    {
        orders.push_back(sample(i));
        text += i == 0 ? "" : ",";
        dynasio::mapping::encode_item(text, orders.back());
    }
    text += ']';
    std::vector<order> again;
    dynasio::json::decode(text, dynasio::mapping::item_list_target(again));
    if (again != orders)
        return EXIT_FAILURE;

    contender contenders[] = {{"empty parser", &parse_only}, {"decode and skip all", &decode_nothing},
        {"decode to structs", &decode_direct}, {"decode to structs read before", &decode_again},
        {"copy structs", &copy_structs}, {"decode to items to structs", &decode_through_items},
        {"encode structs", &encode_direct}, {"encode structs by items", &encode_through_items}};
    auto const only = argc > 1 ? std::atoi(argv[1]) : 0;
    for (int round = 0; round < 15; ++round)
        for (auto& c : contenders)
            if (only == 0 || only == &c - contenders || round == 0)
                c.times.push_back(bench::cpu_microseconds_per_call(500, [&] { c.run(text, orders); }));
    std::printf("%zu bytes, 100 structs of 10 members\n%-30s %12s %6s %12s\n", text.size(), "", "time",
        "ratio", "allocations");
    double floor = 0;
    for (auto& c : contenders)
    {
        auto const time = bench::median(c.times);
        floor = floor == 0 ? time : floor;
        auto const before = bench::allocations.load();
        c.run(text, orders);
        std::printf("%-30s %9.2f us %6.2f %12zu\n", c.name, time, time / floor,
            static_cast<std::size_t>(bench::allocations.load() - before));
    }
}
