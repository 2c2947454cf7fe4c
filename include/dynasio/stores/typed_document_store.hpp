// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_STORES_TYPED_DOCUMENT_STORE_HPP
#define DYNASIO_STORES_TYPED_DOCUMENT_STORE_HPP

#include <dynasio/client.hpp>
#include <dynasio/client/detail/gcc12.hpp>
#include <dynasio/stores/document_store.hpp>
#include <dynasio/stores/documents/typed/detail/typed_store_state.hpp>
#include <dynasio/stores/documents/typed/document_mapping.hpp>
#include <dynasio/stores/documents/typed/typed_document.hpp>
#include <dynasio/stores/documents/typed/typed_document_options.hpp>

#include <boost/asio/awaitable.hpp>

#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace dynasio {

/// Documents that are objects of one described struct, for which `document_definition` names the table. Structs within it
/// that have tables are shards, at any depth.
///
///     struct address { std::string city; };
///     struct patient { std::string name; std::optional<int> age; std::vector<address> places; };
///     // BOOST_DESCRIBE_STRUCT and document_definition of both
///
///     dynasio::typed_document_store<patient> patients(client);
///     auto const written = co_await patients.save(ann);
///     auto const found = co_await patients.load(written.key); // std::optional<patient>
///
/// Documents are stored as dynamo-store stores its objects (`DyObject`), so that both read what the other has written, or in
/// the plain form; see document_mapping.hpp. Paths, for a key provider and for `documents`, are those of the form.
///
/// Classes: those that are stored are compared, and lead to no code. A nested object becomes the type that its member
/// declares; in a `std::variant` of described structs, the alternative whose class it names, or, if it names none, whose
/// class `typed_document_options::class_of` chooses. Any other class is `malformed_item`.
///
/// Keys: `save` and `remove` take the key from the options or argument; else from the member that is stored under the name
/// of the table's key, if it is set. Otherwise `save` takes a new one, from the key generator or a random UUID. A store does
/// not remember keys: where a struct has no such member, keep `written_document::key`, and give it to the next `save` as
/// `document_write_options().key(...)`; without it, that is another document. Shards have new keys with each `save`; a
/// member that is the key of a shard is set by `load`, and ignored by `save`.
///
/// Encryption: fields that tell the class of a value, and those of `never_encrypted`, are offered to no key provider. Nobody
/// notices if somebody who can write to the table changes the class of a variant.
///
/// Errors, deadline, cancellation, lifetimes, threads: as `document_store`. A struct that cannot be stored is `bad_input`,
/// with the place of the member as `attribute`: `$.places[1].city`. Errors do not quote values where there are key
/// providers.
template <class T>
class typed_document_store
{
    static_assert(stores::documents::is_document<T> || true,
        "Before all else, the compiler says what is wrong with T.");

public:
    using value_type = T;

    /// Sends nothing. Throws `std::invalid_argument` for invalid names of tables, options and regular expressions, and more
    /// than 32 levels of shards.
    explicit typed_document_store(
        client owner, document_store_options options = {}, typed_document_options typed = {})
        : typed_document_store(std::move(owner), std::move(options), typed, document_tree_of<T>(typed))
    {}

    /// The same documents without types. A key provider in the options of its operations is asked for all fields, those of
    /// `never_encrypted` included.
    [[nodiscard]] document_store const& documents() const noexcept { return documents_; }

    /// Writes a struct with its shards. Replaces the document with its key.
    /// Errors and requests: as `document_store::write`.
    boost::asio::awaitable<written_document> save(T const& value, document_write_options options = {}) const
    {
        auto prepared = stores::documents::prepare(value, state_->form());
        if (prepared.problem)
            return stores::documents::refused_save(state_->refusal(*prepared.problem, options));
        return documents_.write(
            std::move(prepared.document), state_->complete(std::move(options), std::move(prepared.key)));
    }

    /// The struct with this key; empty if there is none.
    /// Errors: as `document_store::read`; `malformed_item` for a document that does not fit the struct, with the place of
    /// the member as `attribute`; `bad_input` for `resolve_shards(false)`. Requests: as `document_store::read`.
    boost::asio::awaitable<std::optional<T>> load(
        attribute_value key, document_read_options options = {}) const
    {
        return stores::documents::load_value<T>(load_document(std::move(key), std::move(options)));
    }

    /// `load` with what is known of the document besides, such as its revision: for a `save` that replaces only what was
    /// read, in stores that track revisions.
    boost::asio::awaitable<std::optional<typed_document<T>>> load_document(
        attribute_value key, document_read_options options = {}) const
    {
        auto const reading = state_->reading(options);
        auto completed = state_->complete(options);
        return stores::documents::load_typed<T>(
            state_, reading, std::move(options), documents_.read(std::move(key), std::move(completed)));
    }

    /// Deletes the document with this key, and its shards. False without a document.
    /// Errors and requests: as `document_store::remove`.
    boost::asio::awaitable<bool> remove(attribute_value key, document_change_options options = {}) const
    {
        return documents_.remove(std::move(key), std::move(options));
    }
    /// `remove` with the key in the struct. Errors: also `bad_input` if it is not set.
    boost::asio::awaitable<bool> remove(T const& value, document_change_options options = {}) const
        requires stores::documents::has_key_member<T>
    {
        std::optional<attribute_value> key;
        try
        {
            key = stores::documents::key_in(value);
        }
        catch (mapping_error const& e)
        {
            return stores::documents::refused_removal(state_->refusal(e, {}));
        }
        if (!key)
            return stores::documents::refused_removal(state_->no_key());
        return documents_.remove(*std::move(key), std::move(options));
    }

    /// Creates the tables that are missing; see `document_store::create_tables`.
    boost::asio::awaitable<void> create_tables(call_options options = {}) const
    {
        return documents_.create_tables(options);
    }

    DYNASIO_ON_GCC12(
        void save(T&&, document_write_options = {}) const requires(std::is_aggregate_v<T>) = delete;
        void remove(T&&, document_change_options = {}) const requires(std::is_aggregate_v<T>) = delete;)

private:
    typed_document_store(
        client owner, document_store_options options, typed_document_options const& typed, document_tree tree)
        : typed_document_store(std::move(owner), std::move(options), typed, std::move(tree),
              stores::documents::plain_fields(stores::documents::expressions_of<T>()))
    {}
    typed_document_store(client owner, document_store_options options, typed_document_options const& typed,
        document_tree tree, stores::documents::plain_fields fields)
        : state_(std::make_shared<stores::documents::typed_store_state const>(tree, typed, options, fields)),
          documents_(std::move(owner), std::move(tree), with_plain(std::move(options), std::move(fields)))
    {}

    static document_store_options with_plain(
        document_store_options options, stores::documents::plain_fields fields)
    {
        options.keys = stores::documents::without_keys_for(std::move(fields), std::move(options.keys));
        return options;
    }

    stores::documents::typed_store_state::pointer state_;
    document_store documents_;
};

} // namespace dynasio

#endif
