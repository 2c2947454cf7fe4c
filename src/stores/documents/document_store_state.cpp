// SPDX-License-Identifier: BSL-1.0

#include "stores/documents/document_store_state.hpp"

#include "call/client_state.hpp"
#include "client/client_handle.hpp"
#include "composed/batch_units.hpp"
#include "stores/argument_checks.hpp"
#include "stores/documents/document_metadata.hpp"
#include "stores/documents/document_parts.hpp"
#include "text/excerpt.hpp"

#include <dynasio/observer.hpp>

#include <chrono>
#include <sstream>
#include <utility>

namespace dynasio::stores::documents {

namespace {

void check_options(document_store_options const& options)
{
    check_option(options.max_levels >= 1 && options.max_levels <= max_shard_levels,
        "document_store_options::max_levels", "must be from 1 to 32");
    check_option(options.max_shards >= 1 && options.max_shards <= max_shards,
        "document_store_options::max_shards", "must be from 1 to 10,000");
    check_option(!options.mirror_original_skips || options.cipher == document_cipher::legacy,
        "document_store_options::mirror_original_skips", "is for document_cipher::legacy");
    check_option(!options.reads_raw_legacy || options.cipher != document_cipher::gcm,
        "document_store_options::reads_raw_legacy", "is for ciphers that read the legacy form");
}

std::string region_of(client const& owner)
{
    auto const& configured = call::state_of(owner)->options().region;
    return configured.empty() ? "us-east-1" : configured; // as it signs
}

template <class Predicate>
bool any_node(document_tree const& tree, Predicate const& is)
{
    if (is(tree))
        return true;
    for (auto const& shard : tree.shards)
        if (any_node(shard, is))
            return true;
    return false;
}

} // namespace

std::string item_address::identity() const
{
    return table + '\n' + region + '\n' + composed::canonical_item(key_item());
}

document_store_state::document_store_state(
    client follower, document_tree tree, table_trust trust, document_store_options options)
    : store_core(std::move(follower), "document_store", tree.table, options.call_timeout),
      tree_(std::move(tree)),
      options_(std::move(options)),
      trust_(trust),
      region_(region_of(owner())),
      one_endpoint_(!call::state_of(owner())->options().endpoint_url.empty())
{
    check_tree(tree_);
    check_positive(options_.call_timeout, "document_store_options::call_timeout");
    check_options(options_);
}

bool document_store_state::reaches(std::string const& region) const noexcept
{
    return region.empty() || region == region_ || one_endpoint_ || options_.clients;
}

bool document_store_state::trusts(std::string const& table, std::string const& region) const
{
    if (!reaches(region))
        return false;
    if (options_.allowed_tables)
        return options_.allowed_tables(table, region);
    auto const is_this = [&](document_tree const& node)
    { return node.table == table && (node.region.empty() ? region_ : node.region) == region; };
    return trust_ == table_trust::all || any_node(tree_, is_this);
}

std::int64_t document_store_state::now() const
{
    auto const time = options_.now ? options_.now() : call::state_of(owner())->clock()->wall_now();
    return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
}

item_address document_store_state::root(attribute_value key) const
{
    return {.table = tree_.table,
        .region = tree_.region.empty() ? region_ : tree_.region,
        .key_name = tree_.key_name,
        .key = std::move(key)};
}

void document_store_state::warn_left(std::vector<item_location> const& items, std::string const& text) const
{
    auto const& watcher = call::state_of(owner())->options().observer;
    if (!watcher)
        return;
    for (auto const& each : items)
    {
        std::ostringstream key;
        key << each.key;
        watcher->warning({"document_store", each.table, key.str(), text + " is left"});
    }
}

attribute_value document_store_state::new_key() const
{
    std::string text;
    call::state_of(owner())->random().append_uuid(text);
    return attribute_value(std::move(text));
}

void document_store_state::check_regions() const
{
    auto const is_out_of_reach = [this](document_tree const& node) { return !reaches(node.region); };
    if (any_node(tree_, is_out_of_reach))
        throw_bad_input("document_tree::region",
            "is another one than the client's, \"" + region_ + "\": set document_store_options::clients");
}

void document_store_state::check_key(attribute_value const& key) const
{
    if (auto const why = key_value_problem(key, tree_.key_type); !why.empty())
        throw_bad_input(tree_.key_name, std::string(why));
}

void document_store_state::check_revision(std::optional<std::int64_t> asked) const
{
    if (!asked)
        return;
    if (!options_.track_revisions)
        throw_bad_input("revision", "needs document_store_options::track_revisions");
    if (*asked < 0)
        throw_bad_input("revision", "is negative");
}

client const& region_clients::of(std::string const& region)
{
    if (region.empty() || region == store_.region() || !store_.options().clients)
        return store_.owner();
    auto const found = others_.find(region);
    if (found != others_.end())
        return found->second;
    return others_.emplace(region, store_.options().clients(region)).first->second;
}

std::string_view key_value_problem(attribute_value const& key, attribute_type type)
{
    if (key.type() != type)
        return type == attribute_type::s ? "the key must be a string"
            : type == attribute_type::n  ? "the key must be a number"
                                         : "the key must be binary";
    auto const size = key.if_string() ? key.as_string().size() : key.if_binary() ? key.as_binary().size() : 1;
    if (size == 0)
        return "the key is empty";
    if (size > max_partition_key)
        return "the key is longer than 2048 bytes";
    return {};
}

bool can_be_key(attribute_value const& key)
{
    auto const type = key.type();
    return (type == attribute_type::s || type == attribute_type::n || type == attribute_type::b)
        && key_value_problem(key, type).empty();
}

std::string place_text(document_path const& where)
{
    return where.empty() ? "$" : "$." + text::shortened(where.text(), 200);
}

void fail_at(store_errc code, item_address const& at, document_path const& where, std::string reason)
{
    throw store_error({.code = code,
        .table = at.table,
        .key = at.key.is_null() ? item() : at.key_item(),
        .attribute = place_text(where),
        .reason = std::move(reason)});
}

} // namespace dynasio::stores::documents
