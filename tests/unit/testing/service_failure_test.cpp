// SPDX-License-Identifier: BSL-1.0

#include <dynasio/testing/service_failure.hpp>

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

#include <stdexcept>

namespace dynasio::testing {
namespace {

TEST(ServiceFailure, HasTheMembersOfTheWire)
{
    service_failure failure;
    failure.code = "TransactionCanceledException";
    failure.message = "a \"quoted\" text";
    failure.item_json = R"({"id":{"S":"a"}})";
    failure.reasons = {{}, {"ConditionalCheckFailed", "no", R"({"id":{"S":"b"}})"}};
    failure.throttled_by = {{"TableReadProvisionedThroughputExceeded", "arn:aws:x"}};
    auto const response = service_response(failure, "id-7");
    EXPECT_EQ(boost::json::parse(response.body), boost::json::parse(R"({
        "__type": "com.amazonaws.dynamodb.v20120810#TransactionCanceledException",
        "message": "a \"quoted\" text",
        "Item": {"id": {"S": "a"}},
        "CancellationReasons": [
            {"Code": "None"}, {"Code": "ConditionalCheckFailed", "Message": "no", "Item": {"id": {"S": "b"}}}],
        "ThrottlingReasons": [{"reason": "TableReadProvisionedThroughputExceeded", "resource": "arn:aws:x"}]})"));
    EXPECT_EQ(response.headers.find("x-amzn-requestid"), "id-7");
}

TEST(ServiceFailure, HasTheStatusOfItsCode)
{
    auto const status = [](std::string code, unsigned given = 0)
    {
        service_failure failure;
        failure.code = std::move(code);
        failure.status = given;
        return service_response(failure).status;
    };
    EXPECT_EQ(status("ConditionalCheckFailedException"), 400U);
    EXPECT_EQ(status("ThrottlingException"), 400U);
    EXPECT_EQ(status("InternalServerError"), 500U);
    EXPECT_EQ(status("ServiceUnavailable"), 503U);
    EXPECT_EQ(status("InternalServerError", 502), 502U);
}

TEST(ServiceFailure, RefusesTextThatIsNotUtf8)
{
    service_failure failure;
    failure.message = "\xff";
    EXPECT_THROW((void)service_response(failure), std::runtime_error);
}

} // namespace
} // namespace dynasio::testing
