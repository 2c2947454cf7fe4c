// SPDX-License-Identifier: BSL-1.0
//
// What the driver does with the service. Each prints what it checks, and throws at the first thing that is wrong.

#ifndef DYNASIO_EXAMPLES_SPECS_SERVICE_DRIVER_SCENARIOS_HPP
#define DYNASIO_EXAMPLES_SPECS_SERVICE_DRIVER_SCENARIOS_HPP

#include "common/child_process.hpp"
#include "session.hpp"

namespace examples {

asio::awaitable<void> use_everything(service where);
asio::awaitable<void> be_refused(service where);
asio::awaitable<void> ask_200_at_a_time(service where);
/// Ends the service while it answers, and sees that it does so in order.
asio::awaitable<void> end_while_busy(service where, child_process& process);

} // namespace examples

#endif
