// SPDX-License-Identifier: BSL-1.0

#include <dynasio/testing/service_failure.hpp>

#include <dynasio/json/detail/encode.hpp>

#include <boost/crc.hpp>

#include <utility>

namespace dynasio::testing {

namespace {

unsigned status_of(service_failure const& failure)
{
    if (failure.status != 0)
        return failure.status;
    if (failure.code == "InternalServerError" || failure.code == "InternalFailure")
        return 500;
    return failure.code == "ServiceUnavailable" || failure.code == "ServiceUnavailableException" ? 503 : 400;
}

void add_text(std::string& json, std::string_view name, std::string_view text)
{
    json += json.ends_with('{') ? "\"" : ",\"";
    json += name;
    json += "\":";
    json::encode(json, text);
}

void add_json(std::string& json, std::string_view name, std::string_view value)
{
    if (value.empty())
        return;
    json += ",\"";
    json += name;
    json += "\":";
    json += value;
}

template <class T, class F>
std::string list_of(std::vector<T> const& elements, F write)
{
    std::string json;
    for (auto const& each : elements)
    {
        json += json.empty() ? "[{" : ",{";
        write(json, each);
        json += '}';
    }
    return json.empty() ? json : json + ']';
}

} // namespace

http::response service_response(unsigned status, std::string json, std::string_view request_id)
{
    boost::crc_32_type checksum; // not the client's own
    checksum.process_bytes(json.data(), json.size());
    http::response result;
    result.status = status;
    result.headers.add("content-type", "application/x-amz-json-1.0");
    result.headers.add("x-amzn-requestid", request_id);
    result.headers.add("x-amz-crc32", std::to_string(checksum.checksum()));
    result.body = std::move(json);
    return result;
}

http::response service_response(service_failure const& failure, std::string_view request_id)
{
    std::string json = "{";
    add_text(json, "__type", "com.amazonaws.dynamodb.v20120810#" + failure.code);
    add_text(json, "message", failure.message);
    add_json(json, "Item", failure.item_json);
    add_json(json, "CancellationReasons",
        list_of(failure.reasons,
            [](std::string& out, service_failure::cancellation const& reason)
            {
                add_text(out, "Code", reason.code);
                if (!reason.message.empty())
                    add_text(out, "Message", reason.message);
                add_json(out, "Item", reason.item_json);
            }));
    add_json(json, "ThrottlingReasons",
        list_of(failure.throttled_by,
            [](std::string& out, service_failure::throttling const& throttled)
            {
                add_text(out, "reason", throttled.reason);
                add_text(out, "resource", throttled.resource);
            }));
    json += '}';
    return service_response(status_of(failure), std::move(json), request_id);
}

} // namespace dynasio::testing
