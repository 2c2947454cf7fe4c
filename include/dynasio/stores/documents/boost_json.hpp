// SPDX-License-Identifier: BSL-1.0
//
// Documents from and to values of Boost.JSON. A program that calls this includes <boost/json/value.hpp> itself, and links
// Boost::json.

#ifndef DYNASIO_STORES_DOCUMENTS_BOOST_JSON_HPP
#define DYNASIO_STORES_DOCUMENTS_BOOST_JSON_HPP

#include <dynasio/stores/documents/json_text.hpp>
#include <dynasio/value/attribute_value.hpp>

#include <boost/json/fwd.hpp>

namespace dynasio {

/// What becomes of numbers that no number of Boost.JSON holds exactly, such as those of 20 digits behind the point.
enum class inexact_numbers : unsigned char
{
    refuse,  ///< a `json_text_error`
    as_text, ///< a string of all digits
};

struct boost_json_options
{
    inexact_numbers inexact = inexact_numbers::refuse;
};

/// The value of a document or of a part of it: null is NULL, true and false are BOOL, strings S, numbers N, arrays L,
/// objects M. Members keep their order. A double becomes the shortest decimal number that reads back as it; negative zero
/// becomes 0.
///
///     auto const body = boost::json::parse(text);
///     auto const written = co_await patients.write(dynasio::from_boost_json(body));
///
/// Throws `json_text_error` for strings and names that are not UTF-8, doubles that are not finite or out of DynamoDB's
/// range, and nesting of more than 1057 levels, which is what 33 levels of items can hold.
[[nodiscard]] attribute_value from_boost_json(boost::json::value const& value);

/// The value for Boost.JSON. Whole numbers are int64 if they fit, else uint64 if they fit: `1.0` and `1E2` too, and whole
/// doubles that were stored. Other numbers are doubles if these come back equal; if not, see `inexact_numbers`. Sets are
/// arrays, and binary values are strings of base64. All else comes back equal from `from_boost_json`.
/// Throws `json_text_error` for strings and names that are not UTF-8, for such numbers, and for nesting as above.
[[nodiscard]] boost::json::value to_boost_json(attribute_value const& value, boost_json_options options = {});

/// The same, with memory of this storage.
[[nodiscard]] boost::json::value to_boost_json(
    attribute_value const& value, boost_json_options options, boost::json::storage_ptr storage);

} // namespace dynasio

#endif
