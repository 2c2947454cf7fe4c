// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_STORES_DOCUMENTS_DOCUMENT_OPTIONS_HPP
#define DYNASIO_STORES_DOCUMENTS_DOCUMENT_OPTIONS_HPP

#include <dynasio/call_options.hpp>
#include <dynasio/stores/documents/document_callbacks.hpp>
#include <dynasio/value/attribute_value.hpp>

#include <cstdint>
#include <optional>
#include <utility>

namespace dynasio {

/// Options of a read of a document: `document_read_options().keep_metadata()`. `call_options` convert to it.
class document_read_options
{
public:
    document_read_options() {}
    document_read_options(call_options call) : call_(call) {}
    DYNASIO_REFUSE_MISPLACED(document_read_options, "This read takes no condition: look at what was read.")

    /// Whether shards are read. Otherwise their references stay in the document. Default true.
    document_read_options& resolve_shards(bool value) &
    {
        resolve_shards_ = value;
        return *this;
    }
    document_read_options resolve_shards(bool value) && { return std::move(resolve_shards(value)); }

    /// The keys and metadata of root and shards stay in the document as members. Such a document can be written with
    /// `document_write_options::has_metadata`. Default: the store's.
    document_read_options& keep_metadata(bool value = true) &
    {
        keep_metadata_ = value;
        return *this;
    }
    document_read_options keep_metadata(bool value = true) && { return std::move(keep_metadata(value)); }

    /// Strongly consistent. Without it, costs half the read units, and a document that is being rewritten may seem to have
    /// lost shards. Default true.
    document_read_options& consistent(bool value) &
    {
        consistent_ = value;
        return *this;
    }
    document_read_options consistent(bool value) && { return std::move(consistent(value)); }

    /// Instead of the store's `keys`.
    document_read_options& keys(document_key_provider value) &
    {
        keys_ = std::move(value);
        return *this;
    }
    document_read_options keys(document_key_provider value) && { return std::move(keys(std::move(value))); }

    /// For `typed_document_store`: instead of `typed_document_options::class_of`.
    document_read_options& class_of(document_class_chooser value) &
    {
        class_of_ = std::move(value);
        return *this;
    }
    document_read_options class_of(document_class_chooser value) &&
    {
        return std::move(class_of(std::move(value)));
    }

    [[nodiscard]] bool resolves_shards() const noexcept { return resolve_shards_; }
    [[nodiscard]] std::optional<bool> keeps_metadata() const noexcept { return keep_metadata_; }
    [[nodiscard]] bool is_consistent() const noexcept { return consistent_; }
    [[nodiscard]] document_key_provider const& keys() const noexcept { return keys_; }
    [[nodiscard]] document_class_chooser const& class_of() const noexcept { return class_of_; }
    [[nodiscard]] call_options const& call() const noexcept { return call_; }

private:
    call_options call_;
    document_class_chooser class_of_;
    bool resolve_shards_ = true;
    bool consistent_ = true;
    std::optional<bool> keep_metadata_;
    document_key_provider keys_;
};

/// Options of a write of a document: `document_write_options().key("doc-1").create_only()`. `call_options` convert to it.
class document_write_options
{
public:
    document_write_options() {}
    document_write_options(call_options call) : call_(call) {}
    DYNASIO_REFUSE_MISPLACED(document_write_options,
        "Documents are written under a revision: document_write_options().revision(n).")

    /// The key of the document. Without it: the store's `key_generator`, or a random UUID.
    document_write_options& key(attribute_value value) &
    {
        key_ = std::move(value);
        return *this;
    }
    document_write_options key(attribute_value value) && { return std::move(key(std::move(value))); }

    /// Writes only if there is no document with this key; otherwise ends with `already_exists`.
    document_write_options& create_only(bool value = true) &
    {
        create_only_ = value;
        return *this;
    }
    document_write_options create_only(bool value = true) && { return std::move(create_only(value)); }

    /// Writes only if the stored document has this revision, 0 also if there is none; otherwise ends with `conflict`. For
    /// stores that track revisions.
    document_write_options& revision(std::int64_t value) &
    {
        revision_ = value;
        return *this;
    }
    document_write_options revision(std::int64_t value) && { return std::move(revision(value)); }

