// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_TESTS_SUPPORT_SCRATCH_FOLDER_HPP
#define DYNASIO_TESTS_SUPPORT_SCRATCH_FOLDER_HPP

#include <algorithm>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include <stdlib.h>

namespace dynasio::tests {

/// Removed with all that is in it.
class scratch_folder
{
public:
    scratch_folder()
    {
        std::string name = (std::filesystem::temp_directory_path() / "dynasio-files-XXXXXX").native();
        if (!::mkdtemp(name.data()))
            throw std::runtime_error("no folder for the test");
        path_ = name;
    }
    scratch_folder(scratch_folder const&) = delete;
    scratch_folder& operator=(scratch_folder const&) = delete;
    ~scratch_folder()
    {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }

    [[nodiscard]] std::filesystem::path const& path() const { return path_; }
    [[nodiscard]] std::filesystem::path operator/(std::string_view name) const { return path_ / name; }

    [[nodiscard]] std::vector<std::string> names() const
    {
        std::vector<std::string> all;
        for (auto const& entry : std::filesystem::directory_iterator(path_))
            all.push_back(entry.path().filename());
        std::sort(all.begin(), all.end());
        return all;
    }

private:
    std::filesystem::path path_;
};

} // namespace dynasio::tests

#endif
