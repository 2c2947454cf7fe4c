// SPDX-License-Identifier: BSL-1.0
//
// Random values of a struct with every type that there is: through items and back, straight to JSON and back, and both
// ways compared with each other. The seed is fixed, so that a failure can be repeated.

#include "mapping_types.hpp"

#include <dynasio/mapping/detail/attribute_codec.hpp>
#include <dynasio/mapping/detail/encode_struct.hpp>
#include <dynasio/mapping/detail/scalar.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <iostream>
#include <limits>
#include <random>

using namespace dynasio;
using namespace mapping_types;

namespace {

constexpr unsigned seed = 20221;

class generator
{
public:
    explicit generator(unsigned start) : random_(start) {}

    std::uint64_t below(std::uint64_t n) { return random_() % n; }

    void fill(bool& v) { v = below(2) != 0; }
    template <value::plain_integer T>
    void fill(T& v)
    {
        auto const bits = random_() >> below(64);
        v = static_cast<T>(below(2) != 0 ? bits : 0 - bits);
    }
    void fill(double& v)
    {
        do
            v = below(2) != 0 ? std::bit_cast<double>(random_()) : static_cast<double>(below(1000)) / 8;
        while (!std::isfinite(v) || std::abs(v) > 1e125 || (v != 0 && std::abs(v) < 1e-129));
    }
    void fill(float& v)
    {
        do
            v = std::bit_cast<float>(static_cast<std::uint32_t>(random_()));
        while (!std::isfinite(v));
    }
    void fill(std::string& v)
    {
        static constexpr std::string_view pieces[] = {"a", "Z", "\"", "\\", "\n", "\x01", "ä", "€", "😀", "/",
            " ", "long text beyond any small buffer"};
        v.clear();
        for (auto n = below(5); n > 0; --n)
            v += pieces[below(std::size(pieces))];
    }
    void fill(number& v)
    {
        std::string text = below(2) != 0 ? "-" : "";
        for (auto n = 1 + below(38); n > 0; --n)
            text += static_cast<char>('0' + below(10));
        if (below(2) != 0)
            text += "E" + std::to_string(static_cast<int>(below(160)) - 80);
        v = number(text);
    }
    void fill(binary& v)
    {
        v.resize(below(6));
        for (auto& b : v)
            b = static_cast<std::byte>(below(256));
    }
    void fill(money& v) { v.cents = static_cast<long>(below(100000)); }
    void fill(relation& v) { v = static_cast<relation>(below(3)); }
    template <class Rep, class Period>
    void fill(std::chrono::duration<Rep, Period>& v)
    {
        std::int32_t some = 0;
        std::int64_t any = 0;
        fill(some);
        fill(any);
        // The finest may be anything; coarser ones stay within what 64 bits of seconds hold.
        v = std::chrono::duration<Rep, Period>(static_cast<Rep>(Period::num == 1 ? any : some));
    }
    template <class D>
    void fill(std::chrono::sys_time<D>& v)
    {
        D since{};
        fill(since);
        v = std::chrono::sys_time<D>(since);
    }
    template <class T>
    void fill(std::optional<T>& v)
    {
        v.reset();
        if (below(2) != 0)
            fill(v.emplace());
    }
    void fill(std::vector<bool>& v)
    {
        v.clear();
        for (auto n = below(4); n > 0; --n)
            v.push_back(below(2) != 0);
    }
    template <class T>
    void fill(std::vector<T>& v)
    {
        v.resize(below(4));
        for (auto& e : v)
            fill(e);
    }
    template <class T, std::size_t N>
    void fill(std::array<T, N>& v)
    {
        for (auto& e : v)
            fill(e);
    }
    template <class T>
        requires(mapping::container_kind<T> == mapping::kind::set)
    void fill(T& v)
    {
        v.clear();
        for (auto n = below(4); n > 0; --n)
        {
            typename T::value_type e{};
            fill(e);
            v.insert(e);
        }
    }
    template <class T>
        requires(mapping::container_kind<T> == mapping::kind::map)
    void fill(T& v)
    {
        v.clear();
        for (auto n = below(4); n > 0; --n)
        {
            std::string key;
            fill(key);
            fill(v[key]);
        }
    }
    void fill(attribute_value& v)
    {
        switch (below(8))
        {
        case 0:
            v = nullptr;
            break;
        case 1:
            fill(v.emplace<bool>());
            break;
        case 2:
            fill(v.emplace<number>());
            break;
        case 3:
            fill(v.emplace<binary>());
            break;
        case 4:
            v = std::vector<std::string>{"a", "b"};
            break;
        case 5:
            fill(v.emplace<attribute_list>());
            break;
        case 6:
            fill(v.emplace<item>());
            break;
        default:
            fill(v.emplace<std::string>());
        }
    }
    void fill(item& v)
    {
        v.clear();
        for (auto n = below(3); n > 0; --n)
        {
            std::string key;
            fill(key);
            fill(v[key]);
        }
    }
    void fill(tree& v)
    {
        fill(v.value);
        v.children.resize(below(3) == 0 ? below(3) : 0);
        for (auto& child : v.children)
            fill(child);
    }
    template <class T>
        requires(mapping::find_kind<T>() == mapping::kind::described_struct)
    void fill(T& v)
    {
        boost::mp11::mp_for_each<typename mapping::described<T>::members>(
            [&](auto D) { fill(v.*D.pointer); });
    }

private:
    std::mt19937_64 random_;
};

/// Empty and missing mean the same for sets, so an optional that holds an empty one does not occur above.
TEST(MappingProperty, EveryValueSurvivesItemsAndJson)
{
    generator random(seed);
    constexpr int rounds = 400;
    for (int round = 0; round < rounds; ++round)
    {
        everything value;
        random.fill(value);
        auto const stored = to_item(value);
        ASSERT_TRUE(from_item<everything>(stored) == value) << "round " << round;
        std::string json;
        json::encode(json, stored);
        std::string direct_json;
        mapping::encode_item(direct_json, value);
        ASSERT_EQ(direct_json, json) << "round " << round;
        everything direct;
        random.fill(direct); // what was there before does not matter
        json::decode(json, mapping::item_target(direct));
        ASSERT_TRUE(direct == value) << "round " << round << ' ' << json;
    }
    std::cout << rounds << " random structs\n";
}

// The contents of attributes that a struct does not have are checked by one way only; so here they are refused.
constexpr mapping_options strict{.unknown = unknown_attributes::refuse};

template <class T, mapping_options O>
std::optional<T> read_direct(std::string const& json)
{
    T target{};
    try
    {
        json::decode(json, mapping::item_target<O>(target));
    }
    catch (json::decode_error const&)
    {
        return std::nullopt;
    }
    return target;
}

template <class T>
std::optional<T> read_through_item(std::string const& json)
{
    item stored;
    try
    {
        json::decode(json, json::target_of(stored));
        return from_item<T>(stored, strict);
    }
    catch (json::decode_error const&)
    {}
    catch (mapping_error const&)
    {}
    return std::nullopt;
}

TEST(MappingProperty, DecimalsAreReadAsTheNearestValue)
{
    generator random(seed + 2);
    constexpr int rounds = 50000;
    for (int round = 0; round < rounds; ++round)
    {
        std::string text = random.below(2) != 0 ? "-" : "";
        auto const digits = 1 + random.below(20);
        auto const point = random.below(digits + 6); // at the beginning or behind the end: none
        for (std::uint64_t i = 0; i < digits; ++i)
        {
            if (i == point && i != 0)
                text += '.';
            text += static_cast<char>('0' + random.below(10));
        }
        double nearest_double = 0;
        float nearest_float = 0;
        std::from_chars(text.data(), text.data() + text.size(), nearest_double);
        std::from_chars(text.data(), text.data() + text.size(), nearest_float);
        double read_double = 1;
        float read_float = 1;
        mapping::read_leaf(text, read_double);
        mapping::read_leaf(text, read_float);
        // As bits, since zeros of both signs are equal.
        ASSERT_EQ(std::bit_cast<std::uint64_t>(read_double), std::bit_cast<std::uint64_t>(nearest_double))
            << text;
        ASSERT_EQ(std::bit_cast<std::uint32_t>(read_float), std::bit_cast<std::uint32_t>(nearest_float))
            << text;
    }
    std::cout << rounds << " random decimals\n";
}

TEST(MappingProperty, DamagedJsonIsReadAlikeBothWaysOrRefusedByBoth)
{
    generator random(seed + 1);
    constexpr int rounds = 3000;
    int read = 0;
    std::string json;
    for (int round = 0; round < rounds; ++round)
    {
        if (round % 20 == 0)
        {
            everything value;
            random.fill(value);
            json.clear();
            mapping::encode_item(json, value);
        }
        std::string damaged = json;
        static constexpr std::string_view parts[] = {"\"", "{", "}", "[", "]", ",", ":", "null", "\"S\"",
            "\"N\"", "{\"NULL\":true}", "0", "1.5", "1E+200", "true", "\\u0000", "\xff", "{\"L\":[]}",
            "{\"S\":\"x\"}", "-"};
        for (auto n = 1 + random.below(2); n > 0; --n)
        {
            auto const at = random.below(damaged.size());
            auto const& part = parts[random.below(std::size(parts))];
            switch (random.below(3))
            {
            case 0:
                damaged.erase(at, 1 + random.below(3));
                break;
            case 1:
                damaged.insert(at, part);
                break;
            default:
                damaged.replace(at, std::min<std::size_t>(part.size(), damaged.size() - at), part);
            }
            if (damaged.empty())
                damaged = "{";
        }
        (void)read_direct<everything, mapping_options{}>(damaged);
        auto const direct = read_direct<everything, strict>(damaged);
        auto const indirect = read_through_item<everything>(damaged);
        ASSERT_EQ(direct.has_value(), indirect.has_value()) << damaged;
        ASSERT_TRUE(direct == indirect) << damaged;
        read += direct ? 1 : 0;
    }
    std::cout << rounds << " damaged texts, " << read << " of them still readable\n";
    EXPECT_GT(read, 0);
    EXPECT_LT(read, rounds);
}

} // namespace
