// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_EXPRESSIONS_ATTR_HPP
#define DYNASIO_EXPRESSIONS_ATTR_HPP

#include <dynasio/expressions/change.hpp>
#include <dynasio/expressions/detail/type_model.hpp>
#include <dynasio/expressions/path.hpp>
#include <dynasio/mapping/detail/member_pointer.hpp>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>

namespace dynasio {

template <auto Root, class T>
class typed_path;

namespace expressions {

template <class T>
struct without_optional
{
    using type = T;
};
template <class T>
struct without_optional<std::optional<T>>
{
    using type = T;
};

/// The element type of a list or map.
template <class T>
struct element_of
{};
template <class T>
    requires(mapping::kind_of<T> == mapping::kind::list || mapping::kind_of<T> == mapping::kind::array)
struct element_of<T>
{
    using by_index = typename T::value_type;
};
template <class T>
    requires(mapping::kind_of<T> == mapping::kind::map)
struct element_of<T>
{
    using by_name = typename T::mapped_type;
};
template <class T>
    requires(mapping::kind_of<T> == mapping::kind::item || mapping::kind_of<T> == mapping::kind::value)
struct element_of<T>
{
    using by_index = attribute_value;
    using by_name = attribute_value;
};
template <class T>
using by_index = typename element_of<typename without_optional<T>::type>::by_index;
template <class T>
using by_name = typename element_of<typename without_optional<T>::type>::by_name;

template <class Outer>
constexpr bool are_nested()
{
    return true;
}
template <class Outer, auto Next, auto... Members>
constexpr bool are_nested()
{
    return std::is_base_of_v<mapping::record_of_member<Next>, typename without_optional<Outer>::type>
        && are_nested<mapping::value_of_member<Next>, Members...>();
}

template <auto First, auto... Members>
constexpr auto first_member = First;
template <class... T>
using last_of = typename decltype((std::type_identity<T>(), ...))::type;

template <class Path, class V>
struct assigned;

struct attr_tag
{};

} // namespace expressions

/// An attribute of a described struct, named by pointers to members. See `attr`.
template <auto... Members>
class typed_attribute
{
public:
    static constexpr auto root = expressions::first_member<Members...>;
    using record = mapping::record_of_member<root>;
    using value_type = expressions::last_of<mapping::value_of_member<Members>...>;
    static_assert(expressions::are_nested<record, Members...>(),
        "Each member must be one of the struct that the member before it is: attr<&person::address, "
        "&address::city>.");

    constexpr explicit typed_attribute(expressions::attr_tag) {}
    typed_attribute(typed_attribute const&) = default;

    /// The element of a list, the value of a map.
    template <std::integral I, class V = value_type>
    [[nodiscard]] typed_path<root, expressions::by_index<V>> operator[](I index) const
    {
        return typed_path<root, expressions::by_index<V>>(
            to_path()[expressions::checked_index(static_cast<std::int64_t>(index))]);
    }
    template <class V = value_type>
    [[nodiscard]] typed_path<root, expressions::by_name<V>> operator[](std::string_view name) const
    {
        return typed_path<root, expressions::by_name<V>>(to_path()[name]);
    }

    /// A change for an update: sets the attribute to a C++ value, another attribute, or `if_not_exists`, `list_append`,
    /// `+`, `-` of these. An empty optional or set removes the attribute.
    template <class V>
    [[nodiscard]] auto operator=(V const& value) const
    {
        return expressions::assigned<typed_attribute, V>::make(*this, value);
    }
    [[nodiscard]] auto operator=(value_type const& value) const
    {
        return expressions::assigned<typed_attribute, value_type>::make(*this, value);
    }
    [[nodiscard]] auto operator=(typed_attribute const& other) const
    {
        return expressions::assigned<typed_attribute, typed_attribute>::make(*this, other);
    }
    /// Adds or subtracts an amount. DynamoDB rejects the update if the attribute does not exist.
    template <class V>
    [[nodiscard]] change_of<root> operator+=(V const& amount) const
    {
        return *this = *this + amount;
    }
    template <class V>
    [[nodiscard]] change_of<root> operator-=(V const& amount) const
    {
        return *this = *this - amount;
    }

    using expression_path = typed_attribute;
    [[nodiscard]] path to_path() const { return path::of({mapping::member_name<Members>...}); }
    static void write(expressions::fragment& out)
    {
        std::size_t written = 0;
        ((written++ ? out.add_text(".") : void(), out.add_name(mapping::member_name<Members>)), ...);
    }
};

/// A value within an attribute of a described struct, reached through lists or maps: `attr<&person::tags>[0]`.
template <auto Root, class T>
class typed_path
{
public:
    static constexpr auto root = Root;
    using value_type = T;

    explicit typed_path(path where) : path_(std::move(where)) {}
    typed_path(typed_path const&) = default;

    template <std::integral I, class V = T>
    [[nodiscard]] typed_path<Root, expressions::by_index<V>> operator[](I index) const
    {
        return typed_path<Root, expressions::by_index<V>>(
            path_[expressions::checked_index(static_cast<std::int64_t>(index))]);
    }
    template <class V = T>
    [[nodiscard]] typed_path<Root, expressions::by_name<V>> operator[](std::string_view name) const
    {
        return typed_path<Root, expressions::by_name<V>>(path_[name]);
    }

    /// A member of the struct at this place: `attr<&person::homes>[0] / attr<&address::city>`.
    template <auto... Members>
    [[nodiscard]] typed_path<Root, typename typed_attribute<Members...>::value_type> operator/(
        typed_attribute<Members...>) const
    {
        static_assert(
            expressions::are_nested<T, Members...>(), "The value here is no struct with this member.");
        path longer = path_;
        ((longer = longer[mapping::member_name<Members>]), ...);
        return typed_path<Root, typename typed_attribute<Members...>::value_type>(std::move(longer));
    }

    /// As in `typed_attribute`.
    template <class V>
    [[nodiscard]] auto operator=(V const& value) const
    {
        return expressions::assigned<typed_path, V>::make(*this, value);
    }
    [[nodiscard]] auto operator=(T const& value) const
    {
        return expressions::assigned<typed_path, T>::make(*this, value);
    }
    [[nodiscard]] auto operator=(typed_path const& other) const
    {
        return expressions::assigned<typed_path, typed_path>::make(*this, other);
    }
    template <class V>
    [[nodiscard]] change_of<Root> operator+=(V const& amount) const
    {
        return *this = *this + amount;
    }
    template <class V>
    [[nodiscard]] change_of<Root> operator-=(V const& amount) const
    {
        return *this = *this - amount;
    }

    using expression_path = typed_path;
    [[nodiscard]] path const& to_path() const noexcept { return path_; }
    void write(expressions::fragment& out) const { path_.write(out); }

private:
    path path_;
};

/// The stored attribute of a member of a described struct, for conditions, updates and projections:
///
///     attr<&person::name>                          name
///     attr<&person::address, &address::city>       address.city, also through an optional
///     attr<&person::tags>[0]                       tags[0]
///     attr<&person::phones>["home"]                phones.home
///     attr<&person::homes>[0] / attr<&address::city>   homes[0].city
///
/// An attribute can be compared with or set to a value only if both are stored as the same DynamoDB type; anything else
/// does not compile. A described enum accepts its own enumerators only. An `attribute_value` is accepted everywhere.
template <auto... Members>
inline constexpr typed_attribute<Members...> attr{expressions::attr_tag()};

} // namespace dynasio

#include <dynasio/expressions/set_value.hpp>

#endif
