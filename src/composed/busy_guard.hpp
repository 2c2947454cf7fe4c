// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_COMPOSED_BUSY_GUARD_HPP
#define DYNASIO_SRC_COMPOSED_BUSY_GUARD_HPP

#include <stdexcept>

namespace dynasio::composed {

/// Held by the one operation that a stream has in flight. However that ends, the stream is free again.
class busy_guard
{
public:
    /// Throws `std::logic_error` if another operation is in flight.
    explicit busy_guard(bool& busy) : busy_(busy)
    {
        if (busy)
            throw std::logic_error("dynasio: next() of a stream while another next() is in flight");
        busy = true;
    }
    busy_guard(busy_guard const&) = delete;
    busy_guard& operator=(busy_guard const&) = delete;
    ~busy_guard() { busy_ = false; }

private:
    bool& busy_;
};

} // namespace dynasio::composed

#endif
