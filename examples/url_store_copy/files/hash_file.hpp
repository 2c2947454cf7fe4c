// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_EXAMPLES_URL_STORE_COPY_FILES_HASH_FILE_HPP
#define DYNASIO_EXAMPLES_URL_STORE_COPY_FILES_HASH_FILE_HPP

#include "decide/plan.hpp"
#include "files/descriptor.hpp"
#include "files/in_pool.hpp"

namespace examples::copier {

/// Reads a file from its beginning, on threads of the pool, which must outlive the operation. Cancellation: every type,
/// within some megabytes.
asio::awaitable<contents> hash_file(asio::thread_pool& pool, descriptor file);

} // namespace examples::copier

#endif
