// SPDX-License-Identifier: BSL-1.0

#include "http/file/open_file.hpp"

#include "text/printable.hpp"

#include <boost/system/system_error.hpp>

#include <string>

#include <unistd.h>

namespace dynasio::http {

open_file::~open_file()
{
    ::close(fd_);
}

boost::system::error_code last_error() noexcept
{
    return {errno, boost::system::system_category()};
}

void throw_file_error(
    boost::system::error_code const e, std::string_view step, std::filesystem::path const& path)
{
    if (e)
        throw boost::system::system_error(
            e, "cannot " + std::string(step) + ' ' + text::printable(path.native()));
}

} // namespace dynasio::http
