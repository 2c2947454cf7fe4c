// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_EXAMPLES_URL_STORE_SERVER_DECIDE_JSON_NUMBER_HPP
#define DYNASIO_EXAMPLES_URL_STORE_SERVER_DECIDE_JSON_NUMBER_HPP

#include <cstddef>
#include <string>
#include <string_view>

namespace examples {

/// The length of the number at the beginning of the text; 0 if there is none.
std::size_t json_number_size(std::string_view text);

/// A text that is equal for equal numbers, however they are written: `1`, `1.0` and `10e-1`. Exact for any number of
/// digits. Exponents of more than 15 digits are compared as texts.
std::string canonical_number(std::string_view number);

} // namespace examples

#endif
