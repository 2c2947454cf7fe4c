// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_HTTP_POOL_TRUST_STORE_HPP
#define DYNASIO_SRC_HTTP_POOL_TRUST_STORE_HPP

#include <string>
#include <string_view>

namespace dynasio::http {

/// Why the contents of a file (PEM) cannot be a `tls_options::ca_file`; empty when they can.
std::string fault_of_trust_store(std::string_view pem);

} // namespace dynasio::http

#endif
