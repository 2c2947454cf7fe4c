// SPDX-License-Identifier: BSL-1.0
//
// What numbers of a JSON text stand for. The texts are such as `json_reader::number` gives.

#ifndef DYNASIO_SRC_JSON_NUMBER_HPP
#define DYNASIO_SRC_JSON_NUMBER_HPP

#include <cstdint>
#include <optional>
#include <string_view>

namespace dynasio::json {

/// The integer, however it is written: `3`, `3.0`, `30e-1`. Empty when the number has a fraction or does not fit.
std::optional<std::int64_t> whole_number(std::string_view text) noexcept;

/// The nearest number. Throws `codec_error` when it is out of range.
double floating_number(std::string_view text);

} // namespace dynasio::json

#endif
