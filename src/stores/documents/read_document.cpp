// SPDX-License-Identifier: BSL-1.0

#include "stores/documents/document_places.hpp"
#include "stores/documents/document_reader.hpp"
#include "stores/documents/encryption/document_fields.hpp"

#include <utility>

namespace dynasio::stores::documents {

namespace {

document_part_info part_info_of(item_address const& root, assembled_item const& part)
{
    bool const is_root = part.where.empty();
    return {.where = part.where,
        .item = {is_root ? root.table : part.table, is_root ? root.region : part.region,
            item::of(part.key_name, part.key)},
        .metadata = part.stored_metadata};
}

} // namespace

awaitable<std::optional<stored_document>> read_document(
    state_pointer self, attribute_value key, document_read_options options)
{
    self->check_regions();
    self->check_key(key);
    auto const call = self->with_deadline(options.call());
    region_clients clients(*self);
    auto const root = self->root(std::move(key));
    reading const how{.consistent = options.is_consistent(), .resolve_shards = options.resolves_shards()};
    auto found = co_await assemble_document(*self, clients, root, how, call);
    if (!found)
        co_return std::nullopt;
    document_fields fields(*self, root, self->keys_for(options.keys()));
    std::vector<document_path> const whole(1);
    co_await document_fields::decrypt(fields, found->document(), whole, found->left());

    stored_document result;
    for (auto const& part : found->items())
        result.items.push_back(part_info_of(root, part));
    result.revision = found->items().front().metadata.revision.value_or(0);
    if (options.keeps_metadata().value_or(self->options().keep_metadata))
        found->restore_metadata();
    result.value = std::move(found->document());
    result.key = root.key;
    co_return result;
}

awaitable<std::vector<attribute_value>> read_document_path(
    state_pointer self, attribute_value key, std::string path, document_read_options options)
{
    self->check_regions();
    self->check_key(key);
    auto const parsed = parse_path(path);
    auto const call = self->with_deadline(options.call());
    region_clients clients(*self);
    auto const root = self->root(std::move(key));
    reading const how{.consistent = options.is_consistent(),
        .resolve_shards = options.resolves_shards(),
        .on_the_way = &parsed};
    auto found = co_await assemble_document(*self, clients, root, how, call);
    std::vector<attribute_value> result;
    if (!found)
        co_return result;
    auto const places = places_of(parsed.select(found->document()));
    document_fields fields(*self, root, self->keys_for(options.keys()));
    co_await document_fields::decrypt(fields, found->document(), outermost(places), found->left());
    result.reserve(places.size());
    for (auto const& where : places)
        result.push_back(value_at(found->document(), where));
    co_return result;
}

} // namespace dynasio::stores::documents
