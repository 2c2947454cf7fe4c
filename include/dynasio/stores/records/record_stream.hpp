// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_STORES_RECORDS_RECORD_STREAM_HPP
#define DYNASIO_STORES_RECORDS_RECORD_STREAM_HPP

#include <dynasio/stores/records/detail/record_stream_state.hpp>

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace dynasio {

/// The records that a query, a scan or `find_by` of a `record_table` finds, page by page behind the scenes:
///
///     auto friends = phones.find_by<&phone::relationship>("FRIEND");
///     while (auto each = co_await friends.next())
///         use(*each);
///
/// To stop, destroy it; a page that is being read ahead is then given up.
/// Lifetimes: the client has to live on. A stream may be destroyed while `next` is in flight. The table object may go.
/// One that reads ahead must not outlive the execution context of the coroutines that used it.
/// Threads: distinct objects are safe; one object and its copies, which are the same stream, are not.
template <class T>
class record_stream
{
public:
    /// The next record; empty after the last one. One at a time: throws `std::logic_error` while another is in flight.
    ///
    /// Errors: `store_error` with `malformed_item` for a record that does not fit (`read_options::skip_bad_items` leaves
    /// such records out) and with `bad_input` for arguments and cursors that cannot be; those of the client. The stream
    /// then stands where it was.
    /// Requests: one Query or Scan when a page is needed. On an index that does not have all attributes also one
    /// BatchGetItem per 100 records, and, once for each table object and index, one DescribeTable.
    /// Cancellation: every type that the coroutine lets through, with `operation_aborted`. A page that is being read
    /// ahead goes on.
    boost::asio::awaitable<std::optional<T>> next() { return next_of(state_); }

    /// The rest of the present page, or the next one; empty after the last page. A page may have no records and not be
    /// the last. As `next` in all else.
    boost::asio::awaitable<std::optional<std::vector<T>>> next_page() { return next_page_of(state_); }

    /// The same into `page`, false after the last one. What `page` has is replaced, but its memory and that of its records
    /// is used again, which saves up to half of the time that decoding takes. Members that are not described keep what
    /// they had. After an error `page` is empty. It has to live until this ends.
    boost::asio::awaitable<bool> next_page(std::vector<T>& page) { return next_page_into(state_, page); }

    /// A text, fit for a URL, with which `stream_options::after` goes on behind the last record that was handed out; empty
    /// when all have been.
    [[nodiscard]] std::optional<std::string> cursor() const { return stores::records::cursor_of(*state_); }

    explicit record_stream(stores::records::record_stream_pointer state) noexcept : state_(std::move(state))
    {}

private:
    using page_type = stores::records::record_page_of<T>;

    static boost::asio::awaitable<std::optional<T>> next_of(stores::records::record_stream_pointer self)
    {
        auto const found = co_await stores::records::next_records(self, false);
        std::optional<T> result;
        if (found.page)
            result =
                std::move(static_cast<page_type*>(found.page)->records.all[found.page->place(found.first)]);
        co_return result;
    }

    static boost::asio::awaitable<std::optional<std::vector<T>>> next_page_of(
        stores::records::record_stream_pointer self)
    {
        auto const found = co_await stores::records::next_records(self, true);
        std::optional<std::vector<T>> result;
        if (found.page)
            result = take(found);
        co_return result;
    }

    static boost::asio::awaitable<bool> next_page_into(
        stores::records::record_stream_pointer self, std::vector<T>& records)
    {
        stores::records::reuse(*self, page_type::make_of(std::move(records)));
        records.clear();
        auto const found = co_await stores::records::next_records(self, true);
        if (found.page)
            records = take(found);
        co_return found.page != nullptr;
    }

    static std::vector<T> take(stores::records::record_span const& found)
    {
        auto& [all, count] = static_cast<page_type*>(found.page)->records;
        if (found.first == 0 && found.count == count && found.page->order.empty())
        {
            all.resize(count);
            return std::move(all);
        }
        std::vector<T> result;
        result.reserve(found.count);
        for (std::size_t i = found.first; i < found.first + found.count; ++i)
            result.push_back(std::move(all[found.page->place(i)]));
        return result;
    }

    stores::records::record_stream_pointer state_;
};

} // namespace dynasio

#endif
