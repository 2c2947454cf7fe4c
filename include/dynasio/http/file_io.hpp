// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_HTTP_FILE_IO_HPP
#define DYNASIO_HTTP_FILE_IO_HPP

#include <boost/asio/any_io_executor.hpp>

#include <memory>
#include <utility>

namespace dynasio::http {

class blocking_calls;

/// Where the blocking calls for files run, so that no event loop waits for a disk. Copies share one place; what is opened with
/// it keeps it. Make one for the whole program.
///
/// Operations on files resume on the executor of the coroutine that awaits them. With the CMake option `DYNASIO_IO_URING`
/// reads and writes go through the kernel's io_uring on that executor, and only the other calls run here; where the kernel
/// refuses io_uring, as many containers do, all of them run here.
/// Thread safety: shared objects are safe.
class file_io
{
public:
    /// Threads of its own, which start with the first call. The last copy that goes waits for the calls that have
    /// begun. Throws `std::invalid_argument` where `threads` is 0.
    explicit file_io(unsigned threads = 2);

    /// Threads of the caller, such as those of a `boost::asio::thread_pool`. Its execution context must outlive this, and
    /// the sources and sinks that were opened with it.
    explicit file_io(boost::asio::any_io_executor blocking);

    /// For the library.
    [[nodiscard]] std::shared_ptr<blocking_calls> const& calls() const noexcept { return calls_; }

private:
    std::shared_ptr<blocking_calls> calls_;
};

} // namespace dynasio::http

#endif
