// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_STORES_READ_OPTIONS_HPP
#define DYNASIO_STORES_READ_OPTIONS_HPP

#include <dynasio/call_options.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <utility>

namespace dynasio {

/// Options of a read in a store: `read_options().consistent()`. `call_options` convert to it. Their `timeout` bounds the
/// whole operation, with all its requests, from the moment it is awaited. Its default is in the store's options.
class read_options
{
public:
    read_options() noexcept {}
    read_options(call_options call) noexcept : call_(call) {}
    DYNASIO_REFUSE_MISPLACED(read_options, "This read takes no condition: look at what was read.")

    /// Strongly consistent: sees every write confirmed before. Costs twice the read units. Default false.
    read_options& consistent(bool value = true) & noexcept
    {
        consistent_ = value;
        return *this;
    }
    read_options consistent(bool value = true) && noexcept { return std::move(consistent(value)); }

    /// For operations that read several items: skips malformed ones instead of failing with `malformed_item`.
    /// Default false.
    read_options& skip_bad_items(bool value = true) & noexcept
    {
        skip_bad_items_ = value;
        return *this;
    }
    read_options skip_bad_items(bool value = true) && noexcept { return std::move(skip_bad_items(value)); }

    /// For record tables: leaves out records whose `time_to_live` has come, by the client's clock when they are read.
    /// DynamoDB deletes them only some days later. They are read and billed. Like DynamoDB, takes a time five years ago or
    /// more for a mistake, and such a record for one that does not expire. Ends with `bad_input` if the struct has no
    /// `time_to_live`. Default false.
    read_options& skip_expired(bool value = true) & noexcept
    {
        skip_expired_ = value;
        return *this;
    }
    read_options skip_expired(bool value = true) && noexcept { return std::move(skip_expired(value)); }

    [[nodiscard]] bool is_consistent() const noexcept { return consistent_; }
    [[nodiscard]] bool skips_bad_items() const noexcept { return skip_bad_items_; }
    [[nodiscard]] bool skips_expired() const noexcept { return skip_expired_; }
    [[nodiscard]] call_options const& call() const noexcept { return call_; }

private:
    call_options call_;
    bool consistent_ = false;
    bool skip_bad_items_ = false;
    bool skip_expired_ = false;
};

/// Options of a list in a store: `list_options().descending().limit(10)`. `read_options` and `call_options` convert to
/// it.
class list_options
{
public:
    list_options() noexcept {}
    list_options(read_options read) noexcept : read_(read) {}
    list_options(call_options call) noexcept : read_(call) {}
    DYNASIO_REFUSE_MISPLACED(list_options, "This read takes no condition: look at what was read.")

    /// See `read_options`.
    list_options& consistent(bool value = true) & noexcept
    {
        read_.consistent(value);
        return *this;
    }
    list_options consistent(bool value = true) && noexcept { return std::move(consistent(value)); }

    /// See `read_options`.
    list_options& skip_bad_items(bool value = true) & noexcept
    {
        read_.skip_bad_items(value);
        return *this;
    }
    list_options skip_bad_items(bool value = true) && noexcept { return std::move(skip_bad_items(value)); }

    /// Reverses the order. Default false.
    list_options& descending(bool value = true) & noexcept
    {
        descending_ = value;
        return *this;
    }
    list_options descending(bool value = true) && noexcept { return std::move(descending(value)); }

    /// The maximum number of entries; positive. For a page, entries that are skipped or filtered out count too, so the
    /// page may have fewer.
    list_options& limit(std::size_t value) & noexcept
    {
        limit_ = value;
        return *this;
    }
    list_options limit(std::size_t value) && noexcept { return std::move(limit(value)); }

    /// Begins after the page whose `next` is this cursor.
    list_options& after(std::string cursor) & noexcept
    {
        after_ = std::move(cursor);
        return *this;
    }
    list_options after(std::string cursor) && noexcept { return std::move(after(std::move(cursor))); }

    [[nodiscard]] read_options const& read() const noexcept { return read_; }
    [[nodiscard]] bool is_descending() const noexcept { return descending_; }
    [[nodiscard]] std::optional<std::size_t> limit() const noexcept { return limit_; }
    [[nodiscard]] std::optional<std::string> const& after() const noexcept { return after_; }

private:
    read_options read_;
    bool descending_ = false;
    std::optional<std::size_t> limit_;
    std::optional<std::string> after_;
};

} // namespace dynasio

#endif
