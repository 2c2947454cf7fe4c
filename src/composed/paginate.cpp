// SPDX-License-Identifier: BSL-1.0

#include <dynasio/paginate.hpp>

#include "call/client_state.hpp"
#include "client/client_handle.hpp"
#include "composed/busy_guard.hpp"
#include "composed/page_walk.hpp"

#include <cstddef>
#include <utility>
#include <vector>

namespace dynasio {

namespace composed {

namespace {

namespace asio = boost::asio;

// What differs between the operations with pages.
asio::awaitable<result<query_output>> request_page(
    client const& c, query_input const& request, call_options const& options)
{
    return c.try_query(request, options);
}
asio::awaitable<result<scan_output>> request_page(
    client const& c, scan_input const& request, call_options const& options)
{
    return c.try_scan(request, options);
}
asio::awaitable<result<list_tables_output>> request_page(
    client const& c, list_tables_input const& request, call_options const& options)
{
    return c.try_list_tables(request, options);
}

auto& start_of(query_input& request)
{
    return request.exclusive_start_key;
}
auto& start_of(scan_input& request)
{
    return request.exclusive_start_key;
}
auto& start_of(list_tables_input& request)
{
    return request.exclusive_start_table_name;
}

auto const& next_of(query_output const& page)
{
    return page.last_evaluated_key;
}
auto const& next_of(scan_output const& page)
{
    return page.last_evaluated_key;
}
auto const& next_of(list_tables_output const& page)
{
    return page.last_evaluated_table_name;
}

} // namespace

template <class Output>
class page_state
{
public:
    using input = typename paging<Output>::input;

    page_state(client const& owner, input const& r, call_options o)
        : from(call::weak_client(owner)), request(r), options(o), walk(start_of(request))
    {}

    client from;
    input request; ///< its start is the position of the walk
    call_options options;
    page_walk<typename paging<Output>::position> walk;
    bool busy = false;

    static asio::awaitable<result<std::optional<Output>>> next(std::shared_ptr<page_state> self)
    {
        busy_guard const mine(self->busy);
        std::optional<Output> page;
        if (self->walk.at_end())
            co_return page;

        auto response = co_await request_page(self->from, self->request, self->options);
        if (!response)
            co_return response.error();
        if (!self->walk.advance(next_of(*response)))
            co_return repeated_position("a page");
        start_of(self->request) = self->walk.position();
        page = std::move(*response);
        co_return page;
    }

    static asio::awaitable<std::optional<Output>> next_or_throw(std::shared_ptr<page_state> self)
    {
        auto response = co_await next(std::move(self));
        co_return std::move(response).value();
    }
};

template <class Output>
class item_state
{
public:
    item_state(client const& owner, typename paging<Output>::input const& request, call_options options)
        : pages(std::make_shared<page_state<Output>>(owner, request, options)),
          page_start(start_of(pages->request))
    {}

    std::shared_ptr<page_state<Output>> pages;
    std::optional<item> page_start; ///< where the page begins whose items are given out
    std::vector<item> items;
    std::size_t given = 0;
    bool busy = false;

    static asio::awaitable<result<std::optional<item>>> next(std::shared_ptr<item_state> self)
    {
        busy_guard const mine(self->busy);
        std::optional<item> one;
        while (self->given == self->items.size())
        {
            auto const start = start_of(self->pages->request);
            auto page = co_await page_state<Output>::next(self->pages);
            if (!page)
                co_return page.error();
            self->items.clear();
            self->given = 0;
            self->page_start = start;
            if (!*page)
            {
                self->page_start.reset();
                co_return one;
            }
            self->items = std::move((*page)->items);
        }
        one = std::move(self->items[self->given++]);
        co_return one;
    }

    static asio::awaitable<std::optional<item>> next_or_throw(std::shared_ptr<item_state> self)
    {
        auto response = co_await next(std::move(self));
        co_return std::move(response).value();
    }
};

} // namespace composed

template <class Output>
page_stream<Output>::page_stream(
    client const& owner, typename composed::paging<Output>::input const& request, call_options options)
    : state_(std::make_shared<composed::page_state<Output>>(owner, request, options))
{}

template <class Output>
boost::asio::awaitable<std::optional<Output>> page_stream<Output>::next()
{
    return composed::page_state<Output>::next_or_throw(state_);
}

template <class Output>
boost::asio::awaitable<result<std::optional<Output>>> page_stream<Output>::try_next()
{
    return composed::page_state<Output>::next(state_);
}

template <class Output>
std::optional<typename page_stream<Output>::position_type> page_stream<Output>::position() const
{
    return composed::start_of(state_->request);
}

template <class Output>
bool page_stream<Output>::at_end() const
{
    return state_->walk.at_end();
}

template <class Output>
item_stream<Output>::item_stream(
    client const& owner, typename composed::paging<Output>::input const& request, call_options options)
    : state_(std::make_shared<composed::item_state<Output>>(owner, request, options))
{}

template <class Output>
boost::asio::awaitable<std::optional<item>> item_stream<Output>::next()
{
    return composed::item_state<Output>::next_or_throw(state_);
}

template <class Output>
boost::asio::awaitable<result<std::optional<item>>> item_stream<Output>::try_next()
{
    return composed::item_state<Output>::next(state_);
}

template <class Output>
std::optional<item> item_stream<Output>::position() const
{
    return state_->page_start;
}

template class page_stream<query_output>;
template class page_stream<scan_output>;
template class page_stream<list_tables_output>;
template class item_stream<query_output>;
template class item_stream<scan_output>;

page_stream<query_output> query_pages(client const& owner, query_input const& request, call_options options)
{
    return {owner, request, options};
}

item_stream<query_output> query_items(client const& owner, query_input const& request, call_options options)
{
    return {owner, request, options};
}

page_stream<scan_output> scan_pages(client const& owner, scan_input const& request, call_options options)
{
    return {owner, request, options};
}

item_stream<scan_output> scan_items(client const& owner, scan_input const& request, call_options options)
{
    return {owner, request, options};
}

page_stream<list_tables_output> list_tables_pages(
    client const& owner, list_tables_input const& request, call_options options)
{
    return {owner, request, options};
}

} // namespace dynasio
