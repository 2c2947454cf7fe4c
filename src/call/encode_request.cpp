// SPDX-License-Identifier: BSL-1.0

#include "call/encode_request.hpp"

#include <string_view>
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

namespace {

/// Begins a text that is the last member of the object.
void begin_last_member(std::string& body, std::string_view name)
{
    body.pop_back();
    if (body.size() > 1)
        body += ',';
    body.append(1, '"').append(name).append("\":\"");
}

} // namespace

void add_token(std::string& body, http::random_source& random)
{
    begin_last_member(body, "ClientRequestToken");
    random.append_uuid(body);
    body += "\"}";
}

void ask_for_capacity(encoded_request& request, capacity_report wanted)
{
    if (wanted == capacity_report::none || request.refused || request.asks_capacity
        || !request.operation->reports_capacity)
        return;
    begin_last_member(request.body, "ReturnConsumedCapacity");
    request.body += wanted == capacity_report::total ? "TOTAL\"}" : "INDEXES\"}";
    request.asks_capacity = true;
}

} // namespace dynasio::call
