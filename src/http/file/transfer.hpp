// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_HTTP_FILE_TRANSFER_HPP
#define DYNASIO_SRC_HTTP_FILE_TRANSFER_HPP

#include "http/file/blocking_calls.hpp"
#include "http/file/open_file.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace dynasio::http {

/// Bytes on their way between a file and memory of its own. Serves any number of transfers, one after the other, as long as
/// none was cancelled.
class transfer final : public blocking_job
{
public:
    enum class direction : bool
    {
        read,
        write
    };

    /// How much of a file is kept in memory.
    static constexpr std::size_t most = 256 * 1024;

    transfer(std::shared_ptr<open_file> f, direction d, std::size_t room)
        : file(std::move(f)), way(d), bytes(room)
    {}

    /// All of the range, but for a read at the end of the file.
    void run() noexcept override;

    std::shared_ptr<open_file> const file;
    direction const way;
    std::vector<std::byte> bytes;
    std::uint64_t offset = 0; ///< in the file
    std::size_t size = 0;     ///< how many bytes are wanted
    std::size_t done = 0;     ///< how many of them were read or written
    boost::system::error_code error;
};

/// Carries out a transfer, and returns its error; `operation_aborted` as for `run_blocking`.
boost::asio::awaitable<boost::system::error_code> carry_out(
    std::shared_ptr<blocking_calls> calls, std::shared_ptr<transfer> what);

} // namespace dynasio::http

#endif
