// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_CALL_OBSERVED_CREDENTIALS_HPP
#define DYNASIO_SRC_CALL_OBSERVED_CREDENTIALS_HPP

#include "aws/credentials/cache/credentials_events.hpp"

#include <dynasio/observer.hpp>

#include <memory>

namespace dynasio::call {

/// Tells an observer what becomes of AWS credentials; null for none.
std::shared_ptr<aws::detail::credentials_events> observe_credentials(std::shared_ptr<observer> watcher);

} // namespace dynasio::call

#endif
