// SPDX-License-Identifier: BSL-1.0

#include "aws/config/replace_file.hpp"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <memory>

#include <fcntl.h>
#include <unistd.h>

namespace dynasio::aws::detail {

namespace {

using boost::system::error_code;

error_code last_error()
{
    return {errno, boost::system::system_category()};
}

struct release
{
    void operator()(char* text) const noexcept { std::free(text); }
};

/// Where a link leads, so that the link stays.
std::string target_of(std::string const& path)
{
    std::unique_ptr<char, release> const resolved(::realpath(path.c_str(), nullptr));
    return resolved ? std::string(resolved.get()) : path;
}

/// Removed unless it gets the name of the target.
class new_file
{
public:
    explicit new_file(std::string const& target) : path_(target + ".XXXXXX")
    {
        fd_ = ::mkostemp(path_.data(), O_CLOEXEC); // readable for its owner only
    }
    new_file(new_file const&) = delete;
    new_file& operator=(new_file const&) = delete;
    ~new_file()
    {
        if (fd_ < 0)
            return;
        ::close(fd_);
        if (!renamed_)
            ::unlink(path_.c_str());
    }

    [[nodiscard]] bool is_open() const noexcept { return fd_ >= 0; }

    bool write(std::string_view bytes) noexcept
    {
        while (!bytes.empty())
        {
            auto const written = ::write(fd_, bytes.data(), bytes.size());
            if (written < 0 && errno == EINTR)
                continue;
            if (written < 0)
                return false;
            bytes.remove_prefix(static_cast<std::size_t>(written));
        }
        return ::fsync(fd_) == 0;
    }

    bool rename(std::string const& target) noexcept
    {
        renamed_ = ::rename(path_.c_str(), target.c_str()) == 0;
        return renamed_;
    }

private:
    std::string path_;
    int fd_ = -1;
    bool renamed_ = false;
};

} // namespace

error_code replace_private_file(std::string const& path, std::string_view contents)
{
    auto const target = target_of(path);
    new_file file(target);
    if (!file.is_open() || !file.write(contents) || !file.rename(target))
        return last_error();
    return {};
}

} // namespace dynasio::aws::detail
