// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_EXAMPLES_URL_STORE_SERVER_DECIDE_TOKENS_HPP
#define DYNASIO_EXAMPLES_URL_STORE_SERVER_DECIDE_TOKENS_HPP

#include "decide/permissions.hpp"

#include <istream>
#include <map>
#include <string>
#include <string_view>

namespace examples {

/// Tokens and the tags that they stand for. Keeps digests only: how long a look-up takes tells nothing about a token.
class token_list
{
public:
    /// Throws `std::invalid_argument` if one of them is empty or has spaces, if the tag is not UTF-8, or if the token
    /// is known.
    void add(std::string_view token, std::string_view tag);

    /// Reads lines of a token and a tag with spaces between. Empty lines and those that begin with `#` are left out.
    /// Throws `std::invalid_argument` with the number of the line, but without its text.
    void read(std::istream& lines);

    /// The user of a field `Authorization`. Throws `refusal` with 401 unless it is `Bearer` and a known token. Without
    /// any tokens in the list, everybody may do everything.
    [[nodiscard]] user user_of(std::string_view authorization) const;

private:
    std::map<std::string, std::string> tags_;
};

} // namespace examples

#endif
