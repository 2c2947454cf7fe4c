// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_AWS_CONFIG_REPLACE_FILE_HPP
#define DYNASIO_SRC_AWS_CONFIG_REPLACE_FILE_HPP

#include <boost/system/error_code.hpp>

#include <string>
#include <string_view>

namespace dynasio::aws::detail {

/// Replaces the file at once by one that only its owner may read and write, or makes it. A symbolic link is followed. Blocks.
boost::system::error_code replace_private_file(std::string const& path, std::string_view contents);

} // namespace dynasio::aws::detail

#endif
