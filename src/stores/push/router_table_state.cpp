// SPDX-License-Identifier: BSL-1.0

#include "stores/push/router_table_state.hpp"

#include "call/client_state.hpp"
#include "client/client_handle.hpp"
#include "stores/table/definition.hpp"

#include <utility>

namespace dynasio::stores::push {

router_table_state::router_table_state(client follower, std::string table, router_table_options options)
    : push_table_state(std::move(follower), "router_table", "router_table_options", std::move(table),
          options.uaid_hash_key, options.call_timeout, options.now),
      options_(std::move(options))
{}

std::int64_t router_table_state::new_last_connect() const
{
    auto const [first, last] = draws_of(options_.last_connect);
    auto const draw = options_.draw
        ? options_.draw(first, last)
        : first + static_cast<unsigned>(call::state_of(owner())->random().next() % (last - first + 1));
    return make_last_connect(now(), draw, options_.last_connect);
}

std::chrono::year_month router_table_state::month() const
{
    std::chrono::year_month_day const today(std::chrono::floor<std::chrono::days>(now()));
    return today.year() / today.month();
}

create_table_input define_router_table(
    std::string name, table_capacity const& capacity, router_table_options const& options)
{
    auto request = table::define_table(std::move(name), capacity, table::key_attribute{"uaid"});
    if (!options.access_index)
        return request;
    auto& index = request.global_secondary_indexes.emplace().emplace_back();
    index.index_name = access_index;
    index.key_schema =
        table::define_key(*request.attribute_definitions, table::key_attribute{"last_connect", 'N'});
    index.projection.projection_type = model::projection_type::keys_only;
    index.provisioned_throughput = table::throughput_of(capacity);
    return request;
}

} // namespace dynasio::stores::push
