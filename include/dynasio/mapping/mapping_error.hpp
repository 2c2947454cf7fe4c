// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_MAPPING_MAPPING_ERROR_HPP
#define DYNASIO_MAPPING_MAPPING_ERROR_HPP

#include <stdexcept>
#include <string>
#include <string_view>

namespace dynasio {

/// Thrown if an item does not fit a struct, or a struct cannot be stored. Contains the attribute, the expected and the
/// actual content. Numbers are quoted in full, other contents of attributes up to 40 bytes.
class mapping_error : public std::runtime_error
{
public:
    mapping_error(std::string path, std::string reason);

    /// The path of the attribute, such as `address.lines[3]`; empty for the value itself.
    [[nodiscard]] std::string const& path() const noexcept { return path_; }

    /// The reason, such as `expected N, found S`.
    [[nodiscard]] std::string const& reason() const noexcept { return reason_; }

    /// The same error, with the path extended by the enclosing level. `step` is a name or `[index]`.
    [[nodiscard]] mapping_error within(std::string_view step) const;

private:
    std::string path_;
    std::string reason_;
};

} // namespace dynasio

#endif
