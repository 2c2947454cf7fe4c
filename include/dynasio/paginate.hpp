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

/// What a page is asked for with, and what says where the next one begins.
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

/// The pages of a query, a scan or the list of tables, one call of the operation per page, each asked for
/// when it is wanted.
///
///     auto pages = dynasio::query_pages(client, request);
///     while (auto page = co_await pages.next())
///         use(*page);
///
/// A page without items is not the end: a filter can leave a page empty. `limit` of the request is the size
/// of a page.
/// Lifetimes: the request is copied. The client has to live on; when its last handle goes, `next` ends with
/// `operation_aborted`. A stream may be destroyed while `next` is in flight.
/// Threads: distinct objects are safe; one object and its copies, which are the same stream, are not.
template <class Output>
class page_stream
{
public:
    using position_type = typename composed::paging<Output>::position;

    /// The next page; empty after the last one. One at a time: throws `std::logic_error` while another is in
    /// flight.
    /// Errors: those of the operation; `client_errc::repeated_page` where the server gives a position
    /// that came before, which would never end. After an error the stream stands where it was: `next` asks for
    /// the same page again.
    /// Cancellation: as the operation.
    boost::asio::awaitable<std::optional<Output>> next();

    /// `next` in the form without exceptions.
    boost::asio::awaitable<result<std::optional<Output>>> try_next();

    /// The `exclusive_start_key` (`exclusive_start_table_name`) that the page after the last one seen begins
    /// with, to go on from later. Empty before the first page of a request without one, and at the end.
    [[nodiscard]] std::optional<position_type> position() const;

    /// Whether the last page has been seen.
    [[nodiscard]] bool at_end() const;

    /// As `query_pages`, `scan_pages` and `list_tables_pages` make them.
    page_stream(
        client const& owner, typename composed::paging<Output>::input const& request, call_options options);

private:
    std::shared_ptr<composed::page_state<Output>> state_;
};

/// The items of a query or scan one by one; pages are asked for as they are needed. As `page_stream` in all
/// else.
template <class Output>
class item_stream
{
public:
    /// The next item; empty after the last one.
    boost::asio::awaitable<std::optional<item>> next();
    boost::asio::awaitable<result<std::optional<item>>> try_next();

    /// The `exclusive_start_key` to go on from later without losing an item: the beginning of the page that
    /// is being read, so its items that have been handed out come again. Empty for the first page of a
    /// request without one, and at the end.
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

/// Each page of the query is one Query. `options` hold for each page.
page_stream<query_output> query_pages(
    client const& owner, query_input const& request, call_options options = {});
/// All items that the query finds, page by page behind the scenes.
item_stream<query_output> query_items(
    client const& owner, query_input const& request, call_options options = {});
/// Each page of the scan is one Scan; a segment of a parallel scan is a stream of its own.
page_stream<scan_output> scan_pages(
    client const& owner, scan_input const& request, call_options options = {});
/// All items that the scan finds, page by page behind the scenes.
item_stream<scan_output> scan_items(
    client const& owner, scan_input const& request, call_options options = {});
/// Each page of up to 100 names is one ListTables.
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
