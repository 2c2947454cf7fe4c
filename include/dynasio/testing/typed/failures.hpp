// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_TESTING_TYPED_FAILURES_HPP
#define DYNASIO_TESTING_TYPED_FAILURES_HPP

#include <dynasio/error.hpp>
#include <dynasio/testing/service_failure.hpp>
#include <dynasio/value/item.hpp>

#include <optional>
#include <vector>

namespace dynasio::testing {

/// The condition of a write was not met. `stored` is the item that requests get if they ask for it; the function does not
/// look whether they do. Throws `std::runtime_error` for text that is not UTF-8.
service_failure failed_condition(std::optional<item> const& stored = std::nullopt);

/// A transaction was cancelled: one reason per action, a default one for those that would have succeeded. Errors: as above.
service_failure cancelled_transaction(std::vector<cancellation_reason> const& reasons);

} // namespace dynasio::testing

#endif
