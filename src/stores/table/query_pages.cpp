// SPDX-License-Identifier: BSL-1.0

#include "stores/table/query_pages.hpp"

#include <dynasio/operations/query.hpp>

#include <utility>

namespace dynasio::detail {

query_walk::query_walk(client const& owner, call_options call, query_input request)
    : owner_(owner), call_(call), request_(std::move(request)), walk_(request_.exclusive_start_key)
{}

boost::asio::awaitable<query_output> query_walk::next()
{
    auto page = co_await owner_.query(request_, call_);
    if (!walk_.advance(page.last_evaluated_key))
        throw operation_error(repeated_position("Query on table " + request_.table_name));
    request_.exclusive_start_key = walk_.position();
    co_return page;
}

} // namespace dynasio::detail
