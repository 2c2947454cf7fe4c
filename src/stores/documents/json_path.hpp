// SPDX-License-Identifier: BSL-1.0
//
// The part of JSONPath that selects values of documents: `$.name`, `.*`, `['name']`, `[n]`, `[-n]`, `[*]`, `[a:b]`,
// `..name`, and the form `a.[0]`. The leading `$` may be left out.

#ifndef DYNASIO_SRC_STORES_DOCUMENTS_JSON_PATH_HPP
#define DYNASIO_SRC_STORES_DOCUMENTS_JSON_PATH_HPP

#include <dynasio/stores/documents/document_path.hpp>
#include <dynasio/value/attribute_value.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace dynasio::stores::documents {

/// A text that is no path, with the position of the first byte that does not fit.
class json_path_error : public std::runtime_error
{
public:
    json_path_error(std::string_view text, std::size_t position, std::string_view why);

    [[nodiscard]] std::size_t position() const noexcept { return position_; }

private:
    std::size_t position_;
};

/// One value that a path selects.
struct path_match
{
    document_path where;
    attribute_value const* value;
};

/// Where the matches are.
[[nodiscard]] std::vector<document_path> places_of(std::vector<path_match> const& matches);

class json_path
{
public:
    struct member
    {
        std::string name;
        friend bool operator==(member const&, member const&) = default;
    };
    /// Of the end, if negative.
    struct element
    {
        std::int64_t index;
        friend bool operator==(element const&, element const&) = default;
    };
    struct all_members
    {
        friend bool operator==(all_members const&, all_members const&) = default;
    };
    /// From `first` up to, without, `last`; of the end, if negative.
    struct slice
    {
        std::optional<std::int64_t> first;
        std::optional<std::int64_t> last;
        friend bool operator==(slice const&, slice const&) = default;
    };
    /// The members of this name at any depth.
    struct descendants
    {
        std::string name;
        friend bool operator==(descendants const&, descendants const&) = default;
    };
    using step = std::variant<member, element, all_members, slice, descendants>;

    /// Throws `json_path_error`.
    explicit json_path(std::string_view text);

    [[nodiscard]] std::vector<step> const& steps() const noexcept { return steps_; }

    /// Whether the path can select one value only, whatever the document is.
    [[nodiscard]] bool selects_one() const;

    /// All values that the path selects, in the order of the document, each once. Names select nothing in an array,
    /// positions nothing in an object. A path without steps selects the root.
    [[nodiscard]] std::vector<path_match> select(attribute_value const& root) const;

    friend bool operator==(json_path const&, json_path const&) = default;

private:
    std::vector<step> steps_;
};

/// The path of a member of what a path selects; quoted if the name needs it: `$.a`, `$['a b']`.
[[nodiscard]] std::string with_member(std::string path, std::string_view name);

} // namespace dynasio::stores::documents

#endif
