// SPDX-License-Identifier: BSL-1.0

#include "stores/credentials/credential_store_state.hpp"

#include "stores/table/definition.hpp"

#include <limits>
#include <utility>

namespace dynasio::stores::credentials {

credential_store_state::credential_store_state(client follower, credential_store_options options)
    : store_core(std::move(follower), "credential_store", options.table_name, options.call_timeout),
      options_(std::move(options))
{
    check_option(!table().empty(), "credential_store_options::table_name", "is empty");
    check_option(!options_.index_name.empty(), "credential_store_options::index_name", "is empty");
    check_option(options_.hash_rounds > 0
            && options_.hash_rounds <= static_cast<unsigned>(std::numeric_limits<int>::max()),
        "credential_store_options::hash_rounds", "from 1 to 2147483647");
    check_positive(options_.call_timeout, "credential_store_options::call_timeout");
}

boost::asio::any_io_executor credential_store_state::derivation_executor() const
{
    return options_.derivation_executor ? options_.derivation_executor : owner().get_executor();
}

create_table_input credential_table(credential_store_options const& options)
{
    auto table = table::define_table(
        options.table_name, options.capacity, table::key_attribute{"sub"}, table::key_attribute{"id"});
    auto& index = table.global_secondary_indexes.emplace().emplace_back();
    index.index_name = options.index_name;
    index.key_schema = table::define_key(*table.attribute_definitions, table::key_attribute{"public_key"});
    index.projection.projection_type = model::projection_type::all;
    index.provisioned_throughput = table::throughput_of(options.capacity);
    return table;
}

} // namespace dynasio::stores::credentials
