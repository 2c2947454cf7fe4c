// SPDX-License-Identifier: BSL-1.0

#include "stores/specs/spec_store_state.hpp"

#include "call/client_state.hpp"
#include "client/client_handle.hpp"
#include "stores/cursor_text.hpp"
#include "stores/table/definition.hpp"

#include <utility>

namespace dynasio::stores::specs {

spec_store_state::spec_store_state(client follower, spec_store_options options)
    : store_core(std::move(follower), "spec_store", options.table_name, options.call_timeout),
      options_(std::move(options))
{
    check_option(!table().empty(), "spec_store_options::table_name", "is empty");
    check_option(!options_.index_name.empty(), "spec_store_options::index_name", "is empty");
    check_option(options_.max_rounds != 0U, "spec_store_options::max_rounds", "must be at least 1");
    check_positive(options_.call_timeout, "spec_store_options::call_timeout");
    check_cursor_keys(options_.cursor_keys, "spec_store_options::cursor_keys");
}

std::int64_t spec_store_state::now() const
{
    auto const time = options_.now ? options_.now() : call::state_of(owner())->clock()->wall_now();
    auto const seconds = std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
    return seconds < 0 ? 0 : seconds;
}

create_table_input spec_table(spec_store_options const& options)
{
    table::key_attribute const partition{"sub"};
    auto table = table::define_table(
        options.table_name, options.capacity, partition, table::key_attribute{"updated_at_id"});
    auto& index = table.local_secondary_indexes.emplace().emplace_back();
    index.index_name = options.index_name;
    index.key_schema =
        table::define_key(*table.attribute_definitions, partition, table::key_attribute{"id_updated_at"});
    index.projection.projection_type = model::projection_type::all;
    return table;
}

} // namespace dynasio::stores::specs
