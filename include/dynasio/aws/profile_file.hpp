// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_AWS_PROFILE_FILE_HPP
#define DYNASIO_AWS_PROFILE_FILE_HPP

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace dynasio::aws {

/// The properties of one section of a profile file: a profile, an SSO session, a set of services.
/// The values may be secrets: they are overwritten when the section is destroyed, and nothing here prints
/// them.
class profile_section
{
public:
    using map = std::map<std::string, std::string, std::less<>>;

    profile_section() = default;
    profile_section(profile_section const&) = default;
    profile_section(profile_section&&) noexcept = default;
    profile_section& operator=(profile_section other) noexcept;
    ~profile_section();

    /// The value of a property, named in lower case; nothing when it is absent or empty.
    /// The view is good until the section is changed or destroyed.
    std::optional<std::string_view> get(std::string_view name) const noexcept;

    /// The value of the sub-property `name` of the property `group`: the form `group =` followed by indented
    /// `name = value`.
    std::optional<std::string_view> get(std::string_view group, std::string_view name) const noexcept;

    /// Every property, as it was written. Names are in lower case; the lines of a value are joined by
    /// newlines.
    map const& properties() const noexcept { return properties_; }

    /// Sets a property, in place of an earlier one of that name.
    void set(std::string name, std::string value);

    /// Adds a line to the value of a property that is there.
    void append_line(std::string_view name, std::string_view line);

private:
    map properties_;
};

/// What the config file and the credentials file say together.
struct profile_files
{
    using sections = std::map<std::string, profile_section, std::less<>>;

    profile_files() = default;

    /// By the name without the word `profile`. Where both files have a property, that of the credentials file
    /// is here.
    sections profiles;
    sections sso_sessions;
    sections services;

    /// Null when there is none of that name.
    profile_section const* profile(std::string_view name) const noexcept;
};

/// Reads the two files. Either may be empty. `config_name` and `credentials_name` (paths) appear in error
/// messages.
///
/// Sections and properties whose names have characters that names cannot have are left out. Throws
/// `configuration_error`
/// (`malformed_profile_file`), with file and line, when the structure is broken: a section without `]`, a
/// property without `=` or without a name, a property or an indented line where none can be. The message
/// shows nothing of the values.
profile_files parse_profile_files(std::string_view config, std::string_view credentials,
    std::string_view config_name = "config file", std::string_view credentials_name = "credentials file");

} // namespace dynasio::aws

#endif
