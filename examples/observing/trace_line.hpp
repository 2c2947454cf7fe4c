// SPDX-License-Identifier: BSL-1.0
//
// The spans of one call as a line of OTLP's JSON: one `TracesData` object, as an OpenTelemetry collector reads it from a file
// (receiver `otlpjsonfile`).

#ifndef DYNASIO_EXAMPLES_OBSERVING_TRACE_LINE_HPP
#define DYNASIO_EXAMPLES_OBSERVING_TRACE_LINE_HPP

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace examples::observing {

using wall_time = std::chrono::system_clock::time_point;

/// One attempt of a call.
struct traced_attempt
{
    wall_time began;
    wall_time ended;
    std::string error; ///< its type; empty for the one that has succeeded
    std::string request_id;
    unsigned http_status = 0; ///< 0: no response
};

/// A call with all that its spans tell.
struct traced_call
{
    std::string operation;
    std::string invocation_id;
    std::string service;
    std::string region;
    std::string host;
    std::vector<std::string> tables;
    std::vector<std::string> capacity; ///< each a JSON object
    wall_time began;
    wall_time ended;
    std::string error; ///< its type; empty for a success
    std::string request_id;
    std::vector<traced_attempt> attempts;
};

/// The 32 digits of a UUID: the id of the call is that of its trace, and stands in the logs of AWS too.
std::string trace_id_of(std::string_view invocation_id);

/// 16 digits. Number 0 is the span of the call, 1 that of its first attempt.
std::string span_id_of(std::string_view trace_id, std::uint64_t number);

/// Without a line end.
std::string trace_line(traced_call const& call, std::string_view service_name);

} // namespace examples::observing

#endif
