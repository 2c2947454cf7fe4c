// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_HTTP_FILE_SINK_HPP
#define DYNASIO_HTTP_FILE_SINK_HPP

#include <dynasio/http/file_io.hpp>

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <utility>

namespace dynasio::http {

class unfinished_file;

/// What is certain to be on the disk when `file_sink::commit` has ended.
enum class file_sync
{
    /// Nothing: after a power failure the target may be empty or cut.
    none,
    /// The bytes, before they get the name of the target (`fsync`, then `rename`): after a power failure the target is the old
    /// file or the whole new one.
    bytes,
    /// The name as well (`fsync` of the folder): after a power failure the target is the new file.
    bytes_and_name,
};

/// A file that appears as a whole or not at all: a download, say. It is written under a temporary name in the folder of the
/// target, `.<name>.<six characters>.part`, readable for its owner only, and `commit` replaces the target in one step.
/// Destroyed without a commit, it removes the temporary file (soon, on the threads of its `file_io`, and before these end). Only
/// a process that is killed leaves it behind. Moves only; an object that was moved from has no file (`bad_descriptor`).
///
/// Errors, of all operations: as for `open_file_source`. An error ends the sink: later operations fail with it too, and the
/// target stays as it is. Only `already_started` leaves it as it is: another operation is in flight.
/// Cancellation: every type. Threads: one operation at a time; distinct objects are safe.
/// Lifetimes: the operations keep what they need, but for the bytes of `write`; the object need not outlive them.
class file_sink
{
public:
    /// Has no file: for those who need a value to begin with.
    file_sink() = default;

    /// For `open_file_sink`.
    explicit file_sink(std::shared_ptr<unfinished_file> file) noexcept : file_(std::move(file)) {}
    file_sink(file_sink&&) noexcept = default;
    file_sink& operator=(file_sink other) noexcept
    {
        file_.swap(other.file_);
        return *this;
    }
    ~file_sink();

    /// How many bytes were given to `write` so far.
    [[nodiscard]] std::uint64_t size() const noexcept;

    /// Appends all of `bytes`. They may stay in memory, at most 256 KB of them, until more have come or `commit` is called.
    /// Lifetimes: `bytes` must stay valid until the operation has ended.
    /// Cancellation: at once; ends the sink.
    boost::asio::awaitable<void> write(std::span<std::byte const> bytes);

    /// Writes what is left, gives the file the permissions of a new one (0666 less the process's umask) and the name of the
    /// target. What was there is replaced; of a symbolic link, the link. To be called once, as the last operation.
    /// Cancellation: until the target is being replaced, the rest is awaited: `operation_aborted` means that it was not
    /// replaced. So do all errors, but for that of a folder that cannot be synchronised.
    boost::asio::awaitable<void> commit();

private:
    std::shared_ptr<unfinished_file> file_;
};

/// Makes the temporary file. The folder must exist; a target that exists must be a regular file (`is_a_directory`, else
/// `invalid_argument`). A relative path starts from the working directory of now.
/// Cancellation: every type, at once; what was made is removed.
boost::asio::awaitable<file_sink> open_file_sink(
    std::filesystem::path target, file_io io, file_sync sync = file_sync::bytes);

} // namespace dynasio::http

#endif
