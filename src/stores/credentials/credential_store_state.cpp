// SPDX-License-Identifier: BSL-1.0

#include "stores/credentials/credential_store_state.hpp"

#include "stores/argument_checks.hpp"
#include "stores/credentials/credential_item.hpp"
#include "stores/stored_item.hpp"
#include "stores/table/definition.hpp"
#include "stores/table/delete_items.hpp"

#include <dynasio/expressions.hpp>
#include <dynasio/paginate.hpp>

#include <algorithm>
#include <iterator>
#include <limits>
#include <tuple>
#include <utility>

namespace dynasio::stores::credentials {

credential_store_state::credential_store_state(client follower, credential_store_options options)
    : store_core(std::move(follower), options.table_name, options.call_timeout), options_(std::move(options))
{
    check_option(!table().empty(), "credential_store_options::table_name", "is empty");
    check_option(!options_.index_name.empty(), "credential_store_options::index_name", "is empty");
    check_option(options_.hash_rounds > 0
            && options_.hash_rounds <= static_cast<unsigned>(std::numeric_limits<int>::max()),
        "credential_store_options::hash_rounds", "from 1 to 2147483647");
    check_option(options_.call_timeout > options_.call_timeout.zero(),
        "credential_store_options::call_timeout", "must be positive");
}

boost::asio::any_io_executor credential_store_state::derivation_executor() const
{
    return options_.derivation_executor ? options_.derivation_executor : owner().get_executor();
}

void check_public_key(std::string_view key)
{
    check_key_text("public_key", key, max_partition_key);
}

boost::asio::awaitable<std::vector<credential_owner>> find_owners(
    credential_store_state const& self, call_options call, std::string public_key, bool skip_bad)
{
    auto request = with(self.request<query_input>(), key(attr<&stored_credential::public_key> == public_key),
        projection(attr<&stored_credential::sub>, attr<&stored_credential::id>,
            attr<&stored_credential::salt>, attr<&stored_credential::secret_key_hash>));
    request.index_name = self.options().index_name;

    std::vector<credential_owner> owners;
    auto pages = query_pages(self.owner(), request, call);
    while (auto const page = co_await pages.next())
        for (auto const& each : page->items)
            if (auto owner = decode_or_skip(skip_bad,
                    [&] { return decode_credential_owner(each, self.options().encoding, self.table()); }))
                owners.push_back(*std::move(owner));
    // The index has no order among equal keys.
    std::sort(owners.begin(), owners.end(), [](credential_owner const& a, credential_owner const& b)
        { return std::tie(a.sub, a.id) < std::tie(b.sub, b.id); });
    co_return owners;
}

boost::asio::awaitable<std::size_t> remove_all_credentials(
    credential_store_state const& self, call_options call, std::string sub)
{
    auto request = with(self.request<query_input>(), key(attr<&stored_credential::sub> == sub),
        projection(attr<&stored_credential::sub>, attr<&stored_credential::id>));
    request.consistent_read = true;

    std::vector<item> keys;
    auto pages = query_pages(self.owner(), request, call);
    while (auto page = co_await pages.next())
        std::move(page->items.begin(), page->items.end(), std::back_inserter(keys));
    co_return co_await table::delete_items(self, call, std::move(keys));
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
