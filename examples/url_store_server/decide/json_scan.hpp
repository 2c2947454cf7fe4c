// SPDX-License-Identifier: BSL-1.0
//
// JSON texts whose values are kept as they came: no number and no order of members is lost. Pure functions.

#ifndef DYNASIO_EXAMPLES_URL_STORE_SERVER_DECIDE_JSON_SCAN_HPP
#define DYNASIO_EXAMPLES_URL_STORE_SERVER_DECIDE_JSON_SCAN_HPP

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace examples {

inline constexpr std::size_t max_json_depth = 64;

/// What is wrong with a JSON text, and at which byte.
class json_problem : public std::runtime_error
{
public:
    json_problem(std::string const& what, std::size_t position)
        : std::runtime_error(what + " at byte " + std::to_string(position))
    {}
};

struct json_member
{
    std::string name;      ///< decoded
    std::string raw_name;  ///< as it came, with quotes
    std::string raw_value; ///< as it came
    std::string canonical; ///< equal for equal values
};

/// The members of an object in their order. Throws `json_problem` for what is no JSON object (RFC 8259), invalid UTF-8,
/// two members of one name in an object, and more than `max_json_depth` levels.
std::vector<json_member> object_members(std::string_view text);

/// A text that is equal for equal values: numbers are compared by value, objects regardless of order. Throws as above.
std::string canonical_json(std::string_view text);

} // namespace examples

#endif
