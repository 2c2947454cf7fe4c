// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_TESTING_GATE_HPP
#define DYNASIO_TESTING_GATE_HPP

#include <dynasio/clock.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>
#include <memory>

namespace dynasio::testing {

/// Holds coroutines back until the test opens it. Copies are the same gate. Thread safety: shared objects are safe.
class gate
{
public:
    gate();

    /// Opens the gate for good. All waiting coroutines go on.
    void open() const;

    /// Whether `open` has been called.
    [[nodiscard]] bool is_open() const;

    /// The number of coroutines that wait.
    [[nodiscard]] std::size_t waiting() const;

    /// Ends when the gate is open, with an error when `deadline` comes first by `source` (`timed_out`), or with
    /// `operation_aborted` when cancelled, or when `stop` is interrupted, which must outlive the operation. A null clock knows
    /// no deadline.
    [[nodiscard]] boost::asio::awaitable<boost::system::error_code> wait(
        std::shared_ptr<http::clock> source = nullptr, http::time_point deadline = http::no_deadline,
        http::interruption* stop = nullptr) const;

private:
    struct impl;
    std::shared_ptr<impl> impl_;
};

} // namespace dynasio::testing

#endif
