// SPDX-License-Identifier: BSL-1.0

#include "stores/lost_response.hpp"

#include <dynasio/error.hpp>

#include <string>
#include <utility>

namespace dynasio::stores {

void throw_if_applied_before(
    call_metadata const& metadata, std::string_view operation, std::string_view context)
{
    if (!metadata.earlier_attempt_may_have_been_applied)
        return;
    error_details details;
    details.code = client_errc::outcome_unknown;
    details.operation = std::string(operation);
    details.context = std::string(context);
    details.request_id = std::string(metadata.request_id());
    details.http_status = 200;
    details.may_have_been_applied = true;
    throw_exception_from_error(error(std::move(details)), BOOST_CURRENT_LOCATION);
}

} // namespace dynasio::stores
