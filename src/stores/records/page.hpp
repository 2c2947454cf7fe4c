// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_STORES_RECORDS_PAGE_HPP
#define DYNASIO_SRC_STORES_RECORDS_PAGE_HPP

#include "stores/records/keyed_read.hpp"

#include <dynasio/call_metadata.hpp>
#include <dynasio/operations/query.hpp>
#include <dynasio/operations/scan.hpp>
#include <dynasio/stores/records/detail/record_stream_state.hpp>

#include <boost/asio/awaitable.hpp>

#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace dynasio::stores::records {

/// Shared by all pages of a stream. Immutable.
struct page_source
{
    record_table_pointer table;
    std::variant<query_input, scan_input> request;
    page_maker make_page;
    bad_records bad = bad_records::fail;
    bool consistent = false;
    bool skips_expired = false;
    item equalities{};                   ///< the keys that a query compares by `=`
    std::vector<std::string> filtered{}; ///< the attributes in the filter
    call_options call{};

    [[nodiscard]] std::optional<std::string> const& index() const
    {
        return std::visit([](auto const& r) -> auto const& { return r.index_name; }, request);
    }
};

/// Throw `bad_input` for invalid options.
page_source query_source(record_table_pointer table, key_condition const& which,
    stream_options const& options, page_maker make_page);
page_source scan_source(record_table_pointer table, stream_options const& options, page_maker make_page);

/// Position from which to resume a segment.
struct page_place
{
    bool done = false;           ///< the segment has been read
    std::optional<item> start{}; ///< otherwise, resume after this key, or at the beginning
};

struct fetched_page
{
    std::unique_ptr<record_page> records;
    std::size_t count = 0;
    page_place next{};
};

/// One page, into `records`, which are empty. `segment` counts for scans in several parts. `known`, if not null, gets what
/// is known of its requests, in place of what the options of the source name. Throws as `record_stream::next`. `source` and
/// `known` must live until it ends.
boost::asio::awaitable<fetched_page> fetch_page(page_source const& source,
    std::unique_ptr<record_page> records, std::optional<item> start, std::optional<std::int32_t> segment,
    call_metadata* known = nullptr);

/// Members that say where a record stands; none where the struct does not have all that are needed. Then pages have the
/// positions.
std::vector<std::size_t> position_fields(page_source const& source);

/// The facts about the index that the source reads, from one DescribeTable per table object. Throws `bad_input` if there is
/// no such index, or if the index does not contain an attribute of the filter.
boost::asio::awaitable<index_info> index_of(page_source const& source, call_options call);

} // namespace dynasio::stores::records

#endif
