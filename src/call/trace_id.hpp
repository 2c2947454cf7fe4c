// SPDX-License-Identifier: BSL-1.0
//
// The header by which AWS Lambda recognises calls that run in circles.

#ifndef DYNASIO_SRC_CALL_TRACE_ID_HPP
#define DYNASIO_SRC_CALL_TRACE_ID_HPP

#include <dynasio/aws/environment.hpp>

#include <string>
#include <string_view>

namespace dynasio::call {

/// The trace id of the current invocation as the value of a header: control characters and bytes beyond ASCII percent-encoded.
/// Empty when there is none.
std::string read_trace_id(aws::environment const& env);

/// Adds the header line, unless `id` is empty or `lines`, complete header lines, have that header.
void append_trace_id(std::string& lines, std::string_view id);

} // namespace dynasio::call

#endif
