// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_EXAMPLES_URL_STORE_COPY_FILES_FOLDER_WALK_HPP
#define DYNASIO_EXAMPLES_URL_STORE_COPY_FILES_FOLDER_WALK_HPP

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace examples::copier {

struct found_file
{
    std::string path = {}; ///< within the folder, with `/`
    std::uint64_t size = 0;
    std::string skipped = {}; ///< why it is not to be copied; empty for a file that is
    bool is_failure = false;  ///< it cannot be copied, although it should
};

/// The files of a folder and those below, in the order of the file system. Keeps one position for each level. Blocks.
class folder_walk
{
public:
    /// Throws `std::filesystem::filesystem_error` if this is no folder, or cannot be read.
    explicit folder_walk(std::filesystem::path const& folder);

    /// The next files, at most `most`; none at the end.
    std::vector<found_file> next(std::size_t most);

private:
    struct level
    {
        std::string prefix;
        std::filesystem::directory_iterator at;
    };

    void look_at(std::filesystem::directory_entry const& entry, std::vector<found_file>& into);
    void enter(std::filesystem::path const& folder, std::string path, std::vector<found_file>& into);

    std::vector<level> levels_;
};

} // namespace examples::copier

#endif
