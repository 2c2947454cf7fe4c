// SPDX-License-Identifier: BSL-1.0

#include "files/descriptor.hpp"

#include <boost/system/error_code.hpp>
#include <boost/system/system_error.hpp>

#include <cerrno>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace examples::copier {

descriptor::~descriptor()
{
    if (number_ >= 0)
        close(number_);
}

int checked(long result, std::string const& what)
{
    if (result < 0)
        throw boost::system::system_error(errno, boost::system::system_category(), what);
    return static_cast<int>(result);
}

std::uint64_t size_of_regular(descriptor const& file, std::string const& what)
{
    struct stat about{};
    checked(fstat(file.number(), &about), what);
    if (!S_ISREG(about.st_mode))
        throw boost::system::system_error(
            EINVAL, boost::system::system_category(), what + ": not a regular file");
    return static_cast<std::uint64_t>(about.st_size);
}

descriptor open_regular(int folder, std::string const& name)
{
    // Without waiting for the writer of a pipe.
    constexpr int flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;
    descriptor file(checked(openat(folder, name.c_str(), flags), "open"));
    size_of_regular(file, "open");
    return file;
}

std::size_t read_at(descriptor const& file, std::uint64_t at, std::span<std::byte> into)
{
    std::size_t filled = 0;
    while (filled < into.size())
    {
        auto const rest = into.subspan(filled);
        auto const n = pread(file.number(), rest.data(), rest.size(), static_cast<off_t>(at + filled));
        if (n < 0 && errno == EINTR)
            continue;
        checked(n, "read");
        if (n == 0)
            break;
        filled += static_cast<std::size_t>(n);
    }
    return filled;
}

void write_at(descriptor const& file, std::uint64_t at, std::span<std::byte const> bytes)
{
    while (!bytes.empty())
    {
        auto const n = pwrite(file.number(), bytes.data(), bytes.size(), static_cast<off_t>(at));
        if (n < 0 && errno == EINTR)
            continue;
        checked(n, "write");
        at += static_cast<std::uint64_t>(n);
        bytes = bytes.subspan(static_cast<std::size_t>(n));
    }
}

} // namespace examples::copier
