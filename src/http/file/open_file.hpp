// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_HTTP_FILE_OPEN_FILE_HPP
#define DYNASIO_SRC_HTTP_FILE_OPEN_FILE_HPP

#include <boost/system/error_code.hpp>

#include <cerrno>
#include <filesystem>
#include <string_view>

namespace dynasio::http {

/// A descriptor, which is closed at the end. Errors of closing are not reported: what must be on the disk is synchronised
/// before that.
class open_file
{
public:
    explicit open_file(int fd) noexcept : fd_(fd) {}
    open_file(open_file const&) = delete;
    open_file& operator=(open_file const&) = delete;
    virtual ~open_file();

    [[nodiscard]] int fd() const noexcept { return fd_; }

private:
    int const fd_;
};

/// What a system call returns that is interrupted by no signal.
template <class Call>
auto uninterrupted(Call call)
{
    for (;;)
    {
        auto const result = call();
        if (result != -1 || errno != EINTR)
            return result;
    }
}

/// The error of the last system call.
boost::system::error_code last_error() noexcept;

/// Throws it, with a text such as "cannot read /a/b". Does nothing where there is no error.
void throw_file_error(boost::system::error_code e, std::string_view step, std::filesystem::path const& path);

} // namespace dynasio::http

#endif
