// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_STORES_URLS_URL_METADATA_HPP
#define DYNASIO_STORES_URLS_URL_METADATA_HPP

#include <dynasio/json/detail/decode.hpp>
#include <dynasio/json/detail/encode.hpp>
#include <dynasio/json/detail/shape_codec.hpp>
#include <dynasio/stores/urls/url_call_options.hpp>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dynasio {

class url_metadata;

namespace stores::urls {

/// Reads one JSON value into the target. Throws `url_error` with `does_not_fit`.
void decode_metadata(std::string_view json, json::target into);

/// Runs `encode`, and throws what it throws as `url_error` with `bad_input`.
std::string encode_metadata(void (*encode)(std::string& out, void const* value), void const* value);

/// For what servers send.
url_metadata make_metadata(std::string text, std::size_t most_levels, url_version version);

template <class T>
std::string to_metadata_text(T const& value)
{
    return encode_metadata([](std::string& out, void const* v)
        { json::encode<json::declared_names>(out, *static_cast<T const*>(v)); }, &value);
}

} // namespace stores::urls

/// A JSON object that describes data, kept as text: numbers have all their digits, and members their order.
///
///     struct package { std::string name; std::vector<std::string> authors; std::optional<std::int64_t> size; };
///     BOOST_DESCRIBE_STRUCT(package, (), (name, authors, size))
///
///     dynasio::url_metadata const metadata = dynasio::url_metadata::from(package{"x", {"a"}, 3});
///     auto const again = metadata.as<package>();
///
/// Described structs have their members under the names that they have in C++. Members may be `std::string`, `bool`,
/// `std::int32_t`, `std::int64_t`, `double`, described structs, and `std::optional`, `std::vector` and
/// `std::map<std::string, ...>` of these; an optional without a value is left out. For other JSON there is
/// <dynasio/stores/urls/boost_json.hpp>.
/// Immutable; copies share the text. Thread safety: shared objects are safe.
class url_metadata
{
public:
    /// `{}`
    url_metadata();

    // Copied where they are moved, so that no object is without a text.
    url_metadata(url_metadata const&) = default;
    url_metadata& operator=(url_metadata const&) = default;

    /// Throws `url_error` with `bad_input` for what is not one JSON object, and for more than 64 levels.
    explicit url_metadata(std::string_view json);

    /// Throws `url_error` with `bad_input` for strings that are not UTF-8.
    template <class T>
    [[nodiscard]] static url_metadata from(T const& value)
    {
        return url_metadata(stores::urls::to_metadata_text(value));
    }

    /// The text, without space around it.
    [[nodiscard]] std::string const& text() const noexcept;

    [[nodiscard]] bool empty() const noexcept;

    /// The names of the members, in order.
    [[nodiscard]] std::vector<std::string> names() const;

    /// The JSON text of a member; of the last one of this name. Valid as long as this object or a copy of it.
    [[nodiscard]] std::optional<std::string_view> member(std::string_view name) const;

    /// The metadata as a struct; members that it does not have are left out. Throws `url_error` with `does_not_fit`.
    template <class T>
    [[nodiscard]] T as() const
    {
        T result{};
        stores::urls::decode_metadata(text(), json::target_of<json::declared_names>(result));
        return result;
    }

    /// One member; empty if there is none. Throws `url_error` with `does_not_fit`.
    template <class T>
    [[nodiscard]] std::optional<T> get(std::string_view name) const
    {
        std::optional<T> result;
        if (auto const found = member(name))
            stores::urls::decode_metadata(*found, json::target_of<json::declared_names>(result.emplace()));
        return result;
    }

    /// The members of these names that there are.
    [[nodiscard]] url_metadata select(std::vector<std::string> const& names) const;

    /// These members, with those of `over` in their place or behind them.
    [[nodiscard]] url_metadata merged_with(url_metadata const& over) const;

    /// What the server told of the state that was read; empty for metadata that was not read.
    [[nodiscard]] url_version const& version() const noexcept;

    /// Whether the texts are equal.
    friend bool operator==(url_metadata const& a, url_metadata const& b) { return a.text() == b.text(); }

private:
    friend url_metadata stores::urls::make_metadata(std::string, std::size_t, url_version);
    struct state;
    explicit url_metadata(std::shared_ptr<state const> s) noexcept : state_(std::move(s)) {}

    std::shared_ptr<state const> state_;
};

} // namespace dynasio

#endif
