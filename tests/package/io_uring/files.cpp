// SPDX-License-Identifier: BSL-1.0
//
// That whoever links the library is compiled for io_uring as well.

#include <dynasio/http/file_source.hpp>

#include <boost/asio/random_access_file.hpp>

#include <type_traits>

static_assert(std::is_destructible_v<boost::asio::random_access_file>);
