// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_EXPRESSIONS_PATH_HPP
#define DYNASIO_EXPRESSIONS_PATH_HPP

#include <dynasio/expressions/detail/fragment.hpp>
#include <dynasio/expressions/expression_error.hpp>
#include <dynasio/value/attribute_value.hpp>

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <iosfwd>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace dynasio {

/// Where a value is in an item, written as text: for items without a struct. Types are not checked. Members of described
/// structs are named with `attr`, which checks them.
class path
{
public:
    /// A name, or an index of a list.
    using step = std::variant<std::string, std::size_t>;

    /// Names between dots and indexes in brackets: `address.lines[0]`. A name may have any other characters. Throws
    /// `expression_error` for an empty name, a bracket out of place or an index that is no number.
    explicit path(std::string_view text);

    /// Names one inside the other, exactly as given: for names with dots or brackets.
    static path of(std::initializer_list<std::string_view> names);

    /// The element of a list, the value of a map.
    [[nodiscard]] path operator[](std::size_t index) const;
    [[nodiscard]] path operator[](std::string_view name) const;

    [[nodiscard]] std::vector<step> const& steps() const noexcept { return steps_; }

    /// For people; names with dots are not told apart.
    [[nodiscard]] std::string text() const;
    friend std::ostream& operator<<(std::ostream& out, path const& p);

    using value_type = attribute_value;
    using record = void;
    using expression_path = path;
    [[nodiscard]] path const& to_path() const noexcept { return *this; }
    void write(expressions::fragment& out) const;

private:
    path() = default;
    std::vector<step> steps_;
};

namespace expressions {

/// True if one path is the other, is inside the other, or takes a list for a map: DynamoDB refuses both in one
/// expression.
bool overlap(path const& a, path const& b);

/// Throws `expression_error` that names both if they overlap.
void refuse_overlap(path const& added, path const& other);

/// An index of any integer type. Throws `expression_error` for a negative one.
std::size_t checked_index(std::int64_t index);

} // namespace expressions

} // namespace dynasio

#endif
