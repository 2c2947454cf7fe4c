// SPDX-License-Identifier: BSL-1.0
//
// What to do after a save was cancelled: which second to try next.

#ifndef DYNASIO_SRC_STORES_SPECS_SAVE_ROUNDS_HPP
#define DYNASIO_SRC_STORES_SPECS_SAVE_ROUNDS_HPP

#include <cstdint>
#include <optional>

namespace dynasio::stores::specs {

/// Why the transaction of a save was cancelled.
struct spec_save_outcome
{
    bool version_exists = false;                     ///< there is a version with this second
    bool latest_is_newer = false;                    ///< the latest item is not older than this second
    std::optional<std::int64_t> latest_updated_at{}; ///< of that item, if it was told
    bool contended =
        false; ///< others were writing the same items, or DynamoDB was busy: the second is not to blame
};

/// The next round of a save.
struct spec_save_round
{
    std::int64_t seconds = 0;
    bool wait = false; ///< after a pause, since others are at it

    friend bool operator==(spec_save_round const&, spec_save_round const&) = default;
};

/// The second for the next round after one with `seconds` was cancelled at the time `now`; empty when no
/// round can help. Time never runs backwards within a spec, and no version replaces another.
[[nodiscard]] std::optional<spec_save_round> next_spec_save_round(
    std::int64_t seconds, std::int64_t now, spec_save_outcome const& outcome) noexcept;

} // namespace dynasio::stores::specs

#endif
