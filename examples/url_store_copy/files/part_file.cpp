// SPDX-License-Identifier: BSL-1.0

#include "files/part_file.hpp"

#include "decide/keys.hpp"

#include <boost/system/error_code.hpp>
#include <boost/system/system_error.hpp>

#include <cerrno>
#include <cstdio>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace examples::copier {

part_file::part_file(target_place place)
    : place_(std::move(place)), name_(unfinished_name(place_.name)), buffer_(256 * 1024)
{
    constexpr int flags = O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;
    file_ = descriptor(checked(openat(place_.folder.number(), name_.c_str(), flags, 0666), "open " + name_));
    if (flock(file_.number(), LOCK_EX | LOCK_NB) != 0)
        checked(-1, "another program writes " + name_);
    size_ = size_of_regular(file_, "open " + name_);
    struct stat about{};
    checked(fstat(file_.number(), &about), "look at " + name_);
    if (about.st_nlink > 1) // the other name may be outside of the folder
        throw boost::system::system_error(
            EEXIST, boost::system::system_category(), name_ + " has a second name");
    digest_.emplace();
}

part_file::~part_file()
{
    if (!has_ended_ && size_ == 0)
        unlinkat(place_.folder.number(), name_.c_str(), 0);
}

bool part_file::read_some()
{
    auto const n = read_at(file_, read_, buffer_);
    digest_->update(std::span(buffer_).first(n));
    read_ += n;
    bool const more = n == buffer_.size();
    if (!more)
        size_ = read_;
    return more;
}

void part_file::restart()
{
    checked(ftruncate(file_.number(), 0), "cut " + name_);
    size_ = 0;
    read_ = 0;
    digest_.emplace();
}

void part_file::append(std::span<std::byte const> bytes)
{
    write_at(file_, size_, bytes);
    digest_->update(bytes);
    size_ += bytes.size();
    read_ = size_;
}

void part_file::remove()
{
    checked(unlinkat(place_.folder.number(), name_.c_str(), 0), "remove " + name_);
    has_ended_ = true;
}

void part_file::commit()
{
    checked(fsync(file_.number()), "write " + name_);
    (void)place_.existing_size(); // nothing but a file is replaced
    auto const folder = place_.folder.number();
    checked(renameat(folder, name_.c_str(), folder, place_.name.c_str()), "rename " + name_);
    has_ended_ = true;
}

} // namespace examples::copier
