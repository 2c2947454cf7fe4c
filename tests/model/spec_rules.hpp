// SPDX-License-Identifier: BSL-1.0
//
// What must hold of the versions of one spec, whatever several callers do at the same time. The latest item is an object that
// does one thing at a time; the versions follow rules.

#ifndef DYNASIO_TESTS_MODEL_SPEC_RULES_HPP
#define DYNASIO_TESTS_MODEL_SPEC_RULES_HPP

#include "history.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace dynasio::tests::model {

struct spec_version
{
    std::string tag{};                     ///< the text of the version, which no other save has
    std::optional<std::int64_t> seconds{}; ///< if it is known
};

enum class spec_action : unsigned char
{
    save,
    remove,
    read_latest,
    read_versions,
};

/// One operation on one spec, as it was seen.
struct spec_event
{
    call const* from = nullptr;
    spec_action what{};
    spec_version saved{};
    std::optional<spec_version> latest{}; ///< that was read
    std::vector<spec_version> versions{}; ///< that were read
    std::optional<std::size_t> removed{}; ///< items, if they are all of this spec
};

using spec_history = std::vector<spec_event>;

struct spec_rules
{
    /// The clock stands still, and nothing is removed: the seconds follow each other.
    bool seconds_are_successive = false;
};

/// What contradicts the rules, one per line; empty if nothing does. The last read of each kind is taken for one after all
/// other calls.
std::string problem_of(spec_history const& history, spec_rules rules = {});

/// The fewest and the most items that a removal can have deleted.
std::pair<std::size_t, std::size_t> removable(spec_history const& history, call const& removal);

} // namespace dynasio::tests::model

#endif
