// SPDX-License-Identifier: BSL-1.0

#include <dynasio/stores/spec_store.hpp>

#include "client/client_handle.hpp"
#include "stores/argument_checks.hpp"
#include "stores/specs/spec_item.hpp"
#include "stores/specs/spec_store_state.hpp"
#include "stores/stored_item.hpp"
#include "stores/table/ensure_tables.hpp"

#include <dynasio/expressions.hpp>
#include <dynasio/operations/get_item.hpp>
#include <dynasio/paginate.hpp>

#include <utility>

namespace dynasio {

namespace stores::specs {

namespace {

using state_pointer = spec_store_state::pointer;

struct version_only
{
    std::string version{};
};
BOOST_DESCRIBE_STRUCT(version_only, (), (version))

struct count_only
{
    std::int64_t model_count = 0;
};
BOOST_DESCRIBE_STRUCT(count_only, (), (model_count))

/// `what` is all of it when it is empty.
boost::asio::awaitable<std::optional<item>> get_latest(
    state_pointer self, std::string sub, std::string id, read_options options, projection what)
{
    check_sub(sub);
    check_spec_id(id);
    auto const call = self->with_deadline(options.call());
    auto request = self->request<get_item_input>();
    request.key = latest_spec_key(sub, id);
    request.consistent_read = options.is_consistent();
    if (!what.empty())
        request = with(std::move(request), what);
    auto found = co_await self->owner().get_item(request, call);
    co_return std::move(found.item);
}

boost::asio::awaitable<std::optional<std::string>> get_version(
    state_pointer self, std::string sub, std::string id, read_options options)
{
    projection const what(attr<&stored_spec::version>);
    auto const found = co_await get_latest(self, sub, id, options, what);
    if (!found)
        co_return std::nullopt;
    auto const key = [&] { return latest_spec_key(sub, id); };
    co_return decode_stored_item<version_only>(*found, self->table(), key).version;
}

boost::asio::awaitable<std::optional<spec_info>> get_spec(
    state_pointer self, std::string sub, std::string id, read_options options)
{
    projection const all;
    auto const found = co_await get_latest(self, std::move(sub), std::move(id), options, all);
    if (!found)
        co_return std::nullopt;
    co_return decode_spec(*found, self->table());
}

/// The sum and what an item counts. Throws `malformed_item`.
std::int64_t add_count(std::int64_t sum, item const& stored, std::string const& table, std::string const& sub)
{
    auto const key = [&] { return item{{"sub", sub}}; };
    auto const count = decode_stored_item<count_only>(stored, table, key).model_count;
    if (__builtin_add_overflow(sum, count, &sum))
        throw_malformed(table, key(), mapping_error("model_count", "the sum exceeds 64 bits"));
    return sum;
}

boost::asio::awaitable<std::int64_t> count_all_models(
    state_pointer self, std::string sub, read_options options)
{
    check_sub(sub);
    auto const call = self->with_deadline(options.call());
    auto const request = count_models_request(self->table(), sub, options);
    std::int64_t sum = 0;
    auto pages = query_pages(self->owner(), request, call);
    while (auto const page = co_await pages.next())
        for (auto const& each : page->items)
            if (auto const more = decode_or_skip(
                    options.skips_bad_items(), [&] { return add_count(sum, each, self->table(), sub); }))
                sum = *more;
    co_return sum;
}

} // namespace

} // namespace stores::specs

spec_store::spec_store(client owner, spec_store_options options)
    : owner_(std::move(owner)),
      state_(std::make_shared<stores::specs::spec_store_state const>(
          call::weak_client(owner_), std::move(options)))
{}

boost::asio::awaitable<spec_info> spec_store::create_or_update(
    std::string sub, spec const& input, call_options options) const
{
    return stores::specs::save_spec(state_, std::move(sub), input, options);
}

boost::asio::awaitable<std::optional<std::string>> spec_store::latest_version(
    std::string sub, std::string id, read_options options) const
{
    return stores::specs::get_version(state_, std::move(sub), std::move(id), options);
}

boost::asio::awaitable<std::optional<spec_info>> spec_store::get(
    std::string sub, std::string id, read_options options) const
{
    return stores::specs::get_spec(state_, std::move(sub), std::move(id), options);
}

boost::asio::awaitable<std::vector<spec_info>> spec_store::list(std::string sub, list_options options) const
{
    return stores::specs::read_spec_list(state_, {std::move(sub), std::nullopt}, std::move(options));
}

boost::asio::awaitable<spec_page> spec_store::list_page(std::string sub, list_options options) const
{
    return stores::specs::read_spec_page(state_, {std::move(sub), std::nullopt}, std::move(options));
}

spec_stream spec_store::stream(std::string sub, list_options options) const
{
    return stores::specs::make_spec_stream(*state_, {std::move(sub), std::nullopt}, std::move(options));
}

boost::asio::awaitable<std::int64_t> spec_store::count_models(std::string sub, read_options options) const
{
    return stores::specs::count_all_models(state_, std::move(sub), options);
}

boost::asio::awaitable<std::vector<spec_info>> spec_store::list_versions(
    std::string sub, std::string id, list_options options) const
{
    return stores::specs::read_spec_list(state_, {std::move(sub), std::move(id)}, std::move(options));
}

boost::asio::awaitable<spec_page> spec_store::list_versions_page(
    std::string sub, std::string id, list_options options) const
{
    return stores::specs::read_spec_page(state_, {std::move(sub), std::move(id)}, std::move(options));
}

spec_stream spec_store::stream_versions(std::string sub, std::string id, list_options options) const
{
    return stores::specs::make_spec_stream(*state_, {std::move(sub), std::move(id)}, std::move(options));
}

boost::asio::awaitable<std::size_t> spec_store::remove(
    std::string sub, std::string id, call_options options) const
{
    return stores::specs::remove_spec(state_, std::move(sub), std::move(id), options);
}

boost::asio::awaitable<std::size_t> spec_store::remove_all(std::string sub, call_options options) const
{
    return stores::specs::remove_specs(state_, std::move(sub), options);
}

boost::asio::awaitable<void> spec_store::create_table(call_options options) const
{
    std::vector<create_table_input> tables(1, stores::specs::spec_table(state_->options()));
    return stores::table::make_tables(state_->owner(), std::move(tables), options);
}

} // namespace dynasio
