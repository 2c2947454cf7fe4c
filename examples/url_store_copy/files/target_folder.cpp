// SPDX-License-Identifier: BSL-1.0

#include "files/target_folder.hpp"

#include <boost/system/error_code.hpp>
#include <boost/system/system_error.hpp>

#include <cerrno>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>

namespace examples::copier {

namespace {

descriptor open_folder(int parent, std::string const& name, int flags)
{
    return descriptor(openat(parent, name.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | flags));
}

descriptor enter(descriptor const& parent, std::string const& name)
{
    if (mkdirat(parent.number(), name.c_str(), 0777) != 0 && errno != EEXIST)
        checked(-1, "make the folder " + name);
    auto folder = open_folder(parent.number(), name, O_NOFOLLOW);
    checked(folder.number(), "open the folder " + name + ", which must not be a link");
    return folder;
}

} // namespace

std::optional<std::uint64_t> target_place::existing_size() const
{
    struct stat about{};
    if (fstatat(folder.number(), name.c_str(), &about, AT_SYMLINK_NOFOLLOW) != 0)
    {
        if (errno == ENOENT)
            return std::nullopt;
        checked(-1, "look at the target");
    }
    if (!S_ISREG(about.st_mode))
        throw boost::system::system_error(
            EEXIST, boost::system::system_category(), "in its place is something that is no regular file");
    return static_cast<std::uint64_t>(about.st_size);
}

target_folder::target_folder(std::filesystem::path const& path)
{
    std::filesystem::create_directories(path);
    root_ = open_folder(AT_FDCWD, path.native(), 0);
    checked(root_.number(), "open the folder");
}

target_place target_folder::place_of(std::string_view path) const
{
    target_place place;
    auto folder = open_folder(root_.number(), ".", 0);
    checked(folder.number(), "open the folder");
    for (auto slash = path.find('/'); slash != path.npos; slash = path.find('/'))
    {
        folder = enter(folder, std::string(path.substr(0, slash)));
        path.remove_prefix(slash + 1);
    }
    place.folder = std::move(folder);
    place.name = std::string(path);
    return place;
}

} // namespace examples::copier
