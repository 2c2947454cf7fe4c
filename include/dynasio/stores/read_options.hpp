// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_STORES_READ_OPTIONS_HPP
#define DYNASIO_STORES_READ_OPTIONS_HPP

#include <dynasio/call_options.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <utility>

namespace dynasio {

/// How a store reads: `read_options().consistent()`. The options of a call convert to it. `timeout` of the
/// call bounds the whole operation with all its requests, from the moment it is awaited; without one, the
/// store's options do.
class read_options
{
public:
    read_options() noexcept {}
    read_options(call_options call) noexcept : call_(call) {}

    /// Sees every write that was confirmed before, at twice the read units. Default false.
    read_options& consistent(bool value = true) noexcept
    {
        consistent_ = value;
        return *this;
    }

    /// Leaves out stored items that are malformed, where several are read, instead of ending with
    /// `malformed_item`. Default false.
    read_options& skip_bad_items(bool value = true) noexcept
    {
        skip_bad_items_ = value;
        return *this;
    }

    [[nodiscard]] bool is_consistent() const noexcept { return consistent_; }
    [[nodiscard]] bool skips_bad_items() const noexcept { return skip_bad_items_; }
    [[nodiscard]] call_options const& call() const noexcept { return call_; }

private:
    call_options call_;
    bool consistent_ = false;
    bool skip_bad_items_ = false;
};

/// How a store lists: `list_options().descending().limit(10)`. The options of a read or of a call convert to
/// it.
class list_options
{
public:
    list_options() noexcept {}
    list_options(read_options read) noexcept : read_(read) {}
    list_options(call_options call) noexcept : read_(call) {}

    /// See `read_options`.
    list_options& consistent(bool value = true) noexcept
    {
        read_.consistent(value);
        return *this;
    }

    /// See `read_options`.
    list_options& skip_bad_items(bool value = true) noexcept
    {
        read_.skip_bad_items(value);
        return *this;
    }

    /// The other way round. Default false.
    list_options& descending(bool value = true) noexcept
    {
        descending_ = value;
        return *this;
    }

    /// At most this many entries; positive. Of a page: entries that are looked at, so that it may have fewer.
    list_options& limit(std::size_t value) noexcept
    {
        limit_ = value;
        return *this;
    }

    /// Begins after the entry at which the page with this `next` ended.
    list_options& after(std::string cursor) noexcept
    {
        after_ = std::move(cursor);
        return *this;
    }

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
