// SPDX-License-Identifier: BSL-1.0

#include "call/encoded_request.hpp"

namespace dynasio::detail {

namespace {

error_details begin_error(operation_info const& operation, boost::system::error_code code)
{
    error_details details;
    details.operation = operation.name;
    details.code = code;
    return details;
}

} // namespace

error bad_input(operation_info const& operation, std::string what_is_wrong)
{
    auto details = begin_error(operation, client_errc::bad_input);
    details.context = std::move(what_is_wrong);
    return error(std::move(details));
}

error malformed_response(
    operation_info const& operation, http::response const& answer, std::string what_is_wrong)
{
    auto details = begin_error(operation, client_errc::malformed_response);
    details.context = std::move(what_is_wrong);
    details.http_status = answer.status;
    details.request_id = answer.headers.find("x-amzn-requestid").value_or("");
    details.may_have_been_applied = !operation.read_only;
    return error(std::move(details));
}

error cancelled(operation_info const& operation, boost::system::error_code code)
{
    auto details = begin_error(operation, code);
    details.may_have_been_applied = !operation.read_only;
    return error(std::move(details));
}

} // namespace dynasio::detail
