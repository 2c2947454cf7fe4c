// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_STORES_PUSH_PREFLIGHT_CHECK_HPP
#define DYNASIO_STORES_PUSH_PREFLIGHT_CHECK_HPP

#include <dynasio/call_options.hpp>
#include <dynasio/stores/message_table.hpp>
#include <dynasio/stores/router_table.hpp>

#include <boost/asio/awaitable.hpp>

#include <string_view>

namespace dynasio {

/// The user that `preflight_check` makes by default.
inline constexpr std::string_view preflight_uaid = "deadbeef00000000deadbeef00000000";

/// Tries what a node needs, before it serves: waits until both tables are ACTIVE; stores a message and deletes it; registers a
/// user, reads, clears and drops it. Leaves nothing behind; also after an error, as far as possible.
/// Errors: that of the step that failed, whose text names the step; `conflict` if the user that was read is not the one that was
/// registered. The text also names what may be left, and `may_have_been_applied` tells whether anything may be.
/// Requests: DescribeTable for each table until it is ACTIVE, once a second, and one for each step.
/// Deadline: 1 minute without a `timeout`.
boost::asio::awaitable<void> preflight_check(message_table const& messages, router_table const& router,
    uaid user = uaid(preflight_uaid), call_options options = {});

} // namespace dynasio

#endif
