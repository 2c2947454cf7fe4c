// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_TESTING_SERVICE_FAILURE_HPP
#define DYNASIO_TESTING_SERVICE_FAILURE_HPP

#include <dynasio/http/message.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace dynasio::testing {

/// An error response of DynamoDB. Items are JSON as on the wire, `{"id":{"S":"a"}}`; <dynasio/testing/typed/failures.hpp>
/// makes failures of typed items.
struct service_failure
{
    /// What one action of a cancelled transaction failed of.
    struct cancellation
    {
        std::string code = "None"; ///< `ConditionalCheckFailed`, `TransactionConflict`, ...
        std::string message = {};
        std::string item_json = {}; ///< the stored item; empty: none
    };

    /// What was throttled, and by which limit.
    struct throttling
    {
        std::string reason = {};   ///< `TableWriteProvisionedThroughputExceeded`, ...
        std::string resource = {}; ///< ARN of the table or index
    };

    std::string code = {}; ///< `ConditionalCheckFailedException`, ...
    std::string message = {};
    /// 0: that of the code: 500 for `InternalServerError`, 503 for `ServiceUnavailable`, else 400.
    unsigned status = 0;
    std::string item_json = {};             ///< the stored item of a failed condition; empty: none
    std::vector<cancellation> reasons = {}; ///< one per action of a cancelled transaction
    std::vector<throttling> throttled_by = {};
};

/// A response as DynamoDB sends it: with its content type, a request id and the checksum of the body, which clients verify.
http::response service_response(
    unsigned status, std::string json, std::string_view request_id = "REQUEST-OF-A-TEST");

/// The same for an error. Throws `std::runtime_error` if a text is not UTF-8.
http::response service_response(
    service_failure const& failure, std::string_view request_id = "REQUEST-OF-A-TEST");

} // namespace dynasio::testing

#endif
