// SPDX-License-Identifier: BSL-1.0

#include "stores/specs/spec_store_state.hpp"
#include "stores/table/definition.hpp"

namespace dynasio::detail {

create_table_input spec_table(spec_store_options const& options)
{
    create_table_input table;
    table.table_name = options.table_name;
    table.attribute_definitions = text_attributes({"sub", "updated_at_id", "id_updated_at"});
    table.key_schema = key_of("sub", "updated_at_id");
    set_capacity(table, options.capacity);
    model::local_secondary_index index;
    index.index_name = options.index_name;
    index.key_schema = key_of("sub", "id_updated_at");
    index.projection.projection_type = model::projection_type::all;
    table.local_secondary_indexes.emplace().push_back(std::move(index));
    return table;
}

} // namespace dynasio::detail
