// SPDX-License-Identifier: BSL-1.0
//
// Models of C++ types for expressions: the DynamoDB type as which a C++ type is stored, and its members or elements. The
// rules of the typed builder and of checked text are functions of these models, evaluated at compile time.

#ifndef DYNASIO_EXPRESSIONS_DETAIL_TYPE_MODEL_HPP
#define DYNASIO_EXPRESSIONS_DETAIL_TYPE_MODEL_HPP

#include <dynasio/mapping/detail/described.hpp>
#include <dynasio/mapping/detail/kind.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>

namespace dynasio::expressions {

struct type_model;

/// A model, or none. A flag says which, because under UBSan GCC does not treat comparing an address with null as a
/// constant expression.
class model_ref
{
public:
    constexpr model_ref() = default;
    constexpr model_ref(type_model const& model) : model_(&model), is_there_(true) {}

    constexpr explicit operator bool() const { return is_there_; }
    constexpr type_model const& operator*() const { return *model_; }
    constexpr type_model const* operator->() const { return model_; }

private:
    type_model const* model_ = nullptr;
    bool is_there_ = false;
};

struct member_model
{
    std::string_view name;
    model_ref type;
};

struct type_model
{
    /// `unknown` if the type is known only at run time, as for `attribute_value` and types with an `attribute_mapping`.
    attribute_type stored = attribute_type::unknown;
    bool optional = false;
    bool whole_number = false;
    bool fraction = false;
    /// The range of an integer member.
    std::int64_t lowest = std::numeric_limits<std::int64_t>::min();
    std::uint64_t highest = std::numeric_limits<std::uint64_t>::max();
    /// For described structs and enums, and types with a mapping of their own: equal only for the same type.
    bool has_identity = false;
    void const* identity = nullptr;
    /// For lists, sets and maps.
    model_ref element = {};
    /// For described structs.
    member_model const* members = nullptr;
    std::size_t member_count = 0;

