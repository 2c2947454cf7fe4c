// SPDX-License-Identifier: BSL-1.0
//
// Conditional requests (RFC 9110, section 13). Pure functions.

#ifndef DYNASIO_EXAMPLES_URL_STORE_SERVER_DECIDE_PRECONDITIONS_HPP
#define DYNASIO_EXAMPLES_URL_STORE_SERVER_DECIDE_PRECONDITIONS_HPP

#include <boost/beast/http/message.hpp>

#include <chrono>
#include <optional>
#include <string>

namespace examples {

/// What a part of a key is at the moment, as far as conditions can ask.
struct representation
{
    std::string etag; ///< with its quotes
    std::optional<std::chrono::sys_seconds> modified = {};
};

struct preconditions
{
    std::optional<std::string> if_match = {};
    std::optional<std::string> if_none_match = {};
    std::optional<std::string> if_range = {};
    std::optional<std::chrono::sys_seconds> if_modified_since = {};
    std::optional<std::chrono::sys_seconds> if_unmodified_since = {};
};

/// Fields with an invalid date are ignored, as the RFC says.
preconditions preconditions_of(boost::beast::http::fields const& fields, std::chrono::sys_seconds now);

enum class precondition_verdict
{
    proceed,
    not_modified, ///< 304, for reads only
    failed,       ///< 412
};

/// Evaluates all but `If-Range`, in the order of the RFC. `current` is empty if the part does not exist.
precondition_verdict evaluate(
    preconditions const& given, std::optional<representation> const& current, bool is_read);

/// Whether `If-Range` lets the `Range` of the request count.
bool range_counts(preconditions const& given, representation const& current);

} // namespace examples

#endif
