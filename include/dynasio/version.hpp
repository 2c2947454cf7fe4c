// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_VERSION_HPP
#define DYNASIO_VERSION_HPP

/// The version of the library; the build checks that CMake's is the same.
#define DYNASIO_VERSION_STRING "0.1.0"

#endif
