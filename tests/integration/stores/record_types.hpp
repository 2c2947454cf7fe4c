// SPDX-License-Identifier: BSL-1.0
//
// The records of the acceptance cases.

#ifndef DYNASIO_TESTS_INTEGRATION_STORES_RECORD_TYPES_HPP
#define DYNASIO_TESTS_INTEGRATION_STORES_RECORD_TYPES_HPP

#include <dynasio/mapping.hpp>
#include <dynasio/stores/record_table.hpp>

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace dynasio::tests {

struct phone
{
    std::int64_t person_id = 0;
    std::string name{};
    std::string phone_number{};
    std::string relationship{};
    std::string timestamp{};

    friend bool operator==(phone const&, phone const&) = default;
};
BOOST_DESCRIBE_STRUCT(phone, (), (person_id, name, phone_number, relationship, timestamp))

inline phone ann()
{
    phone result;
    result.person_id = 1;
    result.name = "Ann";
    result.phone_number = "555-0100";
    result.relationship = "FRIEND";
    result.timestamp = "2022-09-04 00:00:00";
    return result;
}

/// The same table under the eyes of somebody who has an optional timestamp and takes what comes.
struct late_phone
{
    std::int64_t person_id = 0;
    std::string name{};
    std::string phone_number{};
    std::string relationship{};
    std::optional<std::string> timestamp{};
};
BOOST_DESCRIBE_STRUCT(late_phone, (), (person_id, name, phone_number, relationship, timestamp))

/// The same with a text as key.
struct text_phone
{
    std::string person_id{};
    std::string name{};
};
BOOST_DESCRIBE_STRUCT(text_phone, (), (person_id, name))

// Keys whose names are reserved words.
struct by_name
{
    std::string name{};
    int status = 0;
    friend bool operator==(by_name const&, by_name const&) = default;
};
BOOST_DESCRIBE_STRUCT(by_name, (), (name, status))

struct by_status
{
    std::string status{};
    int timestamp = 0;
    friend bool operator==(by_status const&, by_status const&) = default;
};
BOOST_DESCRIBE_STRUCT(by_status, (), (status, timestamp))

struct by_timestamp
{
    std::string timestamp{};
    int name = 0;
    friend bool operator==(by_timestamp const&, by_timestamp const&) = default;
};
BOOST_DESCRIBE_STRUCT(by_timestamp, (), (timestamp, name))

enum class level
{
    low,
    high,
};
BOOST_DESCRIBE_ENUM(level, low, high)

struct part
{
    std::string name{};
    int count = 0;
    friend bool operator==(part const&, part const&) = default;
};
BOOST_DESCRIBE_STRUCT(part, (), (name, count))

/// A member of every kind.
struct everything
{
    std::string id{};
    std::int64_t small = 0;
    std::uint64_t big = 0;
    number exact{};
    double real = 0;
    bool flag = false;
    level how = level::low;
    binary bytes{};
    std::optional<std::string> note{};
    part inner{};
    std::vector<part> parts{};
    std::map<std::string, int> counts{};
    std::set<std::string> words{};
    std::set<int> numbers{};
    attribute_value any{};
    friend bool operator==(everything const&, everything const&) = default;
};
BOOST_DESCRIBE_STRUCT(everything, (),
    (id, small, big, exact, real, flag, how, bytes, note, inner, parts, counts, words, numbers, any))

/// With a sort key, a version and a time to live.
struct call
{
    std::string caller{};
    std::int64_t day = 0;
    std::string place{};
    int revision = 0;
    std::optional<std::chrono::sys_seconds> expires_at{};
    friend bool operator==(call const&, call const&) = default;
};
BOOST_DESCRIBE_STRUCT(call, (), (caller, day, place, revision, expires_at))

/// With a sort key and nothing else.
struct visit
{
    std::string who{};
    int number = 0;
    std::string city{};
    std::string text{};
    friend bool operator==(visit const&, visit const&) = default;
};
BOOST_DESCRIBE_STRUCT(visit, (), (who, number, city, text))

/// An attribute whose name is too short for an index.
struct short_names
{
    std::string key{};
    std::string id{};
};
BOOST_DESCRIBE_STRUCT(short_names, (), (key, id))

} // namespace dynasio::tests

template <>
struct dynasio::record_definition<dynasio::tests::phone>
    : dynasio::record_key<&dynasio::tests::phone::person_id>
{
    static constexpr auto categories =
        dynasio::category_lists(dynasio::category<&dynasio::tests::phone::relationship>(
            "parent", "SIBLING", "FRIEND", "COLLEAGUE", "ACQUAINTANCE"));
};
template <>
struct dynasio::record_definition<dynasio::tests::late_phone>
    : dynasio::record_key<&dynasio::tests::late_phone::person_id>
{};
template <>
struct dynasio::record_definition<dynasio::tests::text_phone>
    : dynasio::record_key<&dynasio::tests::text_phone::person_id>
{};
template <>
struct dynasio::record_definition<dynasio::tests::by_name>
    : dynasio::record_key<&dynasio::tests::by_name::name>
{};
template <>
struct dynasio::record_definition<dynasio::tests::by_status>
    : dynasio::record_key<&dynasio::tests::by_status::status>
{};
template <>
struct dynasio::record_definition<dynasio::tests::by_timestamp>
    : dynasio::record_key<&dynasio::tests::by_timestamp::timestamp>
{};
template <>
struct dynasio::record_definition<dynasio::tests::everything>
    : dynasio::record_key<&dynasio::tests::everything::id>
{};
template <>
struct dynasio::record_definition<dynasio::tests::call>
    : dynasio::record_key<&dynasio::tests::call::caller, &dynasio::tests::call::day>
{
    static constexpr auto version = &dynasio::tests::call::revision;
    static constexpr auto time_to_live = &dynasio::tests::call::expires_at;
};
template <>
struct dynasio::record_definition<dynasio::tests::visit>
    : dynasio::record_key<&dynasio::tests::visit::who, &dynasio::tests::visit::number>
{};
template <>
struct dynasio::record_definition<dynasio::tests::short_names>
    : dynasio::record_key<&dynasio::tests::short_names::key>
{};

#endif
