// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_HTTP_FILE_THREAD_PER_CALL_HPP
#define DYNASIO_SRC_HTTP_FILE_THREAD_PER_CALL_HPP

#include "http/file/blocking_calls.hpp"

#include <memory>

namespace dynasio::http {

/// A thread for each step, which ends with it. Nobody waits for the thread: a step that hangs, on a file of a network, say,
/// holds up nothing else. For steps that are rare.
std::shared_ptr<blocking_calls> thread_per_call();

} // namespace dynasio::http

#endif
