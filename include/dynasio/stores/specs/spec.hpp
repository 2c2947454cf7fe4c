// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_STORES_SPECS_SPEC_HPP
#define DYNASIO_STORES_SPECS_SPEC_HPP

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace dynasio {

/// A specification as it is saved. It needs an `id`, or a `name` from which the id is derived
/// (`derive_spec_id`), or both.
struct spec
{
    std::optional<std::string> id{};   ///< identifier within the user: 1 to 1003 bytes
    std::optional<std::string> name{}; ///< display name; stored only when given
    std::string version{};             ///< free text, not empty
    std::int64_t model_count = 0;      ///< not negative
    std::optional<std::string> title{};
    std::optional<std::string> description{};

    friend bool operator==(spec const&, spec const&) = default;
};

/// A specification as it is stored: one version of it.
struct spec_info
{
    std::string id{};
    std::optional<std::string> name{}; ///< absent where the item was saved without one
    std::string version{};
    std::int64_t updated_at = 0; ///< whole seconds since the epoch
    std::int64_t model_count = 0;
    std::optional<std::string> title{};
    std::optional<std::string> description{};

    friend bool operator==(spec_info const&, spec_info const&) = default;
};

/// One page of a list.
struct spec_page
{
    std::vector<spec_info> specs{};
    std::optional<std::string>
        next{}; ///< where the next page begins, URL-safe text; absent: this was the last page
};

} // namespace dynasio

#endif
