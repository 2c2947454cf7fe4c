// SPDX-License-Identifier: BSL-1.0

#include "stores/documents/encryption/document_fields.hpp"

#include "clock/random_source.hpp"
#include "stores/documents/document_places.hpp"
#include "text/wiped_text.hpp"

#include <dynasio/json/detail/encode.hpp>

#include <algorithm>
#include <cstring>
#include <span>
#include <utility>

namespace dynasio::stores::documents {

namespace {

bool is_set(attribute_value const& value)
{
    auto const type = value.type();
    return type == attribute_type::ss || type == attribute_type::ns || type == attribute_type::bs;
}

bool reads_legacy(document_store_options const& options)
{
    return options.cipher != document_cipher::gcm;
}

/// The next random bytes of many that were drawn at once.
template <class Bytes>
Bytes next_of(std::span<unsigned char const>& drawn)
{
    Bytes result;
    std::memcpy(result.data(), drawn.data(), result.size());
    drawn = drawn.subspan(result.size());
    return result;
}

} // namespace

bool original_skips(document_path const& where, std::string_view key_name)
{
    std::size_t names = 0;
    std::size_t positions = 0;
    for (auto const& each : where.segments())
        if (std::holds_alternative<std::size_t>(each))
            ++positions;
        else if (positions == 0)
            ++names;
    bool const is_element = !where.empty() && std::holds_alternative<std::size_t>(where.segments().back());
    return positions > 1 || (is_element && names > 2)
        || where.text().find(key_name) != std::string::npos; // as a search, so `ID` also finds `personID`
}

document_fields::document_fields(
    document_store_state const& store, item_address const& root, document_key_provider const& keys)
    : store_(store), root_(root), keys_(keys), binding_(document_binding(store.options().context, root.key))
{}

void document_fields::fail(store_errc code, document_path const& where, std::string reason) const
{
    fail_at(code, root_, where, std::move(reason));
}

void document_fields::collect(
    std::vector<leaf>& to, attribute_value& value, document_path const& where, place_set const& references)
{
    for_each_leaf(value, where, references,
        [&to](document_path const& place, attribute_value& each)
        {
            auto& added = to.emplace_back();
            added.where = place;
            added.value = &each;
        });
}

awaitable<void> document_fields::ask_for_keys(
    document_fields& self, std::vector<leaf>& leaves, attribute_value const& document)
{
    auto const* plain = self.keys_.if_plain();
    for (auto& each : leaves)
    {
        document_field const field{.where = each.where,
            .key = self.root_.key,
            .document = document,
            .key_id = each.key_id ? std::optional<std::string_view>(*each.key_id) : std::nullopt};
        std::optional<document_key> key;
        if (plain)
            key = (*plain)(field);
        else
        {
            auto asking = (*self.keys_.if_awaitable())(field);
            key = co_await std::move(asking);
        }
        if (!key)
            continue;
        if (key->bytes.empty())
            self.fail(store_errc::bad_input, each.where, "the key provider returned an empty key");
        if (key->id.size() > longest_key_id)
            self.fail(store_errc::bad_input, each.where,
                "the key provider returned a key id of more than " + std::to_string(longest_key_id)
                    + " bytes");
        each.ciphers = &self.ciphers_.of(std::move(*key));
    }
    std::erase_if(leaves, [](leaf const& each) { return !each.ciphers; });
}

bool document_fields::is_left_plain(leaf const& field) const
{
    return store_.options().mirror_original_skips
        && (is_set(*field.value) || original_skips(field.where, root_.key_name));
}

void document_fields::check_encryptable(leaf const& field) const
{
    if (is_set(*field.value) || original_skips(field.where, root_.key_name))
        fail(store_errc::unencryptable_path, field.where, "dynamo-store leaves this place plain");
    if (!python_text(*field.value))
        fail(store_errc::unencryptable_path, field.where, "the legacy form has no text for this type");
}

void document_fields::encrypt_all(std::vector<leaf> const& fields)
{
    bool const legacy = store_.options().cipher == document_cipher::legacy;
    // One call for all: drawing random bytes costs more than encrypting with them.
    std::vector<unsigned char> random(fields.size() * (legacy ? legacy_iv().size() : gcm_nonce().size()));
    http::fill_with_secure_random(random);
    std::span<unsigned char const> drawn = random;
    for (auto const& each : fields)
        try
        {
            if (legacy)
            {
                text::wiped_text plain{};
                plain.text = *python_text(*each.value);
                *each.value = each.ciphers->legacy().seal(next_of<legacy_iv>(drawn), plain.text);
            }
            else
                *each.value = each.ciphers->envelope().seal(
                    next_of<gcm_nonce>(drawn), binding_, each.where, *each.value);
        }
        catch (json::encode_error const& e)
        {
            fail(store_errc::bad_input, each.where, e.reason());
        }
}

awaitable<void> document_fields::encrypt(document_fields& self, attribute_value& value, document_path where,
    attribute_value const& original, place_set references)
{
    if (!self.keys_)
        co_return;
    std::vector<leaf> fields;
    collect(fields, value, where, references);
    co_await ask_for_keys(self, fields, original);
    if (self.store_.options().cipher == document_cipher::legacy)
    {
        std::erase_if(fields, [&](leaf const& each) { return self.is_left_plain(each); });
        for (auto const& each : fields)
            self.check_encryptable(each);
    }
    self.encrypt_all(fields);
}

attribute_value document_fields::decrypted(leaf const& field)
{
    auto const& options = store_.options();
    auto const* stored = field.value->if_binary();
    bool const sealed = stored && is_envelope(*stored);
    if (options.cipher == document_cipher::gcm && !sealed)
        fail(store_errc::not_encrypted, field.where, "there is a key for this value");
    if (!stored)
        return std::move(*field.value); // plain, as dynamo-store takes it too
    if (sealed && options.cipher != document_cipher::legacy)
    {
        if (auto opened = field.ciphers->envelope().open(binding_, field.where, *stored))
            return std::move(*opened);
    }
    else if (!sealed)
    {
        if (auto opened = field.ciphers->legacy().open(*stored, options.reads_raw_legacy))
            return attribute_value(std::move(*opened));
    }
    fail(store_errc::decrypt_failed, field.where,
        "it was encrypted with another key or for another place, or it was changed");
}

awaitable<void> document_fields::decrypt(
    document_fields& self, attribute_value& document, std::vector<document_path> places, place_set references)
{
    if (!self.keys_)
        co_return;
    std::vector<leaf> fields;
    for (auto const& where : places)
        collect(fields, value_at(document, where), where, references);
    if (reads_legacy(self.store_.options()))
        std::erase_if(fields, [&](leaf const& each) { return self.is_left_plain(each); });
    for (auto& each : fields)
    {
        auto const* stored = each.value->if_binary();
        each.key_id = stored && is_envelope(*stored) ? key_id_of(*stored).value_or("") : std::string();
    }
    co_await ask_for_keys(self, fields, document);
    for (auto const& each : fields)
        *each.value = self.decrypted(each);
}

} // namespace dynasio::stores::documents
