// SPDX-License-Identifier: BSL-1.0

#include <dynasio/client_options.hpp>
