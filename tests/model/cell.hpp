// SPDX-License-Identifier: BSL-1.0
//
// The model of one record or key pair: what each operation does and responds in each state.

#ifndef DYNASIO_TESTS_MODEL_CELL_HPP
#define DYNASIO_TESTS_MODEL_CELL_HPP

#include "history.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace dynasio::tests::model {

struct cell
{
    bool exists = false;
    std::string text{};
    std::int64_t count = 0;
    std::int64_t revision = 0;

    friend bool operator==(cell const&, cell const&) = default;
    [[nodiscard]] std::string describe() const;
};

enum class action : unsigned char
{
    read,          ///< returns the state
    put,           ///< stores text and count; with `expected`, only over this revision
    create,        ///< only if there is none
    get_or_create, ///< returns the state after it
    set_text,
    add,   ///< counts up
    erase, ///< only if there is one
    take,  ///< returns what was there
    drop,  ///< whatever is there
    check, ///< changes nothing
};

/// What one operation does with one cell.
struct cell_action
{
    action what = action::read;
    std::string text{};
    std::int64_t count = 0;                      ///< of a put; or how much to add
    std::optional<std::int64_t> only_if_below{}; ///< the stored count must be
    std::optional<std::int64_t> expected{};      ///< revision that a put replaces; counts it up
    bool counts_revision = false;
    bool sets_text = false; ///< also with `add`
};

struct cell_response
{
    code said = code::none;
    cell after{};
};
cell_response respond(cell_action const& a, cell const& before);

/// One operation on one cell, as it was seen.
struct cell_event
{
    call const* from = nullptr;
    cell_action what{};
    verdict ended = verdict::broken; ///< for this cell
    code why = code::none;
    /// What it returned: the record, or that there is none. Empty: nothing of the record.
    std::optional<std::optional<cell>> returned{};
    /// It must have found a record at some moment.
    bool saw_one = false;
    int group = -1; ///< of a transaction whose outcome is unknown
};

using cell_history = std::vector<cell_event>;

/// Why no order of the events explains them all; empty if one does. `applied` has the groups that are decided.
std::string problem_of(cell_history const& history, std::map<int, bool> const& applied = {});

/// The same for several cells with the transactions between them: each of unknown outcome was applied to all of its cells,
/// or to none.
std::string problem_of_all(std::map<std::string, cell_history> const& cells);

} // namespace dynasio::tests::model

#endif
