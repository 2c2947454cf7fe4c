// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_STORES_LOST_RESPONSE_HPP
#define DYNASIO_SRC_STORES_LOST_RESPONSE_HPP

#include <dynasio/call_metadata.hpp>

#include <string_view>

namespace dynasio::stores {

/// For a write that succeeded and found nothing: throws `operation_error` with `client_errc::outcome_unknown` and this text if an
/// earlier attempt may be the reason.
void throw_if_applied_before(
    call_metadata const& metadata, std::string_view operation, std::string_view context);

} // namespace dynasio::stores

#endif
