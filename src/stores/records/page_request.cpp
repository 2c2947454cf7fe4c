// SPDX-License-Identifier: BSL-1.0
//
// The requests of streams, from their options.

#include "stores/records/check_update.hpp"
#include "stores/records/expiry.hpp"
#include "stores/records/page.hpp"
#include "stores/records/query_key.hpp"

#include <dynasio/expressions/expression_writer.hpp>

#include <utility>

namespace dynasio::stores::records {

namespace {

void check(record_table_state const& self, stream_options const& options, bool is_scan)
{
    if (options.page_size() && *options.page_size() < 1)
        self.throw_bad_input("page_size", "must be positive");
    if (options.limit() && *options.limit() == 0)
        self.throw_bad_input("limit", "must be positive");
    if (options.segments() < 1 || options.segments() > 1'000'000)
        self.throw_bad_input("segments", "must be from 1 to 1,000,000");
    if (!is_scan && options.segments() != 1)
        self.throw_bad_input("segments", "apply to scans only");
    if (is_scan && options.is_descending())
        self.throw_bad_input("descending", "applies to queries only");
    if (is_scan && options.index())
        self.throw_bad_input("index", "applies to queries only");
    if (options.read().skips_expired())
        check_expires(self);
    check_condition(self, options.filter());
}

page_source source_of(record_table_pointer table, stream_options const& options, page_maker make_page)
{
    page_source source;
    source.table = std::move(table);
    source.make_page = make_page;
    source.bad = options.read().skips_bad_items() ? bad_records::skip : bad_records::fail;
    source.consistent = options.read().is_consistent();
    source.skips_expired = options.read().skips_expired();
    source.filtered = attributes_of(options.filter());
    source.call = options.read().call();
    return source;
}

/// DynamoDB refuses a filter on the keys of what a query reads.
void check_filtered_keys(page_source const& source)
{
    auto const& self = *source.table;
    for (auto const& name : source.filtered)
        if (name == self.partition_key() || name == self.sort_key())
            self.throw_bad_input(name, "is a key of the table; a filter is for other attributes");
}

template <class Request>
void set_common(Request& request, record_table_state const& self, stream_options const& options)
{
    request.table_name = self.table();
    request.limit = options.page_size();
    if (options.read().is_consistent())
        request.consistent_read = true;
}

} // namespace

page_source query_source(record_table_pointer table, key_condition const& which,
    stream_options const& options, page_maker make_page)
{
    check(*table, options, false);
    check_condition(*table, which.content());
    auto equalities = checked_equalities(*table, which);
    query_input request;
    set_common(request, *table, options);
    request.index_name = options.index();
    if (options.is_descending())
        request.scan_index_forward = false;
    expression_writer writer;
    request.key_condition_expression = writer.write(which);
    if (!options.filter().empty())
        request.filter_expression = writer.write(options.filter());
    writer.into(request);
    auto source = source_of(std::move(table), options, make_page);
    source.request = std::move(request);
    source.equalities = std::move(equalities);
    if (!source.index())
        check_filtered_keys(source);
    return source;
}

page_source scan_source(record_table_pointer table, stream_options const& options, page_maker make_page)
{
    check(*table, options, true);
    scan_input request;
    set_common(request, *table, options);
    if (options.segments() > 1)
        request.total_segments = options.segments();
    expression_writer writer;
    if (!options.filter().empty())
        request.filter_expression = writer.write(options.filter());
    writer.into(request);
    auto source = source_of(std::move(table), options, make_page);
    source.request = std::move(request);
    return source;
}

} // namespace dynasio::stores::records
