// SPDX-License-Identifier: BSL-1.0
//
// Files of credentials, which are read whenever they are needed, on a thread that exists only for that time.

#ifndef DYNASIO_SRC_AWS_CREDENTIALS_SOURCE_READ_FILE_HPP
#define DYNASIO_SRC_AWS_CREDENTIALS_SOURCE_READ_FILE_HPP

#include <dynasio/aws/credentials_result.hpp>
#include <dynasio/aws/environment.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/system/result.hpp>

#include <optional>
#include <string>

namespace dynasio::aws::detail {

/// The bytes of a file; nothing when there is none.
using file_result = boost::system::result<std::optional<sigv4::secret>, credentials_error>;

/// Reads a file. Error `unreadable_file`, `operation_aborted`.
/// Cancellation: every type. The thread goes on alone until the file system answers.
boost::asio::awaitable<file_result> read_file(environment env, std::string path);

/// Replaces a file as a whole, see `environment::replace_file`. The error has no code when it succeeded.
boost::asio::awaitable<credentials_error> replace_file(
    environment env, std::string path, sigv4::secret contents);

} // namespace dynasio::aws::detail

#endif
