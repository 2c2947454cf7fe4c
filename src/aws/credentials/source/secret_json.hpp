// SPDX-License-Identifier: BSL-1.0
//
// JSON with secrets in it: described structs may have members of type `sigv4::secret`. What the decoder needs besides is
// overwritten.

#ifndef DYNASIO_SRC_AWS_CREDENTIALS_SOURCE_SECRET_JSON_HPP
#define DYNASIO_SRC_AWS_CREDENTIALS_SOURCE_SECRET_JSON_HPP

#include <dynasio/json/detail/decode.hpp>
#include <dynasio/json/detail/shape_codec.hpp>
#include <dynasio/sigv4/secret.hpp>

namespace dynasio::json {

template <class Names>
struct shape_codec<sigv4::secret, Names>
{
    static void string(void* object, std::string_view text)
    {
        *static_cast<sigv4::secret*>(object) = sigv4::secret(text);
    }
    static constexpr codec value{.expected = "a string", .string = &string};
};

} // namespace dynasio::json

#endif
