// SPDX-License-Identifier: BSL-1.0
//
// Structs with a member of every type that can be stored.

#ifndef DYNASIO_TESTS_UNIT_MAPPING_MAPPING_TYPES_HPP
#define DYNASIO_TESTS_UNIT_MAPPING_MAPPING_TYPES_HPP

#include <dynasio/mapping.hpp>

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace mapping_types {

enum class relation
{
    parent,
    Sibling,
    FRIEND,
};
BOOST_DESCRIBE_ENUM(relation, parent, Sibling, FRIEND)

enum class level
{
    low,
    high,
};
BOOST_DESCRIBE_ENUM(level, low, high)

/// A type that describes itself.
struct money
{
    long cents = 0;
    friend bool operator==(money const&, money const&) = default;
};

struct address
{
    std::string city;
    std::vector<std::string> lines;
    std::optional<int> zip;
    friend bool operator==(address const&, address const&) = default;
};
BOOST_DESCRIBE_STRUCT(address, (), (city, lines, zip))

struct entity
{
    std::string id;
    std::uint32_t version = 0;
    friend bool operator==(entity const&, entity const&) = default;
};
BOOST_DESCRIBE_STRUCT(entity, (), (id, version))

struct tree
{
    int value = 0;
    std::vector<tree> children;
    friend bool operator==(tree const&, tree const&) = default;
};
BOOST_DESCRIBE_STRUCT(tree, (), (value, children))

struct everything : entity
{
    std::string text;
    std::int8_t i8 = 0;
    std::uint8_t u8 = 0;
    std::int16_t i16 = 0;
    int i32 = 0;
    std::int64_t i64 = 0;
    std::uint64_t u64 = 0;
    float f32 = 0;
    double f64 = 0;
    bool flag = false;
    dynasio::number exact;
    dynasio::binary bytes;
    std::vector<unsigned char> octets;
    std::optional<std::string> maybe_text;
    std::optional<double> maybe_double;
    std::optional<address> maybe_address;
    std::optional<std::vector<std::optional<int>>> maybe_list;
    std::optional<money> maybe_money;
    std::vector<int> ints;
    std::vector<bool> flags;
    std::vector<address> addresses;
    std::vector<std::set<int>> set_list;
    std::array<int, 3> triple{};
    std::set<std::string> texts;
    std::unordered_set<std::string> more_texts;
    std::set<int> numbers;
    std::set<dynasio::number> exact_numbers;
    std::set<double> doubles;
    std::set<dynasio::binary> blobs;
    std::set<relation> relations;
    std::map<std::string, address> by_name;
    std::unordered_map<std::string, std::optional<double>> ratios;
    std::map<std::string, std::map<std::string, std::vector<int>>> deep;
    address home;
    relation kind = relation::parent;
    std::chrono::sys_seconds at;
    std::chrono::sys_time<std::chrono::milliseconds> at_ms;
    std::chrono::system_clock::time_point at_ns;
    std::chrono::sys_days day;
    std::chrono::minutes pause{};
    std::chrono::microseconds took{};
    dynasio::attribute_value anything;
    dynasio::item free_form;
    money price;
    std::vector<money> prices;
    std::map<std::string, money> price_of;
    tree root;
    friend bool operator==(everything const&, everything const&) = default;
};
BOOST_DESCRIBE_STRUCT(everything, (entity),
    (text, i8, u8, i16, i32, i64, u64, f32, f64, flag, exact, bytes, octets, maybe_text, maybe_double,
        maybe_address, maybe_list, maybe_money, ints, flags, addresses, set_list, triple, texts, more_texts,
        numbers, exact_numbers, doubles, blobs, relations, by_name, ratios, deep, home, kind, at, at_ms,
        at_ns, day, pause, took, anything, free_form, price, prices, price_of, root))

} // namespace mapping_types

template <>
struct dynasio::enum_text<mapping_types::level> : dynasio::enum_text_as_written<mapping_types::level>
{};

template <>
struct dynasio::attribute_mapping<mapping_types::money>
{
    static attribute_value to_attribute(mapping_types::money const& m)
    {
        if (m.cents < 0)
            throw std::invalid_argument("debts are not stored");
        return std::to_string(m.cents) + " cents";
    }
    static mapping_types::money from_attribute(attribute_value const& value)
    {
        auto const& text = value.as_string();
        if (!text.ends_with(" cents"))
            throw std::invalid_argument("expected cents");
        return {std::stol(text)};
    }
};

#endif
