// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_CALL_OPTIONS_OPTIONS_FROM_HPP
#define DYNASIO_SRC_CALL_OPTIONS_OPTIONS_FROM_HPP

#include "aws/credentials/search.hpp"

#include <dynasio/client_options.hpp>

namespace dynasio::call {

/// `client_options::load` with profile files that have been read.
client_options options_from(aws::detail::search_settings read, aws::load_options const& overrides);

} // namespace dynasio::call

#endif
