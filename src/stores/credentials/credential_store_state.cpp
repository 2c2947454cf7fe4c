// SPDX-License-Identifier: BSL-1.0

#include "stores/credentials/credential_store_state.hpp"

#include "stores/credentials/credential_item.hpp"
#include "stores/credentials/credential_requests.hpp"
#include "stores/table/definition.hpp"
#include "stores/table/delete_items.hpp"
#include "stores/table/query_pages.hpp"

#include <dynasio/operations/put_item.hpp>
#include <dynasio/stores/store_error.hpp>

#include <algorithm>
#include <limits>
#include <map>
#include <stdexcept>
#include <tuple>
#include <utility>

namespace dynasio::detail {

namespace {

credential_store_options validated(credential_store_options options)
{
    if (options.table_name.empty())
        throw std::invalid_argument("credential_store_options::table_name: is empty");
    if (options.index_name.empty())
        throw std::invalid_argument("credential_store_options::index_name: is empty");
    if (options.hash_rounds == 0
        || options.hash_rounds > static_cast<unsigned>(std::numeric_limits<int>::max()))
        throw std::invalid_argument("credential_store_options::hash_rounds: from 1 to 2147483647");
    if (options.call_timeout <= options.call_timeout.zero())
        throw std::invalid_argument("credential_store_options::call_timeout: must be positive");
    return options;
}

} // namespace

credential_store_state::credential_store_state(client follower, credential_store_options options)
    : client_(std::move(follower)), options_(validated(std::move(options)))
{}

boost::asio::any_io_executor credential_store_state::derivation_executor() const
{
    return options_.derivation_executor ? options_.derivation_executor : client_.get_executor();
}

boost::asio::awaitable<std::vector<credential_owner>> find_owners(
    credential_store_state const& self, call_options call, std::string public_key, bool skip_bad)
{
    std::vector<credential_owner> owners;
    query_walk pages(self.owner(), call, find_owners_request(self.options(), public_key));
    while (!pages.at_end())
    {
        auto const page = co_await pages.next();
        for (auto const& each : page.items)
            try
            {
                owners.push_back(decode_credential_owner(each, self.options().encoding, self.table()));
            }
            catch (store_error const&)
            {
                if (!skip_bad)
                    throw;
            }
    }
    // The index has no order among equal keys.
    std::sort(owners.begin(), owners.end(), [](credential_owner const& a, credential_owner const& b)
        { return std::tie(a.sub, a.id) < std::tie(b.sub, b.id); });
    co_return owners;
}

boost::asio::awaitable<std::size_t> remove_all_credentials(
    credential_store_state const& self, call_options call, std::string sub)
{
    std::vector<item> keys;
    query_walk pages(self.owner(), call, find_credentials_request(self.table(), sub));
    while (!pages.at_end())
    {
        auto page = co_await pages.next();
        for (auto& each : page.items)
            keys.push_back(std::move(each));
    }
    co_return co_await delete_items(self.owner(), call, self.table(), std::move(keys), 0);
}

boost::asio::awaitable<bool> create_credential(credential_store_state const& self, call_options call,
    std::string sub, std::string id, credential_keys keys)
{
    put_item_input request;
    request.table_name = self.table();
    request.item = encode_credential(sub, id, keys, self.options().encoding);
    request.condition_expression = "attribute_not_exists(#s)";
    request.expression_attribute_names = std::map<std::string, std::string>{{"#s", "sub"}};
    request.return_values_on_condition_check_failure =
        model::return_values_on_condition_check_failure::all_old;
    auto const outcome = co_await self.owner().try_put_item(request, call);
    if (outcome)
        co_return true;
    if (outcome.error() == client_errc::outcome_unknown)
    {
        // A try whose answer was lost may have stored it: then what is there is ours.
        auto const& stored = outcome.error().details().old_item;
        co_return stored && *stored == request.item;
    }
    if (outcome.error() != errc::conditional_check_failed)
        outcome.value(); // throws
    co_return false;
}

create_table_input credential_table(credential_store_options const& options)
{
    create_table_input table;
    table.table_name = options.table_name;
    table.attribute_definitions = text_attributes({"sub", "id", "public_key"});
    table.key_schema = key_of("sub", "id");
    set_capacity(table, options.capacity);
    model::global_secondary_index index;
    index.index_name = options.index_name;
    index.key_schema = key_of("public_key");
    index.projection.projection_type = model::projection_type::all;
    index.provisioned_throughput = throughput_of(options.capacity);
    table.global_secondary_indexes.emplace().push_back(std::move(index));
    return table;
}

} // namespace dynasio::detail
