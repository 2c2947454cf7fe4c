// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SECRET_HPP
#define DYNASIO_SECRET_HPP

#include <dynasio/sigv4/secret.hpp>

namespace dynasio {

/// Text that must not leak; see there.
using secret = sigv4::secret;

} // namespace dynasio

#endif
