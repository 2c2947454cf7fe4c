// SPDX-License-Identifier: BSL-1.0

#include "call/encode_request.hpp"

#include <utility>

namespace dynasio::call {

error bad_input(operations::operation_info const& operation, std::string what_is_wrong)
{
    error_details details;
    details.operation = operation.name;
    details.code = client_errc::bad_input;
    details.context = std::move(what_is_wrong);
    return error(std::move(details));
}

std::optional<error> refuse(operations::operation_info const& operation, call_options const& options)
{
    if (options.max_attempts() == 0U)
        return bad_input(operation, "call_options::max_attempts: must be at least 1");
    bool const once = options.resend() == resend::exactly_once;
    if (once && !operation.read_only && !operation.has_token)
        return bad_input(operation,
            "call_options::resend: the operation has no token, so it cannot be applied exactly once");
    return std::nullopt;
}

void add_token(std::string& body, http::random_source& random)
{
    body.pop_back();
    body += body.size() > 1 ? ",\"ClientRequestToken\":\"" : "\"ClientRequestToken\":\"";
    random.append_uuid(body);
    body += "\"}";
}

} // namespace dynasio::call
