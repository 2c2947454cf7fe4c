// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_STORES_URLS_FAILURE_HPP
#define DYNASIO_SRC_STORES_URLS_FAILURE_HPP

#include <dynasio/stores/urls/url_error.hpp>

#include <string>

namespace dynasio::stores::urls {

/// Throws `url_error` with `bad_input`.
[[noreturn]] void throw_bad_input(std::string operation, std::string key, std::string reason);

/// Throws `url_error` with `not_connected`.
[[noreturn]] void throw_not_connected(std::string operation, std::string key);

} // namespace dynasio::stores::urls

#endif
