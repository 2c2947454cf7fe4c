// SPDX-License-Identifier: BSL-1.0

#include "stores/specs/list.hpp"

#include "stores/argument_checks.hpp"
#include "stores/specs/spec_cursor.hpp"
#include "stores/specs/spec_item.hpp"
#include "stores/specs/spec_keys.hpp"
#include "stores/specs/spec_requests.hpp"
#include "stores/table/query_pages.hpp"

#include <dynasio/stores/store_error.hpp>

#include <utility>

namespace dynasio::detail {

namespace {

/// The item decoded, unless it is malformed and to be skipped.
std::optional<spec_info> decode(item const& stored, std::string const& table, bool skip_bad)
{
    try
    {
        return decode_spec(stored, table);
    }
    catch (store_error const&)
    {
        if (!skip_bad)
            throw;
    }
    return std::nullopt;
}

std::string cursor_of(item const& position, std::string const& table)
{
    try
    {
        return encode_spec_cursor(position);
    }
    catch (std::invalid_argument const& e)
    {
        throw operation_error(
            error(client_errc::malformed_response, "Query on table " + table + ": " + e.what()));
    }
}

} // namespace

query_input first_page_request(
    spec_store_options const& store, spec_list const& which, list_options const& options)
{
    check_sub(which.sub);
    if (which.id)
        check_spec_id(*which.id);
    if (options.limit() && *options.limit() == 0)
        refuse("limit", "must be positive");
    auto request = which.id ? list_versions_request(store, which.sub, *which.id, options)
                            : list_specs_request(store.table_name, which.sub, options);
    if (options.after())
        request.exclusive_start_key = which.id
            ? decode_spec_versions_cursor(which.sub, *which.id, *options.after())
            : decode_spec_list_cursor(which.sub, *options.after());
    return request;
}

boost::asio::awaitable<std::vector<spec_info>> read_spec_list(
    spec_store_state::pointer self, spec_list which, list_options options)
{
    auto request = first_page_request(self->options(), which, options);
    auto const call = self->with_deadline(options.read().call());
    auto const limit = options.limit().value_or(static_cast<std::size_t>(-1));
    std::vector<spec_info> all;
    query_walk pages(self->owner(), call, std::move(request));
    while (!pages.at_end() && all.size() < limit)
    {
        auto const page = co_await pages.next();
        for (auto const& each : page.items)
            if (all.size() < limit)
                if (auto info = decode(each, self->table(), options.read().skips_bad_items()))
                    all.push_back(*std::move(info));
    }
    co_return all;
}

boost::asio::awaitable<spec_page> read_spec_page(
    spec_store_state::pointer self, spec_list which, list_options options)
{
    auto request = first_page_request(self->options(), which, options);
    auto const call = self->with_deadline(options.read().call());
    auto const page = co_await self->owner().query(request, call);
    spec_page result;
    for (auto const& each : page.items)
        if (auto info = decode(each, self->table(), options.read().skips_bad_items()))
            result.specs.push_back(*std::move(info));
    if (page.last_evaluated_key && !page.last_evaluated_key->empty())
        result.next = cursor_of(*page.last_evaluated_key, self->table());
    co_return result;
}

} // namespace dynasio::detail
