// SPDX-License-Identifier: BSL-1.0
//
// The JSON of token files and of the services that renew tokens.

#ifndef DYNASIO_SRC_AWS_CREDENTIALS_SOURCE_TOKEN_JSON_HPP
#define DYNASIO_SRC_AWS_CREDENTIALS_SOURCE_TOKEN_JSON_HPP

#include <dynasio/sigv4/secret.hpp>

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace dynasio::aws::detail {

/// Writes an object whose values may be secrets.
class secret_object
{
public:
    secret_object() = default;
    secret_object(secret_object const&) = delete;
    secret_object& operator=(secret_object const&) = delete;
    ~secret_object();

    /// Adds a member that is a string. Text that is no UTF-8 becomes an empty string.
    void add(std::string_view name, std::string_view value);
    /// Adds a member whose value is JSON.
    void add_json(std::string_view name, std::string_view json);

    /// The object as it is now.
    [[nodiscard]] sigv4::secret text() const;

private:
    std::string text_ = "{";
};

/// The text as a JSON string.
sigv4::secret json_string(std::string_view text);

/// The object with some members replaced, or added at its end; all others are as they were. The new values are JSON. Throws
/// `std::runtime_error`, which shows nothing of the text, unless it is one object.
sigv4::secret replace_members(
    std::string_view object, std::initializer_list<std::pair<std::string_view, std::string_view>> members);

/// The hash as lower-case hexadecimal digits; `algorithm` is one of OpenSSL's names. Throws `std::runtime_error`.
std::string hex_hash(char const* algorithm, std::string_view text);

} // namespace dynasio::aws::detail

#endif
