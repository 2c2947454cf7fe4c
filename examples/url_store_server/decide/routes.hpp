// SPDX-License-Identifier: BSL-1.0
//
// Which part of which key a request is about. Pure functions.

#ifndef DYNASIO_EXAMPLES_URL_STORE_SERVER_DECIDE_ROUTES_HPP
#define DYNASIO_EXAMPLES_URL_STORE_SERVER_DECIDE_ROUTES_HPP

#include <boost/beast/http/verb.hpp>

#include <cstddef>
#include <ostream> // for verb.hpp
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace examples {

/// Keys are sort keys of the index, so DynamoDB limits them.
inline constexpr std::size_t max_key_bytes = 1024;

/// Without a slash at the end; the base may be empty.
struct url_paths
{
    std::string base = "/store";
    std::string query = "/query";
};

/// A path of the command line in this form. Throws `std::invalid_argument` for one that begins without a slash or has
/// characters that need escapes.
std::string checked_path(std::string path);

enum class url_part
{
    data,
    metadata,
    permissions,
    whole_key, ///< of DELETE
    query,
};

struct route
{
    url_part part{};
    std::string key = {};   ///< decoded; empty for a query
    std::string query = {}; ///< as it came, without the question mark
};

/// Throws `refusal`: 404 for paths that belong to nothing here, 405, and 400 for keys that are refused: empty, longer than
/// `max_key_bytes`, not UTF-8, with control characters, or with a segment that is empty, `.` or `..`.
route find_route(boost::beast::http::verb method, std::string_view target, url_paths const& paths);

/// For the field `Allow`.
std::string_view allowed_methods(url_part part);

/// The parameters of a query in their order, with `+` and `%XX` decoded. Throws `refusal` for wrong escapes.
std::vector<std::pair<std::string, std::string>> form_parameters(std::string_view query);

} // namespace examples

#endif
