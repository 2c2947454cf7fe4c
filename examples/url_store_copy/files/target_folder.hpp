// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_EXAMPLES_URL_STORE_COPY_FILES_TARGET_FOLDER_HPP
#define DYNASIO_EXAMPLES_URL_STORE_COPY_FILES_TARGET_FOLDER_HPP

#include "files/descriptor.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace examples::copier {

/// A place for a file: its folder, which is open, and its name there. What happens to the path meanwhile does not matter.
struct target_place
{
    descriptor folder;
    std::string name;

    /// The size of the file that is there; empty if there is none. Throws if something else is: a folder, a symbolic link.
    [[nodiscard]] std::optional<std::uint64_t> existing_size() const;
};

/// The folder of a download. Below it no symbolic link is followed, so nothing outside of it is ever written. Blocks.
/// Functions throw `boost::system::system_error`. Threads: shared objects are safe.
class target_folder
{
public:
    /// Makes the folder, and those above, if there is none. The path itself may have symbolic links.
    explicit target_folder(std::filesystem::path const& path);

    /// Makes the folders of a path that `refusal_of_path` has nothing against.
    [[nodiscard]] target_place place_of(std::string_view path) const;

private:
    descriptor root_;
};

} // namespace examples::copier

#endif
