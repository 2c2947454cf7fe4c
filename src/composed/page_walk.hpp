// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_COMPOSED_PAGE_WALK_HPP
#define DYNASIO_SRC_COMPOSED_PAGE_WALK_HPP

#include <dynasio/error.hpp>

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>

namespace dynasio::composed {

/// The way through the pages of a query, a scan or a list: where the next page begins, and whether there is one. Refuses
/// a position that came before, since following it would never end: a cycle of up to `remembered` pages at once, a
/// longer one after a few rounds. Memory does not grow with the number of pages. `Position` has `empty`.
template <class Position>
class page_walk
{
public:
    static constexpr std::size_t remembered = 4;

    /// Begins at the first page.
    page_walk() = default;
    /// Begins at the page behind `start`, or is at the end.
    explicit page_walk(std::optional<Position> start, bool at_end = false)
        : position_(std::move(start)), at_end_(at_end)
    {
        if (position_)
            remember(*position_);
    }

    /// Where the next page begins; empty for the first page, and at the end.
    [[nodiscard]] std::optional<Position> const& position() const noexcept { return position_; }
    [[nodiscard]] bool at_end() const noexcept { return at_end_; }

    /// Goes on behind the page whose response had this position; an empty one, or none, means the end. False for a position
    /// that came before: then nothing changes.
    [[nodiscard]] bool advance(std::optional<Position> next)
    {
        if (!next || next->empty())
        {
            position_.reset();
            at_end_ = true;
            return true;
        }
        if (came_before(*next))
            return false;
        remember(*next);
        position_ = std::move(next);
        return true;
    }

private:
    [[nodiscard]] bool came_before(Position const& next) const
    {
        if (milestone_ == next)
            return true;
        for (auto const& one : recent_)
            if (one == next)
                return true;
        return false;
    }

    void remember(Position const& next)
    {
        recent_[newest_++ % remembered] = next;
        // Brent's cycle detection: the milestone moves on after 1, 2, 4, 8, ... pages.
        if (++steps_ == reach_)
        {
            milestone_ = next;
            reach_ *= 2;
            steps_ = 0;
        }
    }

    std::optional<Position> position_{};
    bool at_end_ = false;
    std::array<std::optional<Position>, remembered> recent_{};
    std::size_t newest_ = 0;
    std::optional<Position> milestone_{};
    std::size_t steps_ = 0;
    std::size_t reach_ = 1;
};

/// The error for a position that came before. `what` says what was read.
inline error repeated_position(std::string what)
{
    return error(client_errc::repeated_page, std::move(what));
}

} // namespace dynasio::composed

#endif
