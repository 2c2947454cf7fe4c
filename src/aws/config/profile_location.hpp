// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_AWS_CONFIG_PROFILE_LOCATION_HPP
#define DYNASIO_SRC_AWS_CONFIG_PROFILE_LOCATION_HPP

#include <dynasio/aws/environment.hpp>
#include <dynasio/aws/profile_file.hpp>

#include <optional>
#include <string>

namespace dynasio::aws {

/// Whose habits decide what the home folder is and how paths are written.
enum class platform : unsigned char
{
    posix,
    windows,
#ifdef _WIN32
    native = windows,
#else
    native = posix,
#endif
};

/// Where the two files are. A path is empty when it would be in the home folder and that is not known.
struct profile_location
{
    std::string config;
    std::string credentials;
    bool home_is_known = false;
};

/// The home folder: `HOME`; on Windows then `USERPROFILE`, `HOMEDRIVE` with `HOMEPATH`.
std::optional<std::string> home_folder(environment const& env, platform on = platform::native);

/// `AWS_CONFIG_FILE` and `AWS_SHARED_CREDENTIALS_FILE`, in place of each `.aws/config` and `.aws/credentials`
/// in the home folder. A `~` at the start of a path is the home folder.
profile_location locate_profile_files(environment const& env, platform on = platform::native);

/// What an error says behind the name of a profile that is in none of the files: the files that were looked for, and that
/// `HOME` is not set when it is not.
std::string absence_from(profile_location const& where);

/// Reads both files from their places; a file that is not there counts as empty. Blocks the thread.
/// Errors: as `environment::file` and `parse_profile_files`.
profile_files load_profile_files(environment const& env, profile_location const& where);

} // namespace dynasio::aws

#endif
