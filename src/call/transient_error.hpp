// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_CALL_TRANSIENT_ERROR_HPP
#define DYNASIO_SRC_CALL_TRANSIENT_ERROR_HPP

#include <boost/system/error_code.hpp>

namespace dynasio::call {

/// What passes by itself. What is not known here does not: exhausted descriptors, refused certificates, wrong arguments.
bool is_transient(boost::system::error_code e);

} // namespace dynasio::call

#endif
