// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_STORES_PUSH_TABLE_NAMES_HPP
#define DYNASIO_SRC_STORES_PUSH_TABLE_NAMES_HPP

#include <dynasio/client.hpp>
#include <dynasio/paginate.hpp>

#include <boost/asio/awaitable.hpp>

#include <iterator>
#include <string>
#include <vector>

namespace dynasio::stores::push {

/// The names of all tables of the account. `owner` must live until it ends.
inline boost::asio::awaitable<std::vector<std::string>> table_names(client const& owner, call_options call)
{
    list_tables_input const request;
    auto pages = list_tables_pages(owner, request, call);
    std::vector<std::string> names;
    while (auto page = co_await pages.next())
        names.insert(names.end(), std::make_move_iterator(page->table_names.begin()),
            std::make_move_iterator(page->table_names.end()));
    co_return names;
}

} // namespace dynasio::stores::push

#endif
