// SPDX-License-Identifier: BSL-1.0
//
// Metadata: a JSON object, kept as the text that was sent, and the terms under which the index finds it. Pure functions.

#ifndef DYNASIO_EXAMPLES_URL_STORE_SERVER_DECIDE_METADATA_HPP
#define DYNASIO_EXAMPLES_URL_STORE_SERVER_DECIDE_METADATA_HPP

#include <cstddef>
#include <set>
#include <string>
#include <string_view>

namespace examples {

/// An item of DynamoDB has at most 400 KB, of which the key needs some.
inline constexpr std::size_t max_metadata_bytes = 400'000;

/// A transaction of 100 actions replaces all terms of a key: 48 old and 48 new ones, and 4 other items.
inline constexpr std::size_t max_indexed_names = 48;

/// Metadata of a key that has none.
inline constexpr std::string_view empty_metadata = "{}";

struct metadata
{
    std::string text{empty_metadata};
    std::set<std::string> terms = {};
};

/// Throws `refusal`: 400 for what is no JSON object and for too many members that can be searched, 413 for a text that is
/// too long.
metadata parse_metadata(std::string text);

/// The members of `stored`, with the values of `given` where it has the same name, then the other members of `given`.
/// Texts of values are kept. Throws as `parse_metadata`, for the result too.
metadata merge_metadata(std::string const& stored, std::string const& given);

/// The term of a member, a digest: equal for equal names and values, and short enough for a key. Only names that are
/// identifiers have terms. Throws `refusal` with 400 for other names and for what is no JSON.
std::string query_term(std::string const& name, std::string const& json);

} // namespace examples

#endif
