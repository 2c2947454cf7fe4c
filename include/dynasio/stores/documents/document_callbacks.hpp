// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_STORES_DOCUMENTS_DOCUMENT_CALLBACKS_HPP
#define DYNASIO_STORES_DOCUMENTS_DOCUMENT_CALLBACKS_HPP

#include <dynasio/stores/documents/document_key.hpp>
#include <dynasio/stores/documents/document_path.hpp>
#include <dynasio/value/attribute_value.hpp>

#include <boost/asio/awaitable.hpp>

#include <concepts>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

namespace dynasio {

/// A callback of a document store: a function of one argument that returns `R`, or an `awaitable<R>` that is awaited on the
/// executor of the operation. What it throws ends the operation. The argument is valid until the function returns, or until
/// its awaitable ends.
template <class R, class Argument>
class document_callback
{
public:
    using plain = std::function<R(Argument const&)>;
    using awaitable = std::function<boost::asio::awaitable<R>(Argument const&)>;

    document_callback() = default;
    template <class F>
        requires std::is_invocable_v<F&, Argument const&>
        && (!std::same_as<std::remove_cvref_t<F>, document_callback>)
    document_callback(F function)
    {
        if constexpr (std::same_as<std::invoke_result_t<F&, Argument const&>, boost::asio::awaitable<R>>)
            function_.template emplace<awaitable>(std::move(function));
        else
            function_.template emplace<plain>(std::move(function));
    }

    explicit operator bool() const noexcept
    {
        return std::visit([](auto const& f) { return static_cast<bool>(f); }, function_);
    }

    /// Null if it is to be awaited.
    [[nodiscard]] plain const* if_plain() const noexcept { return std::get_if<plain>(&function_); }
    /// Null if it is plain, or empty.
    [[nodiscard]] awaitable const* if_awaitable() const noexcept
    {
        return std::get_if<awaitable>(&function_);
    }

private:
    std::variant<plain, awaitable> function_;
};

/// A field for which a key is asked.
struct document_field
{
    /// Its place in the whole document. Elements of arrays are fields of their own; objects and arrays are none.
    document_path const& where;
    /// The key of the document.
    attribute_value const& key;
    /// The document: while it is written as the caller gave it; while it is read as it is stored, with its shards.
    attribute_value const& document;
    /// While it is read: the id of the key that encrypted the value; empty text for a key without id, and in the legacy
    /// form. Absent while it is written: the current key is wanted.
    std::optional<std::string_view> key_id;
};

/// The key that encrypts a field; empty: the field is not encrypted.
using document_key_provider = document_callback<std::optional<document_key>, document_field>;

/// An object that becomes an item.
struct document_object
{
    document_path const& where;    ///< empty: the root
    std::string const& table;      ///< that it is stored in
    attribute_value const& object; ///< a map, not encrypted, with the objects of its shards
};

/// The key for an item; empty: a random UUID. It is asked for the root first, then for the shards, each before its own
/// shards, in the order of the tree. A key that a shard in the table has already lets the write replace that shard in place:
/// then the write is not atomic, and a write that fails does not put the old shard back.
using document_key_generator = document_callback<std::optional<attribute_value>, document_object>;

/// An object in the place of a `std::variant` of a `typed_document_store` that names no class, such as a map of another
/// program.
struct unclassed_object
{
    document_path const&
        where; ///< of the map, in the document as it is stored: `pet`, or `pet.value` in a `dict`
    attribute_value const& object; ///< a map, decrypted
};

/// A class, as objects name it.
struct document_class
{
    std::string name = {};
    std::string module = "__main__";
};

/// The class of an object that names none; empty: it has none. It is compared with the classes that may be there, and leads
/// to no code.
using document_class_chooser = document_callback<std::optional<document_class>, unclassed_object>;

} // namespace dynasio

#endif
