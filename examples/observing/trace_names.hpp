// SPDX-License-Identifier: BSL-1.0
//
// OpenTelemetry's names for what a DynamoDB client does, in one place, since the conventions still move.

#ifndef DYNASIO_EXAMPLES_OBSERVING_TRACE_NAMES_HPP
#define DYNASIO_EXAMPLES_OBSERVING_TRACE_NAMES_HPP

#include <string_view>

namespace examples::observing::trace_names {

inline constexpr std::string_view db_system = "db.system.name";
inline constexpr std::string_view db_system_value = "aws.dynamodb";
inline constexpr std::string_view rpc_system = "rpc.system";
inline constexpr std::string_view rpc_system_value = "aws-api";
inline constexpr std::string_view rpc_service = "rpc.service";
inline constexpr std::string_view rpc_method = "rpc.method";
inline constexpr std::string_view region = "cloud.region";
inline constexpr std::string_view server_address = "server.address";
inline constexpr std::string_view server_port = "server.port";
inline constexpr std::string_view request_id = "aws.request_id";
inline constexpr std::string_view table_names = "aws.dynamodb.table_names";
inline constexpr std::string_view consumed_capacity = "aws.dynamodb.consumed_capacity";
inline constexpr std::string_view error_type = "error.type";
inline constexpr std::string_view http_status = "http.response.status_code";
inline constexpr std::string_view resend_count = "http.request.resend_count";
inline constexpr std::string_view service_name = "service.name";

inline constexpr int span_kind_client = 3;
inline constexpr int status_error = 2;

} // namespace examples::observing::trace_names

#endif
