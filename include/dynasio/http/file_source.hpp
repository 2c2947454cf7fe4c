// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_HTTP_FILE_SOURCE_HPP
#define DYNASIO_HTTP_FILE_SOURCE_HPP

#include <dynasio/http/body_source.hpp>
#include <dynasio/http/file_io.hpp>

#include <boost/asio/awaitable.hpp>

#include <filesystem>
#include <memory>

namespace dynasio::http {

/// Opens a regular file as the body of a request. It has the size that the file has now, and can be sent again. What is
/// appended later is not sent; a file that becomes shorter meanwhile breaks the request off. Keeps at most 256 KB of the
/// file in memory. The file may be replaced or removed after this; the one that was opened is sent.
///
/// Errors, of this and of reading: `boost::system::system_error`, whose text has the step and the path, with the error of
/// the system, such as `no_such_file_or_directory`; `is_a_directory`; `invalid_argument` for other files that are not
/// regular; `operation_aborted`.
/// Cancellation: every type, at once; a call that has begun goes on without the operation, and touches none of its memory. After a
/// cancelled read, reading goes on where it was.
/// Lifetimes: the file is closed when the source and a call that has begun are gone. The source may outlive the execution
/// context of those who read it.
boost::asio::awaitable<std::shared_ptr<body_source>> open_file_source(std::filesystem::path path, file_io io);

} // namespace dynasio::http

#endif
