// SPDX-License-Identifier: BSL-1.0

#include <dynasio/stores/spec_store.hpp>

#include "client/client_handle.hpp"
#include "stores/argument_checks.hpp"
#include "stores/for_each_item.hpp"
#include "stores/specs/spec_item.hpp"
#include "stores/specs/spec_store_state.hpp"
#include "stores/stored_item.hpp"
#include "stores/table/ensure_tables.hpp"

#include <dynasio/expressions.hpp>
#include <dynasio/operations/get_item.hpp>

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

/// Reads the attributes of `what`, or all if it is empty.
awaitable<std::optional<item>> get_latest(
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

awaitable<std::optional<std::string>> get_version(
    state_pointer self, std::string sub, std::string id, read_options options)
{
    projection const what(attr<&stored_spec::version>);
    auto const found = co_await get_latest(self, sub, id, options, what);
    if (!found)
        co_return std::nullopt;
    auto const key = [&] { return latest_spec_key(sub, id); };
    co_return decode_stored_item<version_only>(*found, self->table(), key).version;
}

awaitable<std::optional<spec_info>> get_spec(
    state_pointer self, std::string sub, std::string id, read_options options)
{
    projection const all;
    auto const found = co_await get_latest(self, std::move(sub), std::move(id), options, all);
    if (!found)
        co_return std::nullopt;
    co_return decode_spec(*found, self->table());
}

awaitable<std::int64_t> count_all_models(state_pointer self, std::string sub, read_options options)
{
    check_sub(sub);
    std::int64_t sum = 0;
    bool overflowed = false; // no single item is to blame, so none is skipped
    auto const add = [&](item const& stored)
    {
        auto const key = [&] { return complete_key(item::of("sub", sub), stored, {"updated_at_id"}); };
        auto const count = decode_stored_item<count_only>(stored, self->table(), key).model_count;
        overflowed = __builtin_add_overflow(sum, count, &sum) || overflowed;
    };
    auto const request = count_models_request(self->table(), sub, options);
    co_await for_each_item(*self, request, options, add);
    if (overflowed)
        throw_malformed(
            self->table(), item::of("sub", sub), mapping_error("model_count", "the sum exceeds 64 bits"));
    co_return sum;
}

} // namespace

} // namespace stores::specs

namespace specs = stores::specs;
using stores::awaitable;

spec_store::spec_store(client owner, spec_store_options options)
    : owner_(std::move(owner)),
      state_(std::make_shared<specs::spec_store_state const>(call::weak_client(owner_), std::move(options)))
{}

awaitable<spec_info> spec_store::create_or_update(
    std::string sub, spec const& input, call_options options) const
{
    return specs::save_spec(state_, std::move(sub), input, options);
}

awaitable<std::optional<std::string>> spec_store::latest_version(
    std::string sub, std::string id, read_options options) const
{
    return specs::get_version(state_, std::move(sub), std::move(id), options);
}

awaitable<std::optional<spec_info>> spec_store::get(
    std::string sub, std::string id, read_options options) const
{
    return specs::get_spec(state_, std::move(sub), std::move(id), options);
}

awaitable<std::vector<spec_info>> spec_store::list(std::string sub, list_options options) const
{
    return specs::read_spec_list(state_, {std::move(sub), std::nullopt}, std::move(options));
}

awaitable<spec_page> spec_store::list_page(std::string sub, list_options options) const
{
    return specs::read_spec_page(state_, {std::move(sub), std::nullopt}, std::move(options));
}

spec_stream spec_store::stream(std::string sub, list_options options) const
{
    return specs::make_spec_stream(state_, {std::move(sub), std::nullopt}, std::move(options));
}

awaitable<std::int64_t> spec_store::count_models(std::string sub, read_options options) const
{
    return specs::count_all_models(state_, std::move(sub), options);
}

awaitable<std::vector<spec_info>> spec_store::list_versions(
    std::string sub, std::string id, list_options options) const
{
    return specs::read_spec_list(state_, {std::move(sub), std::move(id)}, std::move(options));
}

awaitable<spec_page> spec_store::list_versions_page(
    std::string sub, std::string id, list_options options) const
{
    return specs::read_spec_page(state_, {std::move(sub), std::move(id)}, std::move(options));
}

spec_stream spec_store::stream_versions(std::string sub, std::string id, list_options options) const
{
    return specs::make_spec_stream(state_, {std::move(sub), std::move(id)}, std::move(options));
}

awaitable<std::size_t> spec_store::remove(std::string sub, std::string id, call_options options) const
{
    return specs::remove_spec(state_, std::move(sub), std::move(id), options);
}

awaitable<std::size_t> spec_store::remove_all(std::string sub, call_options options) const
{
    return specs::remove_specs(state_, std::move(sub), options);
}

awaitable<void> spec_store::create_table(call_options options) const
{
    std::vector<create_table_input> tables(1, specs::spec_table(state_->options()));
    return stores::table::make_tables(state_->owner(), std::move(tables), options);
}

} // namespace dynasio
