// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_PAGINATE_HPP
#define DYNASIO_PAGINATE_HPP

#include <dynasio/call_options.hpp>
#include <dynasio/client.hpp>
#include <dynasio/client/detail/gcc12.hpp>
#include <dynasio/error.hpp>
#include <dynasio/operations/list_tables.hpp>
#include <dynasio/operations/query.hpp>
#include <dynasio/operations/scan.hpp>
#include <dynasio/value/item.hpp>

#include <boost/asio/awaitable.hpp>

#include <memory>
#include <optional>
#include <string>

namespace dynasio {

namespace composed {

/// The request for a page, and the type of the position at which the next one begins.
template <class Output>
struct paging;
template <>
struct paging<query_output>
{
    using input = query_input;
    using position = item;
};
template <>
struct paging<scan_output>
{
    using input = scan_input;
    using position = item;
};
template <>
struct paging<list_tables_output>
{
    using input = list_tables_input;
    using position = std::string;
};

template <class Output>
class page_state;
template <class Output>
class item_state;

} // namespace composed

/// The pages of a query, a scan or the list of tables. Each page is one call of the operation, made by `next`.
///
///     auto pages = dynasio::query_pages(client, request);
///     while (auto page = co_await pages.next())
///         use(*page);
///
/// A page without items need not be the last, because a filter can exclude all items of a page. `limit` of the request
/// is the size of a page.
/// Lifetimes: the request is copied. The client must outlive the stream; otherwise `next` ends with
/// `operation_aborted`. A stream may be destroyed while `next` is in flight.
/// Threads: distinct streams are safe. Copies are the same stream and must not be used at the same time.
template <class Output>
class page_stream
{
public:
    using position_type = typename composed::paging<Output>::position;

    /// The next page; empty after the last one. Throws `std::logic_error` if another `next` is in flight.
    /// Errors: those of the operation; `client_errc::repeated_page` if the server repeats the position of an
    /// earlier page, so that the pages would never end. After an error, `next` requests the same page again.
    /// Cancellation: as the operation.
    boost::asio::awaitable<std::optional<Output>> next();

    /// The non-throwing form of `next`.
    boost::asio::awaitable<result<std::optional<Output>>> try_next();

    /// The `exclusive_start_key` (`exclusive_start_table_name`) with which a later request resumes after the last
    /// page read. Empty at the end, and before the first page of a request without one.
    [[nodiscard]] std::optional<position_type> position() const;

    /// Whether the last page has been read.
    [[nodiscard]] bool at_end() const;

    /// Use `query_pages`, `scan_pages` or `list_tables_pages` instead.
    page_stream(
        client const& owner, typename composed::paging<Output>::input const& request, call_options options);

private:
    std::shared_ptr<composed::page_state<Output>> state_;
};

/// The items of a query or scan, one by one. Pages are requested as needed. Otherwise as `page_stream`.
template <class Output>
class item_stream
{
public:
    /// The next item; empty after the last one.
    boost::asio::awaitable<std::optional<item>> next();
    boost::asio::awaitable<result<std::optional<item>>> try_next();

    /// The `exclusive_start_key` with which a later request resumes without losing an item: the start of the
    /// current page, so items of this page that `next` has returned are returned again. Empty at the end, and
    /// for the first page of a request without one.
    [[nodiscard]] std::optional<item> position() const;

    item_stream(
        client const& owner, typename composed::paging<Output>::input const& request, call_options options);

private:
    std::shared_ptr<composed::item_state<Output>> state_;
};

extern template class page_stream<query_output>;
extern template class page_stream<scan_output>;
extern template class page_stream<list_tables_output>;
extern template class item_stream<query_output>;
extern template class item_stream<scan_output>;

/// The pages of a query, one Query each. `options` apply to each page.
page_stream<query_output> query_pages(
    client const& owner, query_input const& request, call_options options = {});
/// All items of a query.
item_stream<query_output> query_items(
    client const& owner, query_input const& request, call_options options = {});
/// The pages of a scan, one Scan each. Each segment of a parallel scan is a separate stream.
page_stream<scan_output> scan_pages(
    client const& owner, scan_input const& request, call_options options = {});
/// All items of a scan.
item_stream<scan_output> scan_items(
    client const& owner, scan_input const& request, call_options options = {});
/// The names of the tables in pages of up to 100, one ListTables each.
page_stream<list_tables_output> list_tables_pages(
    client const& owner, list_tables_input const& request, call_options options = {});

DYNASIO_ON_GCC12(
    page_stream<query_output> query_pages(client const&, query_input&&, call_options = {}) = delete;
    item_stream<query_output> query_items(client const&, query_input&&, call_options = {}) = delete;
    page_stream<scan_output> scan_pages(client const&, scan_input&&, call_options = {}) = delete;
    item_stream<scan_output> scan_items(client const&, scan_input&&, call_options = {}) = delete;
    page_stream<list_tables_output> list_tables_pages(
        client const&, list_tables_input&&, call_options = {}) = delete;)

} // namespace dynasio

#endif
