// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_STORES_OPERATION_DEADLINE_HPP
#define DYNASIO_SRC_STORES_OPERATION_DEADLINE_HPP

#include <dynasio/call_options.hpp>
#include <dynasio/client.hpp>

#include <boost/asio/awaitable.hpp>

#include <memory>

namespace dynasio::detail {

/// One deadline over an operation of several requests. Made when the operation is awaited.
class call_budget
{
public:
    /// `fallback` bounds the operation when the call has no timeout. Throws `operation_error` with
    /// `bad_input` for a timeout that is not positive.
    call_budget(client const& owner, call_options call, call_options::duration fallback);

    /// The options for the next request: it gets what is left. Throws `operation_error` with
    /// `deadline_exceeded` when that is nothing.
    [[nodiscard]] call_options next() const;

    /// What is left. Throws as `next`.
    [[nodiscard]] call_options::duration left() const;

    /// The call's own options without the deadline.
    [[nodiscard]] call_options const& per_request() const noexcept { return call_; }

    /// Ends after `d`, or at the deadline if that is sooner.
    [[nodiscard]] boost::asio::awaitable<void> pause(call_options::duration d) const;

private:
    std::shared_ptr<http::clock> clock_;
    call_options call_;
    http::time_point deadline_;
};

/// A random time below `base`, which doubles with each `round` from 0 on, up to `cap`. `random` is in [0, 1).
[[nodiscard]] call_options::duration jittered(
    call_options::duration base, call_options::duration cap, unsigned round, double random) noexcept;

} // namespace dynasio::detail

#endif
