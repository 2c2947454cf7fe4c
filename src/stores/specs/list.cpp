// SPDX-License-Identifier: BSL-1.0
//
// Lists of specs and of versions: whole, page by page, one by one.

#include "call/invoke.hpp"
#include "client/client_handle.hpp"
#include "stores/specs/spec_cursor.hpp"
#include "stores/specs/spec_item.hpp"
#include "stores/specs/spec_store_state.hpp"
#include "stores/stored_item.hpp"

#include <dynasio/paginate.hpp>

#include <limits>
#include <stdexcept>
#include <utility>

namespace dynasio {

namespace stores::specs {

namespace {

constexpr auto no_limit = std::numeric_limits<std::size_t>::max();

/// Adds the items of a page up to the limit.
void add_specs(store_core const& self, std::vector<spec_info>& specs, std::vector<item> const& items,
    bool skip_bad, std::size_t limit = no_limit)
{
    for (auto const& each : items)
        if (specs.size() < limit)
            if (auto info = decode_or_skip(self, skip_bad, [&] { return decode_spec(each, self.table()); }))
                specs.push_back(*std::move(info));
}

std::optional<std::string> cursor_of(
    spec_store_options const& store, spec_list const& which, query_output const& page)
{
    if (!page.last_evaluated_key || page.last_evaluated_key->empty())
        return std::nullopt;
    try
    {
        return encode_spec_cursor(store, which, *page.last_evaluated_key);
    }
    catch (std::invalid_argument const& e)
    {
        throw json::decode_error("LastEvaluatedKey", e.what());
    }
}

} // namespace

awaitable<std::vector<spec_info>> read_spec_list(
    spec_store_state::pointer self, spec_list which, list_options options)
{
    auto const request = spec_list_request(self->options(), which, options);
    auto const call = self->with_deadline(options.read().call());
    auto const limit = options.limit().value_or(no_limit);
    std::vector<spec_info> all;
    auto pages = query_pages(self->owner(), request, call);
    while (all.size() < limit)
    {
        auto const page = co_await pages.next();
        if (!page)
            break;
        add_specs(*self, all, page->items, options.read().skips_bad_items(), limit);
    }
    co_return all;
}

awaitable<spec_page> read_spec_page(spec_store_state::pointer self, spec_list which, list_options options)
{
    auto const request = spec_list_request(self->options(), which, options);
    auto const call = self->with_deadline(options.read().call());
    auto const response =
        co_await call::invoke(call::state_of(self->owner()), operations::query_info, request, call);
    spec_page result;
    auto const done = call::decode_response(response,
        [&](std::string_view body)
        {
            query_output page;
            json::decode(body, json::target_of(page));
            add_specs(*self, result.specs, page.items, options.read().skips_bad_items());
            result.next = cursor_of(self->options(), which, page);
        });
    done.value(); // throws
    co_return result;
}

/// The state of a stream. The first `next` checks the arguments.
class spec_stream_state
{
public:
    using pointer = std::shared_ptr<spec_stream_state>;

    spec_stream_state(spec_store_state::pointer store, spec_list which, list_options options)
        : store_(std::move(store)), which_(std::move(which)), options_(std::move(options))
    {}

    static awaitable<std::optional<spec_info>> next(pointer self)
    {
        auto const& read = self->options_.read();
        if (!self->items_)
        {
            auto const request = spec_list_request(self->store_->options(), self->which_, self->options_);
            self->items_.emplace(query_items(self->store_->owner(), request, read.call()));
        }
        while (self->returned_ < self->options_.limit().value_or(no_limit))
        {
            auto const stored = co_await self->items_->next();
            if (!stored)
                break;
            auto info = decode_or_skip(*self->store_, read.skips_bad_items(),
                [&] { return decode_spec(*stored, self->store_->table()); });
            if (!info)
                continue;
            ++self->returned_;
            co_return info;
        }
        co_return std::nullopt;
    }

private:
    spec_store_state::pointer store_;
    spec_list which_;
    list_options options_;
    std::optional<item_stream<query_output>> items_;
    std::size_t returned_ = 0;
};

spec_stream make_spec_stream(spec_store_state::pointer self, spec_list which, list_options options)
{
    return spec_stream(
        std::make_shared<spec_stream_state>(std::move(self), std::move(which), std::move(options)));
}

} // namespace stores::specs

spec_stream::spec_stream(std::shared_ptr<stores::specs::spec_stream_state> state) noexcept
    : state_(std::move(state))
{}

boost::asio::awaitable<std::optional<spec_info>> spec_stream::next()
{
    return stores::specs::spec_stream_state::next(state_);
}

} // namespace dynasio
