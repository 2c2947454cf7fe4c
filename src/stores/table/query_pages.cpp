// SPDX-License-Identifier: BSL-1.0

#include "stores/table/query_pages.hpp"

#include <dynasio/operations/query.hpp>

#include <utility>

namespace dynasio::detail {

query_walk::query_walk(client const& owner, call_options call, query_input request)
    : owner_(owner), call_(call), request_(std::move(request))
{}

boost::asio::awaitable<query_output> query_walk::next()
{
    auto page = co_await owner_.query(request_, call_);
    at_end_ = !page.last_evaluated_key || page.last_evaluated_key->empty();
    if (!at_end_)
    {
        if (request_.exclusive_start_key == page.last_evaluated_key)
            throw operation_error(error(client_errc::repeated_page, "Query on table " + request_.table_name));
        request_.exclusive_start_key = page.last_evaluated_key;
    }
    co_return page;
}

} // namespace dynasio::detail
