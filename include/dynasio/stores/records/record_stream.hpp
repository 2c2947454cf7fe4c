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

/// The records of a query, a scan or `find_by` of a `record_table`. Pages are read as needed:
///
///     auto friends = phones.find_by<&phone::relationship>("FRIEND");
///     while (auto each = co_await friends.next())
///         use(*each);
///
/// To stop, destroy the stream. This cancels the page that is being read ahead.
/// `call_options::metadata`: gets the requests of a page when the page is used, and must live until the last `next` has
/// ended. A page that was read ahead and is not used is not counted.
/// Lifetimes: the client must outlive the stream; the table object need not. A stream may be destroyed while `next` is in
/// flight.
/// One that reads ahead must not outlive the execution context of the coroutines that used it.
/// Threads: distinct streams are safe. Copies are the same stream and must not be used at the same time.
template <class T>
class record_stream
{
public:
    /// The next record; empty after the last one. Throws `std::logic_error` if another `next` is in flight.
    ///
    /// Errors: `store_error` with `malformed_item` for a record that does not fit (`read_options::skip_bad_items` skips
    /// such records) and with `bad_input` for invalid arguments and cursors; those of the client. The position of the
    /// stream does not change.
    /// Requests: one Query or Scan for each page. If an index does not have all attributes, also one BatchGetItem per 100
    /// records, and one DescribeTable per table object and index.
    /// Cancellation: all types that the coroutine accepts; ends with `operation_aborted`. Does not cancel a page that is
    /// being read ahead.
    boost::asio::awaitable<std::optional<T>> next() { return next_of(state_); }

    /// The rest of the current page, or the next page; empty after the last one. A page without records need not be the
    /// last. Otherwise as `next`.
    boost::asio::awaitable<std::optional<std::vector<T>>> next_page() { return next_page_of(state_); }

    /// As `next_page`, but reads into `page`; false after the last one. Replaces the contents of `page`, but reuses its
    /// memory and that of its records, which saves up to half of the decoding time. Members that are not described keep
    /// their values. After an error, `page` is empty. It must outlive the operation.
    boost::asio::awaitable<bool> next_page(std::vector<T>& page) { return next_page_into(state_, page); }

    /// URL-safe text with which `stream_options::after` resumes after the last record that was returned. Empty at the end of
    /// the stream. It contains the keys of that record, in the index too, or those of another one that a filter left out.
    /// Anybody who has the cursor can read and change them, unless `record_table_options::cursor_keys` are given. Throws
    /// `std::runtime_error` if OpenSSL cannot seal it.
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
