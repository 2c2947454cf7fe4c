// SPDX-License-Identifier: BSL-1.0
//
// Decides how a save continues after its transaction was cancelled: with which second.

#ifndef DYNASIO_SRC_STORES_SPECS_SAVE_ROUNDS_HPP
#define DYNASIO_SRC_STORES_SPECS_SAVE_ROUNDS_HPP

#include <cstdint>
#include <optional>

namespace dynasio::stores::specs {

/// Why the transaction of a save was cancelled.
struct spec_save_outcome
{
    bool version_exists = false;                     ///< a version with this second exists
    bool latest_is_newer = false;                    ///< the latest item is not older than this second
    std::optional<std::int64_t> latest_updated_at{}; ///< of that item, if the response contains it
    /// Others wrote the same items, or the request was throttled. The second itself may be free.
    bool contended = false;
};

/// The next round of a save.
struct spec_save_round
{
    std::int64_t seconds = 0;
    bool wait = false; ///< after a pause, because another save won, or others write the same items

    friend bool operator==(spec_save_round const&, spec_save_round const&) = default;
};

/// The next round after one with `seconds` was cancelled at the time `now`. Empty if no round can succeed. The time of a
/// spec never decreases, and no version replaces another.
[[nodiscard]] std::optional<spec_save_round> next_spec_save_round(
    std::int64_t seconds, std::int64_t now, spec_save_outcome const& outcome) noexcept;

} // namespace dynasio::stores::specs

#endif
