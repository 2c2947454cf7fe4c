// SPDX-License-Identifier: BSL-1.0

#include <dynasio/stores/spec_store.hpp>

#include "stores/argument_checks.hpp"
#include "stores/specs/list.hpp"
#include "stores/specs/spec_item.hpp"
#include "stores/specs/spec_keys.hpp"
#include "stores/specs/spec_requests.hpp"
#include "stores/specs/spec_store_state.hpp"
#include "stores/specs/stored_spec.hpp"
#include "stores/stored_item.hpp"
#include "stores/table/ensure_tables.hpp"
#include "stores/table/query_pages.hpp"

#include <utility>

namespace dynasio {

namespace {

using state_pointer = detail::spec_store_state::pointer;

boost::asio::awaitable<std::optional<item>> get_latest(
    state_pointer self, std::string sub, std::string id, read_options options, bool version_only)
{
    detail::check_sub(sub);
    detail::check_spec_id(id);
    auto request = detail::get_latest_request(self->table(), sub, id, options.is_consistent());
    if (version_only)
    {
        request.projection_expression = "#v";
        request.expression_attribute_names.emplace().emplace("#v", "version");
    }
    auto const call = self->with_deadline(options.call());
    auto answer = co_await self->owner().get_item(request, call);
    co_return std::move(answer.item);
}

boost::asio::awaitable<std::optional<std::string>> latest_version_of(
    state_pointer self, std::string sub, std::string id, read_options options)
{
    auto const found = co_await get_latest(self, sub, id, options, true);
    if (!found)
        co_return std::nullopt;
    auto read = detail::read_stored<detail::spec_version_only>(
        *found, self->table(), [&] { return detail::latest_spec_key(sub, id); });
    co_return std::move(read.version);
}

boost::asio::awaitable<std::optional<spec_info>> get_spec(
    state_pointer self, std::string sub, std::string id, read_options options)
{
    auto const found = co_await get_latest(self, std::move(sub), std::move(id), options, false);
    if (!found)
        co_return std::nullopt;
    co_return decode_spec(*found, self->table());
}

/// Adds what an item counts, unless it is malformed and to be skipped.
void add_count(std::int64_t& sum, item const& projected, state_pointer const& self, std::string const& sub,
    bool skip_bad)
{
    auto const key = [&] { return item{{"sub", sub}}; };
    try
    {
        auto const count =
            detail::read_stored<detail::spec_count_only>(projected, self->table(), key).model_count;
        if (__builtin_add_overflow(sum, count, &sum))
            detail::throw_malformed(
                self->table(), key(), mapping_error("model_count", "the sum exceeds 64 bits"));
    }
    catch (store_error const&)
    {
        if (!skip_bad)
            throw;
    }
}

boost::asio::awaitable<std::int64_t> count(state_pointer self, std::string sub, read_options options)
{
    detail::check_sub(sub);
    auto const call = self->with_deadline(options.call());
    std::int64_t sum = 0;
    detail::query_walk pages(self->owner(), call, detail::count_models_request(self->table(), sub, options));
    while (!pages.at_end())
    {
        auto const page = co_await pages.next();
        for (auto const& each : page.items)
            add_count(sum, each, self, sub, options.skips_bad_items());
    }
    co_return sum;
}

boost::asio::awaitable<void> create_spec_table(state_pointer self, call_options options)
{
    auto const call = detail::with_deadline(self->owner(), options, detail::table_timeout);
    std::vector<create_table_input> tables;
    tables.push_back(detail::spec_table(self->options()));
    co_await detail::ensure_tables(self->owner(), call, std::move(tables));
}

detail::spec_list versions_of(std::string sub, std::string id)
{
    detail::spec_list which;
    which.sub = std::move(sub);
    which.id = std::move(id);
    return which;
}

detail::spec_list specs_of(std::string sub)
{
    detail::spec_list which;
    which.sub = std::move(sub);
    return which;
}

} // namespace

spec_store::spec_store(client owner, spec_store_options options)
    : owner_(std::move(owner)),
      state_(
          std::make_shared<detail::spec_store_state const>(detail::follower_of(owner_), std::move(options)))
{}

boost::asio::awaitable<spec_info> spec_store::create_or_update(
    std::string sub, spec const& input, call_options options) const
{
    return detail::spec_store_state::save(state_, std::move(sub), input, options);
}

boost::asio::awaitable<std::optional<std::string>> spec_store::latest_version(
    std::string sub, std::string id, read_options options) const
{
    return latest_version_of(state_, std::move(sub), std::move(id), options);
}

boost::asio::awaitable<std::optional<spec_info>> spec_store::get(
    std::string sub, std::string id, read_options options) const
{
    return get_spec(state_, std::move(sub), std::move(id), options);
}

boost::asio::awaitable<std::vector<spec_info>> spec_store::list(std::string sub, list_options options) const
{
    return detail::read_spec_list(state_, specs_of(std::move(sub)), std::move(options));
}

boost::asio::awaitable<spec_page> spec_store::list_page(std::string sub, list_options options) const
{
    return detail::read_spec_page(state_, specs_of(std::move(sub)), std::move(options));
}

spec_stream spec_store::stream(std::string sub, list_options options) const
{
    return detail::make_spec_stream(*state_, specs_of(std::move(sub)), std::move(options));
}

boost::asio::awaitable<std::int64_t> spec_store::count_models(std::string sub, read_options options) const
{
    return count(state_, std::move(sub), options);
}

boost::asio::awaitable<std::vector<spec_info>> spec_store::list_versions(
    std::string sub, std::string id, list_options options) const
{
    return detail::read_spec_list(state_, versions_of(std::move(sub), std::move(id)), std::move(options));
}

boost::asio::awaitable<spec_page> spec_store::list_versions_page(
    std::string sub, std::string id, list_options options) const
{
    return detail::read_spec_page(state_, versions_of(std::move(sub), std::move(id)), std::move(options));
}

spec_stream spec_store::stream_versions(std::string sub, std::string id, list_options options) const
{
    return detail::make_spec_stream(*state_, versions_of(std::move(sub), std::move(id)), std::move(options));
}

boost::asio::awaitable<std::size_t> spec_store::remove(
    std::string sub, std::string id, call_options options) const
{
    return detail::spec_store_state::remove(state_, std::move(sub), std::move(id), options);
}

boost::asio::awaitable<std::size_t> spec_store::remove_all(std::string sub, call_options options) const
{
    return detail::spec_store_state::remove_all(state_, std::move(sub), options);
}

boost::asio::awaitable<void> spec_store::create_table(call_options options) const
{
    return create_spec_table(state_, options);
}

} // namespace dynasio
