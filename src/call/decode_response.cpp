// SPDX-License-Identifier: BSL-1.0

#include <dynasio/call/detail/decode_response.hpp>

#include <dynasio/operations/detail/operation_info.hpp>

#include "errors/foreign_body.hpp"

#include <utility>

namespace dynasio::call {

namespace {

error malformed_response(call_response const& response, std::string what_is_wrong)
{
    error_details details;
    details.operation = response.operation->name;
    details.code = client_errc::malformed_response;
    details.context = std::move(what_is_wrong);
    if (auto const body = errors::describe_foreign_body(response.http); !body.empty())
        details.context += "; " + body;
    details.http_status = response.http.status;
    details.request_id = response.http.headers.find("x-amzn-requestid").value_or("");
    // The operation has succeeded, whatever it has to say.
    details.may_have_been_applied = !response.operation->read_only;
    return error(std::move(details));
}

} // namespace

result<void> decode_response(result<call_response> const& response, body_reader read)
{
    if (!response)
        return response.error();
    try
    {
        read(response->http.body);
    }
    catch (json::decode_error const& e)
    {
        return malformed_response(*response, e.what());
    }
    return {};
}

} // namespace dynasio::call
