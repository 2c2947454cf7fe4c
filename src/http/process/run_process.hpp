// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_HTTP_PROCESS_RUN_PROCESS_HPP
#define DYNASIO_SRC_HTTP_PROCESS_RUN_PROCESS_HPP

#include <dynasio/clock.hpp>
#include <dynasio/sigv4/secret.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/system/error_code.hpp>
#include <boost/system/result.hpp>

#include <cstddef>
#include <memory>
#include <string>
#include <utility>

namespace dynasio::http {

/// Why a command has not given its output.
/// Has constructors on purpose, so that it may stand in a `co_await` expression on GCC 12.
struct process_failure
{
    process_failure() = default;
    process_failure(boost::system::error_code e, std::string why) : code(e), text(std::move(why)) {}

    /// Of the system, or `timed_out` or `operation_aborted` of Asio; `message_size` for too much output, `invalid_argument` for an exit status that is not 0.
    boost::system::error_code code;
    std::string text; ///< shows nothing of the command and of its output
};

/// What a command has printed, which may be secret.
using process_result = boost::system::result<sigv4::secret, process_failure>;

[[noreturn]] void throw_exception_from_error(process_failure const& e, boost::source_location const& where);

/// Runs `sh -c command` and returns its output when it has ended well, and so has its shell; what its children print later is not
/// waited for. It has no input; its standard error is that of this process.
/// Cancellation: every type; the command and its children are killed. So they are at the deadline, and where they print more than
/// `max_output` bytes.
boost::asio::awaitable<process_result> run_process(
    std::shared_ptr<clock> time, std::string command, time_point deadline, std::size_t max_output);

} // namespace dynasio::http

#endif
