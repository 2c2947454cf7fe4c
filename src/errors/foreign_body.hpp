// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_ERRORS_FOREIGN_BODY_HPP
#define DYNASIO_SRC_ERRORS_FOREIGN_BODY_HPP

#include <dynasio/http/message.hpp>

#include <string>
#include <string_view>

namespace dynasio::errors {

/// Whether the text can be a JSON object, as all bodies of DynamoDB are.
bool begins_like_json(std::string_view body) noexcept;

/// What a response that is none of DynamoDB's says about itself, on one printable line: the headers that tell who sent it and
/// why, the size of its body and how it begins. Empty for a body that begins like a JSON object, which may hold user data.
std::string describe_foreign_body(http::response const& response);

} // namespace dynasio::errors

#endif
