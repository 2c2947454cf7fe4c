// SPDX-License-Identifier: BSL-1.0
//
// What a `typed_document_store` adds to its `document_store`: which fields are never encrypted, how documents are read, and
// errors that name the document. All that depends on the struct is where these live.

#ifndef DYNASIO_STORES_DOCUMENTS_TYPED_DETAIL_TYPED_STORE_STATE_HPP
#define DYNASIO_STORES_DOCUMENTS_TYPED_DETAIL_TYPED_STORE_STATE_HPP

#include <dynasio/mapping/mapping_error.hpp>
#include <dynasio/stores/documents/document_callbacks.hpp>
#include <dynasio/stores/documents/document_options.hpp>
#include <dynasio/stores/documents/document_path.hpp>
#include <dynasio/stores/documents/document_store_options.hpp>
#include <dynasio/stores/documents/stored_document.hpp>
#include <dynasio/stores/documents/typed/detail/unclassed_objects.hpp>
#include <dynasio/stores/documents/typed/document_mapping.hpp>
#include <dynasio/stores/documents/typed/typed_document.hpp>
#include <dynasio/stores/documents/typed/typed_document_options.hpp>
#include <dynasio/stores/documents/typed/typed_reading.hpp>
#include <dynasio/stores/store_error.hpp>

#include <boost/asio/awaitable.hpp>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace dynasio::stores::documents {

/// Fields that are not encrypted, whatever a key provider says.
class plain_fields
{
public:
    /// Regular expressions. Throws `std::invalid_argument` that quotes the first invalid one.
    explicit plain_fields(std::vector<std::string> const& expressions);

    /// Whether an expression matches a part of the path, or the field says of what class a value is.
    /// Throws `store_error` with `bad_input` if an expression takes too long.
    [[nodiscard]] bool contain(document_path const& where) const;

private:
    struct compiled;
    std::shared_ptr<compiled const> expressions_;
};

/// A provider that has no keys for these fields. An empty one stays empty.
[[nodiscard]] document_key_provider without_keys_for(plain_fields fields, document_key_provider keys);

/// A struct as it is to be written, or why it cannot.
struct prepared_document
{
    attribute_value document{};
    std::optional<attribute_value> key{}; ///< of the member that is the key
    std::optional<mapping_error> problem{};
};

class typed_store_state
{
public:
    using pointer = std::shared_ptr<typed_store_state const>;

    typed_store_state(document_tree const& tree, typed_document_options const& typed,
        document_store_options const& options, plain_fields fields);

    [[nodiscard]] document_form form() const noexcept { return reading_.form; }

    /// The options of calls, completed.
    [[nodiscard]] document_read_options complete(document_read_options options) const;
    [[nodiscard]] document_write_options complete(
        document_write_options options, std::optional<attribute_value> key) const;

    [[nodiscard]] typed_reading reading(document_read_options const& options) const;
    /// The callbacks of a call win over those of the store.
    [[nodiscard]] document_class_chooser const& class_of(document_read_options const& options) const
    {
        return options.class_of() ? options.class_of() : class_of_;
    }

    /// `bad_input` for a struct that cannot be stored.
    [[nodiscard]] store_error refusal(
        mapping_error const& problem, document_write_options const& options) const;
    /// `bad_input` for a struct whose key is not set.
    [[nodiscard]] store_error no_key() const;
    /// `bad_input` for a read that leaves shards out.
    [[nodiscard]] store_error no_shards() const;
    /// `malformed_item`.
    [[nodiscard]] store_error misfit(mapping_error const& problem, attribute_value const& key) const;

private:
    std::string table_;
    std::string key_name_;
    plain_fields fields_;
    typed_reading reading_; ///< of documents that are not encrypted
    document_class_chooser class_of_;
    bool has_keys_;
    bool reads_legacy_;
};

template <class T>
prepared_document prepare(T const& value, document_form form)
{
    prepared_document result;
    try
    {
        result.key = key_in(value);
        result.document = to_document(value, form);
    }
    catch (mapping_error const& e)
    {
        result.problem = e;
    }
    return result;
}

/// Operations that end with an error before anything is sent.
boost::asio::awaitable<written_document> refused_save(store_error why);
boost::asio::awaitable<bool> refused_removal(store_error why);

template <class T>
T read_typed(typed_store_state const& self, typed_reading how, stored_document const& found)
{
    try
    {
        return from_document<T>(found.value, how);
    }
    catch (mapping_error const& e)
    {
        throw self.misfit(e, found.key);
    }
}

template <class T>
boost::asio::awaitable<std::optional<typed_document<T>>> load_typed(typed_store_state::pointer self,
    typed_reading how, document_read_options options,
    boost::asio::awaitable<std::optional<stored_document>> reading)
{
    if (!options.resolves_shards())
        throw self->no_shards();
    auto found = co_await std::move(reading);
    if (found && self->class_of(options))
    {
        auto search = find_unclassed<T>(found->value, self->form());
        co_await name_classes(self->class_of(options), search);
    }
    std::optional<typed_document<T>> result;
    if (found)
    {
        auto& loaded = result.emplace();
        loaded.value = read_typed<T>(*self, how, *found);
        loaded.key = std::move(found->key);
        loaded.revision = found->revision;
        loaded.items = std::move(found->items);
    }
    co_return result;
}

template <class T>
boost::asio::awaitable<std::optional<T>> load_value(
    boost::asio::awaitable<std::optional<typed_document<T>>> loading)
{
    auto loaded = co_await std::move(loading);
    std::optional<T> result;
    if (loaded)
        result = std::move(loaded->value);
    co_return result;
}

} // namespace dynasio::stores::documents

#endif
