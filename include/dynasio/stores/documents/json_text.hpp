// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_STORES_DOCUMENTS_JSON_TEXT_HPP
#define DYNASIO_STORES_DOCUMENTS_JSON_TEXT_HPP

#include <dynasio/value/attribute_value.hpp>

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>

namespace dynasio {

/// Thrown if JSON cannot be a value of DynamoDB, or a value cannot be JSON. `path` is the place of the value, such as
/// `visits[2].date`; empty for the whole.
class json_text_error : public std::runtime_error
{
public:
    json_text_error(std::string path, std::string const& reason);

    [[nodiscard]] std::string const& path() const noexcept { return path_; }

private:
    std::string path_;
};

/// The value of a JSON text (RFC 8259): null is NULL, true and false are BOOL, strings S, numbers N, arrays L, objects M.
/// Members keep their order, numbers all their digits.
/// Throws `json_text_error` for text that is no JSON, invalid UTF-8, two members of one name in an object, and numbers of
/// more than 38 significant digits or out of DynamoDB's range.
[[nodiscard]] attribute_value from_json_text(std::string_view text);

/// The JSON text of a value, without spaces. What `from_json_text` gives comes back equal. Sets are written as arrays, and
/// binary values as strings of base64, so their types are lost.
/// Throws `json_text_error` for strings that are not UTF-8.
[[nodiscard]] std::string to_json_text(attribute_value const& value);

} // namespace dynasio

#endif
