// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_EXPRESSIONS_PATH_HPP
#define DYNASIO_EXPRESSIONS_PATH_HPP

#include <dynasio/expressions/detail/fragment.hpp>
#include <dynasio/expressions/expression_error.hpp>
#include <dynasio/value/attribute_value.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <iosfwd>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace dynasio {

/// The path of a value within an item, for items without a struct. Types are not checked. Use `attr` for members of
/// described structs, which are checked.
class path
{
public:
    /// A name, or the index of a list element.
    using step = std::variant<std::string, std::size_t>;

    /// Names separated by dots, and indexes in brackets: `address.lines[0]`. A name may contain any other character.
    /// Throws `expression_error` for an empty name, a misplaced bracket, or an index that is not a number.
    explicit path(std::string_view text);

    /// Nested names, used exactly as given: for names that contain dots or brackets. `path::of("a.b", "c")`.
    template <std::convertible_to<std::string_view>... Names>
    [[nodiscard]] static path of(Names const&... names)
    {
        return of_names({std::string_view(names)...});
    }
    [[nodiscard]] static path of(std::initializer_list<std::string_view> names) { return of_names(names); }

    /// The element of a list, the value of a map.
    [[nodiscard]] path operator[](std::size_t index) const;
    [[nodiscard]] path operator[](std::string_view name) const;

    [[nodiscard]] std::vector<step> const& steps() const noexcept { return steps_; }

    /// For people: names that contain dots are not escaped.
    [[nodiscard]] std::string text() const;
    friend std::ostream& operator<<(std::ostream& out, path const& p);

    using value_type = attribute_value;
    using expression_path = path;
    [[nodiscard]] path const& to_path() const noexcept { return *this; }
    void write(expressions::fragment& out) const;

private:
    path() = default;
    static path of_names(std::initializer_list<std::string_view> names);

    std::vector<step> steps_;
};

namespace expressions {

/// True if the paths are equal, one is inside the other, or one treats as a list what the other treats as a map: DynamoDB
/// rejects both in one expression.
bool overlap(path const& a, path const& b);

/// Throws `expression_error` that names both if they overlap.
void refuse_overlap(path const& added, path const& other);

/// An index of any integer type. Throws `expression_error` for a negative one.
std::size_t checked_index(std::int64_t index);

} // namespace expressions

} // namespace dynasio

#endif
