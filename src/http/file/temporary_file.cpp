// SPDX-License-Identifier: BSL-1.0

#include "http/file/temporary_file.hpp"

#include <array>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <new>
#include <string_view>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace dynasio::http {

using boost::system::error_code;

namespace {

constexpr std::string_view before_name = ".";
constexpr std::string_view after_name = ".XXXXXX.part";
constexpr std::string_view kept_suffix = ".part";

/// File systems take names of 255 bytes.
constexpr std::size_t longest_name = 255 - before_name.size() - after_name.size();

/// The beginning of a name, without half of a character.
std::string_view shortened(std::string_view name)
{
    if (name.size() <= longest_name)
        return name;
    auto end = longest_name;
    while (end != 0 && (static_cast<unsigned char>(name[end]) & 0xC0) == 0x80)
        --end;
    return name.substr(0, end);
}

/// Other files than regular ones are not to be replaced: devices, and what lies behind `/dev/stdout`.
error_code refusal_of_target(std::filesystem::path const& target)
{
    auto const category = [](int e) { return error_code(e, boost::system::system_category()); };
    if (!target.has_filename() || target.filename() == "." || target.filename() == "..")
        return category(EISDIR);
    struct ::stat about{};
    if (::stat(target.c_str(), &about) != 0)
        return errno == ENOENT ? error_code() : last_error();
    if (S_ISREG(about.st_mode))
        return {};
    return category(S_ISDIR(about.st_mode) ? EISDIR : EINVAL);
}

/// The permissions of a file that this process makes. There is no call that reads the mask without a change for all
/// threads; where the kernel does not tell it, only the owner may read the file.
::mode_t usual_permissions()
{
    std::array<char, 1024> text{}; // the mask is in the second line
    auto const fd = uninterrupted([] { return ::open("/proc/self/status", O_RDONLY | O_CLOEXEC); });
    if (fd < 0)
        return 0600;
    open_file const status(fd);
    auto const size = uninterrupted([&] { return ::read(fd, text.data(), text.size()); });
    std::string_view const all(text.data(), size > 0 ? static_cast<std::size_t>(size) : 0);
    constexpr std::string_view name = "\nUmask:\t";
    auto const found = all.find(name);
    unsigned mask = 0177;
    if (found != std::string_view::npos)
        std::from_chars(all.data() + found + name.size(), all.data() + all.size(), mask, 8);
    return 0666 & ~mask;
}

bool sync_folder(std::filesystem::path const& folder)
{
    auto const fd = uninterrupted([&] { return ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); });
    if (fd < 0)
        return false;
    open_file const opened(fd);
    return uninterrupted([&] { return ::fsync(fd); }) == 0;
}

} // namespace

temporary_file::temporary_file(int fd, std::string name, std::filesystem::path for_target)
    : open_file(fd), path_(std::move(name)), target_(std::move(for_target)), folder_(target_.parent_path())
{}

temporary_file::~temporary_file()
{
    if (!renamed_)
        ::unlink(path_.c_str());
}

error_code temporary_file::rename() noexcept
{
    renamed_ = ::rename(path_.c_str(), target_.c_str()) == 0;
    return renamed_ ? error_code() : last_error();
}

void making_temporary_file::run() noexcept
{
    failure.step = "make a temporary file for";
    try
    {
        make();
    }
    catch (std::system_error const& e) // of the working directory
    {
        failure.error = {e.code().value(), boost::system::system_category()};
    }
    catch (std::bad_alloc const&)
    {
        failure.error = {ENOMEM, boost::system::system_category()};
    }
}

void making_temporary_file::make()
{
    auto const whole = std::filesystem::absolute(target);
    failure.error = refusal_of_target(whole);
    if (failure.error)
    {
        failure.step = "replace";
        return;
    }
    auto const beside = whole.parent_path() / before_name;
    auto name = beside.native();
    name.append(shortened(whole.filename().native())).append(after_name);
    // Opens with O_EXCL, for the owner only.
    auto const fd = uninterrupted(
        [&] { return ::mkostemps(name.data(), static_cast<int>(kept_suffix.size()), O_CLOEXEC); });
    if (fd < 0)
        failure.error = last_error();
    else
        made = std::make_unique<temporary_file>(fd, std::move(name), whole);
}

bool committing_file::check(bool succeeded, char const* step)
{
    if (!succeeded)
        failure = {last_error(), step};
    return succeeded;
}

void committing_file::run() noexcept
{
    auto const fd = file_->fd();
    if (!check(::fchmod(fd, usual_permissions()) == 0, "set the permissions of"))
        return;
    if (sync_ != file_sync::none
        && !check(uninterrupted([&] { return ::fsync(fd); }) == 0, "synchronise the bytes of"))
        return;
    if (!pass())
        return;
    failure = {file_->rename(), "replace"};
    if (!failure.error && sync_ == file_sync::bytes_and_name)
        check(sync_folder(file_->folder()), "synchronise the folder of");
}

} // namespace dynasio::http