    /// Whether objects at the paths of shards become shards. Otherwise they stay in the root, and references to shards that
    /// the document has there (see `document_read_options::resolve_shards`) keep their shards. Default true.
    document_write_options& save_shards(bool value) &
    {
        save_shards_ = value;
        return *this;
    }
    document_write_options save_shards(bool value) && { return std::move(save_shards(value)); }

    /// All items are written, and replaced shards deleted, in one transaction: at most 100 items and 4 MB. Costs twice the
    /// write units, and the reads of the document that is replaced. Default false.
    document_write_options& in_transaction(bool value = true) &
    {
        in_transaction_ = value;
        return *this;
    }
    document_write_options in_transaction(bool value = true) && { return std::move(in_transaction(value)); }

    /// The document was read with `keep_metadata`: what it holds of keys and metadata is left out. Default false: such
    /// members are `bad_input`.
    document_write_options& has_metadata(bool value = true) &
    {
        has_metadata_ = value;
        return *this;
    }
    document_write_options has_metadata(bool value = true) && { return std::move(has_metadata(value)); }

    /// Instead of the store's `keys`.
    document_write_options& keys(document_key_provider value) &
    {
        keys_ = std::move(value);
        return *this;
    }
    document_write_options keys(document_key_provider value) && { return std::move(keys(std::move(value))); }

    /// Instead of the store's `key_generator`.
    document_write_options& key_generator(document_key_generator value) &
    {
        key_generator_ = std::move(value);
        return *this;
    }
    document_write_options key_generator(document_key_generator value) &&
    {
        return std::move(key_generator(std::move(value)));
    }

    [[nodiscard]] std::optional<attribute_value> const& key() const noexcept { return key_; }
    [[nodiscard]] bool creates_only() const noexcept { return create_only_; }
    [[nodiscard]] std::optional<std::int64_t> revision() const noexcept { return revision_; }
    [[nodiscard]] bool saves_shards() const noexcept { return save_shards_; }
    [[nodiscard]] bool is_transaction() const noexcept { return in_transaction_; }
    [[nodiscard]] bool drops_metadata() const noexcept { return has_metadata_; }
    [[nodiscard]] document_key_provider const& keys() const noexcept { return keys_; }
    [[nodiscard]] document_key_generator const& key_generator() const noexcept { return key_generator_; }
    [[nodiscard]] call_options const& call() const noexcept { return call_; }

private:
    call_options call_;
    std::optional<attribute_value> key_;
    std::optional<std::int64_t> revision_;
    bool create_only_ = false;
    bool save_shards_ = true;
    bool in_transaction_ = false;
    bool has_metadata_ = false;
    document_key_provider keys_;
    document_key_generator key_generator_;
};

/// Options of operations on a stored document: `document_change_options().revision(3)`. `call_options` convert to it.
class document_change_options
{
public:
    document_change_options() {}
    document_change_options(call_options call) : call_(call) {}
    DYNASIO_REFUSE_MISPLACED(document_change_options,
        "Documents are changed under a revision: document_change_options().revision(n).")

    /// Changes only the document of this revision; otherwise ends with `conflict`. For stores that track revisions.
    document_change_options& revision(std::int64_t value) &
    {
        revision_ = value;
        return *this;
    }
    document_change_options revision(std::int64_t value) && { return std::move(revision(value)); }

    /// Instead of the store's `keys`.
    document_change_options& keys(document_key_provider value) &
    {
        keys_ = std::move(value);
        return *this;
    }
    document_change_options keys(document_key_provider value) && { return std::move(keys(std::move(value))); }

    /// For `remove`: whether the shards are deleted too. Default true.
    document_change_options& delete_shards(bool value) &
    {
        delete_shards_ = value;
        return *this;
    }
    document_change_options delete_shards(bool value) && { return std::move(delete_shards(value)); }

    [[nodiscard]] std::optional<std::int64_t> revision() const noexcept { return revision_; }
    [[nodiscard]] document_key_provider const& keys() const noexcept { return keys_; }
    [[nodiscard]] bool deletes_shards() const noexcept { return delete_shards_; }
    [[nodiscard]] call_options const& call() const noexcept { return call_; }

private:
    call_options call_;
    std::optional<std::int64_t> revision_;
    document_key_provider keys_;
    bool delete_shards_ = true;
};

} // namespace dynasio

#endif
