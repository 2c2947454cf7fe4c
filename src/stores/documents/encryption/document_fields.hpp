// SPDX-License-Identifier: BSL-1.0
//
// The encrypted fields of one document: which they are, and their values.

#ifndef DYNASIO_SRC_STORES_DOCUMENTS_ENCRYPTION_DOCUMENT_FIELDS_HPP
#define DYNASIO_SRC_STORES_DOCUMENTS_ENCRYPTION_DOCUMENT_FIELDS_HPP

#include "stores/documents/document_assembly.hpp"
#include "stores/documents/document_store_state.hpp"
#include "stores/documents/encryption/field_ciphers.hpp"

#include <optional>
#include <string>
#include <vector>

namespace dynasio::stores::documents {

/// Encrypts and decrypts fields of one document, for one operation.
class document_fields
{
public:
    /// `root` is that of the document. What is passed must live as long as this.
    document_fields(
        document_store_state const& store, item_address const& root, document_key_provider const& keys);

    /// Encrypts what `value` holds, which is at `where` in the document and becomes part of it, except at the places of
    /// references. `original` is the document, or the value, that the key provider is shown. Throws `unencryptable_path`,
    /// `bad_input` for keys and values that cannot be used, and what the key provider throws.
    static awaitable<void> encrypt(document_fields& self, attribute_value& value, document_path where,
        attribute_value const& original, place_set references);

    /// Decrypts what is at these places of a stored document, except references. Throws `decrypt_failed`, `not_encrypted`,
    /// and what the key provider throws.
    static awaitable<void> decrypt(document_fields& self, attribute_value& document,
        std::vector<document_path> places, place_set references);

private:
    struct leaf
    {
        document_path where{};
        attribute_value* value = nullptr;
        std::optional<std::string> key_id{};     ///< for reading
        field_ciphers::entry* ciphers = nullptr; ///< null: the field has no key
    };

    static void collect(std::vector<leaf>& to, attribute_value& value, document_path const& where,
        place_set const& references);
    static awaitable<void> ask_for_keys(
        document_fields& self, std::vector<leaf>& leaves, attribute_value const& document);
    [[nodiscard]] bool is_left_plain(leaf const& field) const;
    void check_encryptable(leaf const& field) const;
    void encrypt_all(std::vector<leaf> const& fields);
    [[nodiscard]] attribute_value decrypted(leaf const& field);
    [[noreturn]] void fail(store_errc code, document_path const& where, std::string reason) const;

    document_store_state const& store_;
    item_address const& root_;
    document_key_provider const& keys_;
    std::string binding_;
    field_ciphers ciphers_;
};

/// Whether dynamo-store leaves a field plain although it has a key: places with the name of the root's key in their path,
/// nested arrays, and elements of arrays that are three or more names deep.
[[nodiscard]] bool original_skips(document_path const& where, std::string_view key_name);

} // namespace dynasio::stores::documents

#endif
