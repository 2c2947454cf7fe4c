// SPDX-License-Identifier: BSL-1.0

#include "trace_observer.hpp"

#include "error_type.hpp"

#include <dynasio/error.hpp>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <utility>

namespace examples::observing {

namespace {

/// As the response of DynamoDB has it.
std::string capacity_text(dynasio::observed_capacity const& consumed)
{
    boost::json::object result;
    result["TableName"] = boost::json::string_view(consumed.table.data(), consumed.table.size());
    if (!consumed.index.empty())
        result["IndexName"] = boost::json::string_view(consumed.index.data(), consumed.index.size());
    if (consumed.read_units != 0)
        result["ReadCapacityUnits"] = consumed.read_units;
    if (consumed.write_units != 0)
        result["WriteCapacityUnits"] = consumed.write_units;
    return boost::json::serialize(result);
}

} // namespace

trace_observer::trace_observer(
    std::string service_name, std::function<void(std::string const&)> write, clock now)
    : service_name_(std::move(service_name)), write_(std::move(write)), now_(std::move(now))
{}

void trace_observer::call_begins(dynasio::observed_call const& call) noexcept
{
    traced_call traced;
    traced.operation = call.operation;
    traced.invocation_id = call.invocation_id;
    traced.service = call.service;
    traced.region = call.region;
    traced.host = call.host;
    traced.tables.assign(call.tables.begin(), call.tables.end());
    traced.began = now_();
    calls_.begin(call, std::move(traced));
}

void trace_observer::attempt_begins(dynasio::observed_call const& call, unsigned) noexcept
{
    calls_.change(call,
        [&](traced_call& traced)
        {
            traced_attempt attempt;
            attempt.began = now_();
            traced.attempts.push_back(std::move(attempt));
        });
}

void trace_observer::attempt_failed(
    dynasio::observed_call const& call, dynasio::attempt const& failed) noexcept
{
    calls_.change(call,
        [&](traced_call& traced)
        {
            if (traced.attempts.empty())
                return;
            auto& attempt = traced.attempts.back();
            attempt.ended = now_();
            attempt.error = error_type(failed.code);
            attempt.request_id = failed.request_id;
            attempt.http_status = failed.http_status;
        });
}

void trace_observer::capacity_consumed(
    dynasio::observed_call const& call, dynasio::observed_capacity const& consumed) noexcept
{
    calls_.change(call, [&](traced_call& traced) { traced.capacity.push_back(capacity_text(consumed)); });
}

void trace_observer::call_ended(dynasio::observed_call const& call, dynasio::call_metadata const& metadata,
    dynasio::error const* failure) noexcept
{
    auto traced = calls_.take(call);
    if (!traced)
        return;
    traced->ended = now_();
    traced->request_id = metadata.request_id();
    traced->host = call.host; // known for sure by now
    if (failure)
        traced->error = error_type(failure->code());
    else if (!traced->attempts.empty())
    {
        auto& last = traced->attempts.back();
        last.ended = traced->ended;
        last.request_id = traced->request_id;
        last.http_status = 200;
    }
    write_(trace_line(*traced, service_name_));
}

} // namespace examples::observing