    [[nodiscard]] constexpr bool is(attribute_type type) const { return stored == type; }
    [[nodiscard]] constexpr bool is_any() const { return stored == attribute_type::unknown && !has_identity; }
    [[nodiscard]] constexpr bool is_struct() const { return is(attribute_type::m) && has_identity; }
    constexpr void identify(void const* type)
    {
        has_identity = true;
        identity = type;
    }
    [[nodiscard]] constexpr bool is_alike(type_model const& other) const
    {
        return stored == other.stored && has_identity == other.has_identity
            && (!has_identity || identity == other.identity);
    }
    [[nodiscard]] constexpr bool is_set() const
    {
        return is(attribute_type::ss) || is(attribute_type::ns) || is(attribute_type::bs);
    }
    /// True if the type is known only at run time.
    [[nodiscard]] constexpr bool may_be(attribute_type type) const
    {
        return is(type) || stored == attribute_type::unknown;
    }
};

template <class T>
inline constexpr char identity_of = 0;

template <class T>
constexpr type_model make_type_model();

template <class T>
struct model_of
{
    static constexpr type_model value = make_type_model<T>();
};

template <>
struct model_of<attribute_value>
{
    static constexpr type_model value{};
};

template <>
struct model_of<std::nullptr_t>
{
    static constexpr type_model value{.stored = attribute_type::null};
};

template <class T>
struct models_of_members
{
    template <template <class...> class L, class... D>
    static constexpr std::array<member_model, sizeof...(D)> make(L<D...>)
    {
        return {member_model{
            mapping::stored_name_of<D>(), model_of<std::remove_cv_t<mapping::member_type<D, T>>>::value}...};
    }
    static constexpr std::array<member_model, mapping::described<T>::count> value =
        make(typename mapping::described<T>::members());
};

template <class T>
constexpr type_model make_type_model()
{
    constexpr mapping::kind k = mapping::kind_of<T>;
    type_model result;
    if constexpr (k == mapping::kind::optional)
    {
        result = make_type_model<typename T::value_type>();
        result.optional = true;
    }
    else if constexpr (k == mapping::kind::custom)
        result.identify(&identity_of<T>);
    else if constexpr (mapping::is_text(k))
    {
        result.stored = attribute_type::s;
        if (k == mapping::kind::enumeration)
            result.identify(&identity_of<T>);
    }
    else if constexpr (mapping::is_number(k))
    {
        result.stored = attribute_type::n;
        result.whole_number = k == mapping::kind::integer;
        if constexpr (k == mapping::kind::integer)
        {
            result.lowest = static_cast<std::int64_t>(std::numeric_limits<T>::min());
            result.highest = static_cast<std::uint64_t>(std::numeric_limits<T>::max());
        }
        result.fraction = k == mapping::kind::floating;
    }
    else if constexpr (k == mapping::kind::binary)
        result.stored = attribute_type::b;
    else if constexpr (k == mapping::kind::boolean)
        result.stored = attribute_type::boolean;
    else if constexpr (k == mapping::kind::set)
    {
        constexpr mapping::kind element = mapping::kind_of<typename T::value_type>;
        result.stored = mapping::is_text(element) ? attribute_type::ss
            : mapping::is_number(element)         ? attribute_type::ns
                                                  : attribute_type::bs;
        result.element = model_of<typename T::value_type>::value;
    }
    else if constexpr (k == mapping::kind::list || k == mapping::kind::array)
    {
        result.stored = attribute_type::l;
        result.element = model_of<typename T::value_type>::value;
    }
    else if constexpr (k == mapping::kind::map)
    {
        result.stored = attribute_type::m;
        result.element = model_of<typename T::mapped_type>::value;
    }
    else if constexpr (k == mapping::kind::item)
    {
        result.stored = attribute_type::m;
        result.element = model_of<attribute_value>::value;
    }
    else
    {
        result.stored = attribute_type::m;
        result.identify(&identity_of<T>);
        result.members = models_of_members<T>::value.data();
        result.member_count = mapping::described<T>::count;
    }
    return result;
}

/// Whether both are stored as the same type, so they can be compared.
constexpr bool stored_alike(type_model const& a, type_model const& b)
{
    if (a.is_any() || b.is_any())
        return true;
    if (a.is(attribute_type::null) || b.is(attribute_type::null))
        return a.optional || b.optional;
    if (!a.is_alike(b))
        return false;
    if (a.element && b.element)
        return stored_alike(*a.element, *b.element);
    return !a.element && !b.element;
}

/// Whether a value of type `from` can be stored in place of a `to` and read back.
constexpr bool storable_in(type_model const& to, type_model const& from)
{
    return stored_alike(to, from) && !(to.whole_number && from.fraction);
}

/// Whether the type has an order.
constexpr bool has_order(type_model const& type)
{
    return type.may_be(attribute_type::s) || type.is(attribute_type::n) || type.is(attribute_type::b);
}

constexpr bool has_size(type_model const& type)
{
    return !type.is(attribute_type::n) && !type.is(attribute_type::boolean) && !type.is(attribute_type::null);
}

constexpr bool may_begin(type_model const& type, type_model const& prefix)
{
    auto const text = type.may_be(attribute_type::s) && prefix.may_be(attribute_type::s);
    auto const bytes = type.may_be(attribute_type::b) && prefix.may_be(attribute_type::b);
    return text || bytes;
}

constexpr bool may_contain(type_model const& whole, type_model const& part)
{
    if (whole.is_any())
        return true;
    if (whole.is_set() || whole.is(attribute_type::l))
        return whole.element && stored_alike(*whole.element, part);
    return may_begin(whole, part);
}

/// Whether `amount` can be added to the attribute by ADD.
constexpr bool may_add(type_model const& to, type_model const& amount)
{
    if (to.is_any())
        return amount.may_be(attribute_type::n) || amount.is_set();
    return (to.may_be(attribute_type::n) || to.is_set()) && storable_in(to, amount);
}

/// Whether `elements` can be removed from the attribute by DELETE.
constexpr bool may_erase(type_model const& from, type_model const& elements)
{
    return (from.is_set() || from.is_any()) && (elements.is_set() || elements.is_any())
        && stored_alike(from, elements);
}

constexpr bool is_numeric(type_model const& type)
{
    return type.may_be(attribute_type::n);
}

constexpr bool is_list(type_model const& type)
{
    return type.may_be(attribute_type::l);
}

} // namespace dynasio::expressions

#endif
