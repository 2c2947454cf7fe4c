// SPDX-License-Identifier: BSL-1.0

#include "http/file/transfer.hpp"

#include <unistd.h>

namespace dynasio::http {

void transfer::run() noexcept
{
    error = {};
    for (done = 0; done != size;)
    {
        auto* const from = bytes.data() + done;
        auto const at = static_cast<::off_t>(offset + done);
        auto const n = uninterrupted(
            [&]
            {
                return way == direction::read ? ::pread(file->fd(), from, size - done, at)
                                              : ::pwrite(file->fd(), from, size - done, at);
            });
        if (n < 0)
            error = last_error();
        if (n <= 0)
            return;
        done += static_cast<std::size_t>(n);
    }
}

} // namespace dynasio::http
