// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_EXAMPLES_URL_STORE_COPY_DECIDE_COMMAND_LINE_HPP
#define DYNASIO_EXAMPLES_URL_STORE_COPY_DECIDE_COMMAND_LINE_HPP

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace examples::copier {

enum class direction
{
    up,
    down,
};

struct settings
{
    direction where{};
    std::string folder = {};
    std::string base_url = {};
    std::string query_url = {}; ///< of `down`; from the base URL unless it is given
    std::string prefix = {};
    std::string token_file = {};
    std::string ca_file = {};
    std::size_t parallel = 4;
};

inline constexpr std::size_t max_parallel = 64;

extern std::string_view const usage;

/// Throws `std::invalid_argument` that says which argument is wrong.
settings parse_settings(std::vector<std::string> const& arguments);

/// `/query` at the origin of a URL. Throws `std::invalid_argument` for a text that is no URL.
std::string default_query_url(std::string_view base_url);

/// The token in the text of a file: its first line, without spaces around it. Throws `std::invalid_argument` for a text
/// without one; the message has nothing of the text.
std::string token_in(std::string_view text);

} // namespace examples::copier

#endif
