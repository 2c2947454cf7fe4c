// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_STORES_TABLE_QUERY_PAGES_HPP
#define DYNASIO_SRC_STORES_TABLE_QUERY_PAGES_HPP

#include "composed/page_walk.hpp"

#include <dynasio/client.hpp>
#include <dynasio/operations/query.hpp>

#include <boost/asio/awaitable.hpp>

namespace dynasio::detail {

/// The pages of a query under the deadline of one operation. An empty page is not the end.
class query_walk
{
public:
    /// `call` is for each page. `owner` must outlive this.
    query_walk(client const& owner, call_options call, query_input request);
    query_walk(query_walk const&) = delete;
    query_walk& operator=(query_walk const&) = delete;

    [[nodiscard]] bool at_end() const noexcept { return walk_.at_end(); }

    /// The next page. This must live until it ends. Throws as `client::query`, and
    /// `client_errc::repeated_page` for a position that came before.
    boost::asio::awaitable<query_output> next();

private:
    client const& owner_;
    call_options call_;
    query_input request_;
    page_walk<item> walk_;
};

} // namespace dynasio::detail

#endif
