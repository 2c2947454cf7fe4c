// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_TESTING_TYPED_REQUESTS_HPP
#define DYNASIO_TESTING_TYPED_REQUESTS_HPP

#include <dynasio/http/message.hpp>
#include <dynasio/json/detail/decode.hpp>
#include <dynasio/testing/recording_transport.hpp>
#include <dynasio/testing/scripted_transport.hpp>
#include <dynasio/testing/typed/response_of.hpp>
#include <dynasio/value/detail/json.hpp>

#include <stdexcept>
#include <string>
#include <vector>

namespace dynasio::testing {

/// Whether a request is one of this operation.
template <operation_input Input>
bool is_request_of(http::request const& r)
{
    return operation_of(r) == operations::operation_of<Input>::info.name;
}

/// The request struct that a request was made of. Throws `std::runtime_error` if it is one of another operation, or its body
/// does not fit.
template <operation_input Input>
Input input_of(http::request const& r)
{
    if (!is_request_of<Input>(r))
        throw std::runtime_error("a request of " + operation_of(r) + " in place of "
            + std::string(operations::operation_of<Input>::info.name));
    Input input;
    json::decode(r.body, json::target_of(input));
    return input;
}

/// The request structs of one operation among `requests`, in their order. Each attempt is a request. Errors: those of
/// `input_of`.
template <operation_input Input>
std::vector<Input> requests_of(std::vector<http::request> const& requests)
{
    std::vector<Input> result;
    for (auto const& r : requests)
        if (is_request_of<Input>(r))
            result.push_back(input_of<Input>(r));
    return result;
}

/// Those that a `stub_transport`, `scripted_transport` or `replaying_transport` has got:
/// `requests_of<put_item_input>(*server)`.
template <operation_input Input, class Transport>
    requires requires(Transport const& t) { t.requests(); }
std::vector<Input> requests_of(Transport const& transport)
{
    return requests_of<Input>(transport.requests());
}

/// Those of a `recording_transport`, in the order in which they ended.
template <operation_input Input>
std::vector<Input> requests_of(recording_transport const& transport)
{
    std::vector<Input> result;
    for (auto const& exchange : transport.exchanges())
        if (is_request_of<Input>(exchange.request))
            result.push_back(input_of<Input>(exchange.request));
    return result;
}

} // namespace dynasio::testing

#endif
