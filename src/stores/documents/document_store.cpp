// SPDX-License-Identifier: BSL-1.0

#include <dynasio/stores/document_store.hpp>

#include "client/client_handle.hpp"
#include "stores/documents/document_store_state.hpp"
#include "stores/table/definition.hpp"
#include "stores/table/ensure_tables.hpp"

#include <map>
#include <set>
#include <utility>

namespace dynasio {

namespace documents = stores::documents;
using stores::awaitable;

namespace {

using state_pointer = documents::state_pointer;

state_pointer make_state(
    client const& owner, document_tree tree, documents::table_trust trust, document_store_options options)
{
    return std::make_shared<documents::document_store_state const>(
        call::weak_client(owner), std::move(tree), trust, std::move(options));
}

/// The tables of a tree by region, each once.
void add_tables(documents::document_store_state const& self, document_tree const& tree,
    std::map<std::string, std::vector<create_table_input>>& to, std::set<std::string>& seen)
{
    auto const& region = tree.region.empty() ? self.region() : tree.region;
    if (seen.insert(region + '\n' + tree.table).second)
    {
        char const type = tree.key_type == attribute_type::n ? 'N'
            : tree.key_type == attribute_type::b             ? 'B'
                                                             : 'S';
        to[region].push_back(stores::table::define_table(
            tree.table, self.options().capacity, stores::table::key_attribute{tree.key_name, type}));
    }
    for (auto const& shard : tree.shards)
        add_tables(self, shard, to, seen);
}

awaitable<void> make_document_tables(state_pointer self, call_options options)
{
    self->check_regions();
    std::map<std::string, std::vector<create_table_input>> tables;
    std::set<std::string> seen;
    add_tables(*self, self->tree(), tables, seen);
    auto const call = call::with_deadline(self->owner(), options, stores::table::table_timeout);
    documents::region_clients clients(*self);
    for (auto& [region, wanted] : tables)
    {
        auto making = stores::table::ensure_tables(clients.of(region), call, std::move(wanted));
        co_await std::move(making);
    }
}

attribute_value same(attribute_value const& document)
{
    return document;
}

} // namespace

document_store::document_store(client owner, document_tree tree, document_store_options options)
    : owner_(std::move(owner)),
      state_(make_state(owner_, std::move(tree), documents::table_trust::of_tree, std::move(options)))
{}

document_store::document_store(client owner, std::shared_ptr<documents::document_store_state const> state)
    : owner_(std::move(owner)), state_(std::move(state))
{}

document_store document_store::open(
    client owner, std::string table, std::string key_name, document_store_options options)
{
    document_tree tree;
    tree.table = std::move(table);
    tree.key_name = std::move(key_name);
    auto state = make_state(owner, std::move(tree), documents::table_trust::all, std::move(options));
    return {std::move(owner), std::move(state)};
}

awaitable<std::optional<stored_document>> document_store::read(
    attribute_value key, document_read_options options) const
{
    return documents::read_document(state_, std::move(key), std::move(options));
}

awaitable<written_document> document_store::write(
    attribute_value document, document_write_options options) const
{
    return documents::write_document(state_, std::move(document), std::move(options));
}

awaitable<std::vector<attribute_value>> document_store::read_path(
    attribute_value key, std::string path, document_read_options options) const
{
    return documents::read_document_path(state_, std::move(key), std::move(path), std::move(options));
}

awaitable<bool> document_store::write_path(
    attribute_value key, std::string path, attribute_value value, document_change_options options) const
{
    return documents::write_document_path(
        state_, std::move(key), std::move(path), std::move(value), std::move(options));
}

awaitable<bool> document_store::update(attribute_value key,
    document_callback<attribute_value, attribute_value> change, document_change_options options) const
{
    return documents::update_document(state_, std::move(key), std::move(change), std::move(options));
}

awaitable<bool> document_store::reencrypt(attribute_value key, document_change_options options) const
{
    return documents::update_document(state_, std::move(key), same, std::move(options));
}

awaitable<bool> document_store::remove(attribute_value key, document_change_options options) const
{
    return documents::remove_document(state_, std::move(key), std::move(options));
}

awaitable<std::size_t> document_store::remove_shards(
    std::vector<item_location> shards, call_options options) const
{
    return documents::remove_shards(state_, std::move(shards), options);
}

awaitable<document_sweep_result> document_store::sweep(document_sweep_options options) const
{
    return documents::sweep_documents(state_, std::move(options));
}

awaitable<void> document_store::create_tables(call_options options) const
{
    return make_document_tables(state_, options);
}

} // namespace dynasio
