// SPDX-License-Identifier: BSL-1.0
//
// The operations on records that the coroutines of one seed perform.

#ifndef DYNASIO_TESTS_MODEL_RECORD_PLAN_HPP
#define DYNASIO_TESTS_MODEL_RECORD_PLAN_HPP

#include <dynasio/call_options.hpp>
#include <dynasio/stores/record_table.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace dynasio::tests::model {

/// A record without a version, in a table with a sort key.
struct tally
{
    std::string owner{};
    std::int64_t number = 0;
    std::string text{};
    std::int64_t count = 0;
};
BOOST_DESCRIBE_STRUCT(tally, (), (owner, number, text, count))

/// A record with a version.
struct draft
{
    std::string id{};
    std::string text{};
    std::int64_t count = 0;
    std::int64_t revision = 0;
};
BOOST_DESCRIBE_STRUCT(draft, (), (id, text, count, revision))

enum class record_operation : unsigned char
{
    // of one record
    create,
    create_if_absent,
    put,
    get,
    set_text,
    set_by_name,
    add,
    add_if_exists,
    add_and_get,
    set_and_get,
    erase,
    erase_if_exists,
    take,
    // of several
    put_many,
    delete_many,
    get_many,
    query,
    scan,
    find_by,
    transaction,
};
char const* name_of(record_operation o);

/// An action of a transaction: put, create, add, erase; `get` stands for a check.
struct planned_action
{
    record_operation what{};
    unsigned cell = 0;
};

struct planned_record_call
{
    record_operation what{};
    unsigned cell = 0;                           ///< below `tallies`: a tally, otherwise a draft
    std::int64_t number = 1;                     ///< to add, or the first count
    std::optional<std::int64_t> only_if_below{}; ///< condition on the count
    resend again = resend::automatic;
    std::vector<unsigned> cells{}; ///< of an operation on several
    std::vector<planned_action> actions{};
    bool other_way = false; ///< of reading: segments, descending, pages

    [[nodiscard]] std::string describe() const;
};

inline constexpr unsigned tallies = 3;
inline constexpr unsigned cells = 5;

std::vector<planned_record_call> plan_records(std::uint64_t seed, unsigned coroutine);

} // namespace dynasio::tests::model

template <>
struct dynasio::record_definition<dynasio::tests::model::tally>
    : dynasio::record_key<&dynasio::tests::model::tally::owner, &dynasio::tests::model::tally::number>
{};
template <>
struct dynasio::record_definition<dynasio::tests::model::draft>
    : dynasio::record_key<&dynasio::tests::model::draft::id>
{
    static constexpr auto version = &dynasio::tests::model::draft::revision;
};

#endif
