// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_STORES_RECORDS_STREAM_OPTIONS_HPP
#define DYNASIO_STORES_RECORDS_STREAM_OPTIONS_HPP

#include <dynasio/call_options.hpp>
#include <dynasio/expressions/condition.hpp>
#include <dynasio/stores/read_options.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

namespace dynasio {

/// Options of a record stream: `stream_options().descending().page_size(50).read_ahead()`. `read_options` and
/// `call_options` convert to it. A `timeout` bounds each request, a `deadline` all.
class stream_options
{
public:
    stream_options() {}
    stream_options(read_options read) : read_(read) {}
    stream_options(call_options call) : read_(call) {}
    DYNASIO_REFUSE_MISPLACED(
        stream_options, "Put the condition into options: stream_options().filter(condition).")

    /// Returns only records that meet this condition. The others are read and billed too. If called several times, all
    /// conditions must be met. In a query, the condition must not name a key of the table or index that is read, nor an
    /// attribute that a global index does not contain: the stream ends with `bad_input`.
    stream_options& filter(condition what) &
    {
        filter_ = std::move(filter_) && std::move(what);
        return *this;
    }
    stream_options filter(condition what) && { return std::move(filter(std::move(what))); }

    /// For queries: in descending order of the sort key. Default false.
    stream_options& descending(bool value = true) & noexcept
    {
        descending_ = value;
        return *this;
    }
    stream_options descending(bool value = true) && noexcept { return std::move(descending(value)); }

    /// For queries: reads this index instead of the table.
    stream_options& index(std::string name) &
    {
        index_ = std::move(name);
        return *this;
    }
    stream_options index(std::string name) && { return std::move(index(std::move(name))); }

    /// The maximum number of records that one request reads, before the filter; at least 1. Default: as many as fit into
    /// 1 MB.
    stream_options& page_size(std::int32_t value) & noexcept
    {
        page_size_ = value;
        return *this;
    }
    stream_options page_size(std::int32_t value) && noexcept { return std::move(page_size(value)); }

    /// The maximum number of records in the stream; at least 1.
    stream_options& limit(std::size_t value) & noexcept
    {
        limit_ = value;
        return *this;
    }
    stream_options limit(std::size_t value) && noexcept { return std::move(limit(value)); }

    /// Requests the next page while the current one is used. Keeps two pages in memory. Default false.
    stream_options& read_ahead(bool value = true) & noexcept
    {
        read_ahead_ = value;
        return *this;
    }
    stream_options read_ahead(bool value = true) && noexcept { return std::move(read_ahead(value)); }

    /// For scans: reads this many segments of the table concurrently, in no particular order, with at most two pages of
    /// each in memory. 1 to 1,000,000; default 1.
    stream_options& segments(std::int32_t value) & noexcept
    {
        segments_ = value;
        return *this;
    }
    stream_options segments(std::int32_t value) && noexcept { return std::move(segments(value)); }

    /// Resumes at the cursor of an earlier stream, which must have the same partition, index and segments; another one ends
    /// with `bad_input`. The order and the filter may differ.
    stream_options& after(std::string cursor) &
    {
        cursor_ = std::move(cursor);
        return *this;
    }
    stream_options after(std::string cursor) && { return std::move(after(std::move(cursor))); }

    [[nodiscard]] read_options const& read() const noexcept { return read_; }
    [[nodiscard]] condition const& filter() const noexcept { return filter_; }
    [[nodiscard]] bool is_descending() const noexcept { return descending_; }
    [[nodiscard]] std::optional<std::string> const& index() const noexcept { return index_; }
    [[nodiscard]] std::optional<std::int32_t> page_size() const noexcept { return page_size_; }
    [[nodiscard]] std::optional<std::size_t> limit() const noexcept { return limit_; }
    [[nodiscard]] bool reads_ahead() const noexcept { return read_ahead_; }
    [[nodiscard]] std::int32_t segments() const noexcept { return segments_; }
    [[nodiscard]] std::optional<std::string> const& after() const noexcept { return cursor_; }

private:
    read_options read_;
    condition filter_;
    bool descending_ = false;
    std::optional<std::string> index_;
    std::optional<std::int32_t> page_size_;
    std::optional<std::size_t> limit_;
    bool read_ahead_ = false;
    std::int32_t segments_ = 1;
    std::optional<std::string> cursor_;
};

} // namespace dynasio

#endif
