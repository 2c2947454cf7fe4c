// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_TESTING_TYPED_RESPONSE_OF_HPP
#define DYNASIO_TESTING_TYPED_RESPONSE_OF_HPP

#include <dynasio/http/message.hpp>
#include <dynasio/operations/detail/operation_info.hpp>
#include <dynasio/testing/service_failure.hpp>
#include <dynasio/value/detail/json.hpp>

#include <concepts>
#include <string>
#include <string_view>

namespace dynasio::testing {

/// The request struct of an operation: `get_item_input`.
template <class T>
concept operation_input = std::same_as<typename operations::operation_of<T>::input, T>;

/// The response struct of an operation: `get_item_output`.
template <class T>
concept operation_output = std::same_as<typename operations::operation_of<T>::output, T>;

/// The JSON of a response. The `metadata` of the struct is no part of it: the client fills it in. Throws `std::runtime_error`
/// that names the member, for text that is not UTF-8.
template <operation_output Output>
std::string json_of(Output const& output)
{
    std::string json;
    json::encode(json, output);
    return json;
}

/// The whole response, with a request id and a checksum. Errors: as for `json_of`.
template <operation_output Output>
http::response response_of(Output const& output, std::string_view request_id = "REQUEST-OF-A-TEST")
{
    return service_response(200, json_of(output), request_id);
}

} // namespace dynasio::testing

#endif
