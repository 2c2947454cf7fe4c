// SPDX-License-Identifier: BSL-1.0
//
// What a request says besides its body: path, parameters, who asks, how long they will wait. Pure functions.

#ifndef DYNASIO_EXAMPLES_SPECS_SERVICE_REQUEST_PARTS_HPP
#define DYNASIO_EXAMPLES_SPECS_SERVICE_REQUEST_PARTS_HPP

#include <dynasio/secret.hpp>

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace examples {

/// `/specs/a%2Fb?limit=5`: the segments `specs` and `a/b`, the parameter `limit`.
struct request_target
{
    std::vector<std::string> path = {};
    std::map<std::string, std::string> parameters = {};
};

/// Throws `problem` (400) for percent signs that stand for nothing.
request_target parse_target(std::string_view target);

struct key_pair_text
{
    std::string public_key = {};
    dynasio::secret secret_key = {};
};

/// From `Authorization: Basic <base64 of public:secret>`; empty for anything else.
std::optional<key_pair_text> parse_authorization(std::string_view field);

/// From `Request-Timeout: <seconds>`, at most `most`. Throws `problem` (400) for what is no positive number.
std::chrono::steady_clock::duration parse_timeout(
    std::string_view field, std::chrono::steady_clock::duration most);

/// Throws `problem` (400), naming the parameter, for what is no number from 1 to 1000.
std::size_t parse_limit(std::string const& text);

} // namespace examples

#endif
