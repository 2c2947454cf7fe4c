// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_EXAMPLES_OBSERVING_OBSERVED_WORK_HPP
#define DYNASIO_EXAMPLES_OBSERVING_OBSERVED_WORK_HPP

#include <dynasio/client.hpp>

#include <boost/asio/awaitable.hpp>

#include <string>

namespace examples::observing {

/// Something to observe: makes a table, writes and reads, and fails once.
boost::asio::awaitable<void> work(dynasio::client client, std::string table);

} // namespace examples::observing

#endif
