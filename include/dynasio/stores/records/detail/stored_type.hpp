// SPDX-License-Identifier: BSL-1.0
//
// A type-erased description of the types within a record, for checks of values that are known only at run time.

#ifndef DYNASIO_STORES_RECORDS_DETAIL_STORED_TYPE_HPP
#define DYNASIO_STORES_RECORDS_DETAIL_STORED_TYPE_HPP

#include <dynasio/expressions/detail/type_model.hpp>
#include <dynasio/mapping/detail/described.hpp>
#include <dynasio/mapping/detail/from_attribute.hpp>
#include <dynasio/mapping/detail/scalar.hpp>
#include <dynasio/mapping/mapping_options.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string_view>
#include <type_traits>

namespace dynasio::stores::records {

struct stored_type;

struct stored_member
{
    std::string_view name;
    stored_type const* type;
    bool may_be_absent;
};

/// The forms of a sum of an attribute and an amount.
enum class sum_form : unsigned char
{
    plus,       ///< attribute + amount
    minus,      ///< attribute - amount
    minus_from, ///< amount - attribute
};

/// The values of an attribute, both included, for which a sum fits its member.
struct sum_bounds
{
    number low;
    number high;
};

/// A type. An optional is what it holds, apart from `accepts_null` and `read`.
struct stored_type
{
    mapping::kind kind;
    bool accepts_null;    ///< NULL reads as empty
    void const* identity; ///< equal for equal types
    std::int64_t lowest;  ///< of integers
    std::uint64_t highest;
    stored_type const* element;             ///< of lists, arrays, sets and maps
    std::size_t length;                     ///< of arrays
    std::span<stored_member const> members; ///< of described structs
    /// Throws `mapping_error` for a value that could not be read.
    void (*read)(attribute_value const& value);
    /// Null where DynamoDB's numbers are no larger than those of the type. Returns nothing if no sum fits. Throws
    /// `mapping_error` for an amount that would lead off the values of the type, such as a fraction for an integer.
    std::optional<sum_bounds> (*bounds)(number const& amount, sum_form form);
};

/// The bounds for integers from `lowest` to `highest`. Throws `mapping_error` for an amount that is no integer.
std::optional<sum_bounds> integer_bounds(
    number const& amount, sum_form form, std::int64_t lowest, std::uint64_t highest);
std::optional<sum_bounds> float_bounds(number const& amount, sum_form form);

template <class M, mapping_options O>
struct stored_type_functions
{
    static void read(attribute_value const& value)
    {
        M scratch{};
        mapping::read_value(value, scratch, O);
    }

    static std::optional<sum_bounds> bounds(number const& amount, sum_form form)
    {
        if constexpr (mapping::kind_of<M> == mapping::kind::integer)
            return integer_bounds(amount, form, static_cast<std::int64_t>(std::numeric_limits<M>::min()),
                static_cast<std::uint64_t>(std::numeric_limits<M>::max()));
        else if constexpr (mapping::kind_of<M> == mapping::kind::floating)
            return float_bounds(amount, form);
        else
        {
            // In ticks.
            using duration = typename mapping::duration_of<M>::type;
            using rep = typename duration::rep;
            M time{};
            mapping::read_value(attribute_value(amount), time, O);
            auto const ticks = mapping::duration_of<M>::to(time).count();
            auto const found = integer_bounds(number(ticks), form,
                static_cast<std::int64_t>(std::numeric_limits<rep>::min()),
                static_cast<std::uint64_t>(std::numeric_limits<rep>::max()));
            if (!found)
                return std::nullopt;
            auto const at = [](number const& count)
            { return mapping::write_number(M(duration(count.template to<rep>()))); };
            return sum_bounds{at(found->low), at(found->high)};
        }
    }
};

template <class M>
constexpr bool has_narrow_range()
{
    constexpr mapping::kind k = mapping::kind_of<M>;
    return k == mapping::kind::integer || k == mapping::kind::time || std::is_same_v<M, float>;
}

template <class M, mapping_options O>
constexpr stored_type make_stored_type();

template <class M, mapping_options O>
inline constexpr stored_type stored_type_of = make_stored_type<M, O>();

template <class S, mapping_options O>
struct stored_members
{
    template <template <class...> class L, class... D>
    static constexpr std::array<stored_member, sizeof...(D)> make(L<D...>)
    {
        std::size_t i = 0;
        return {stored_member{mapping::described<S>::names[i++],
            &stored_type_of<std::remove_cv_t<mapping::member_type<D, S>>, O>,
            mapping::is_optional_member<D, S>}...};
    }
    static constexpr std::array<stored_member, mapping::described<S>::count> value =
        make(typename mapping::described<S>::members());
};

template <class M, mapping_options O>
constexpr stored_type make_stored_type()
{
    constexpr mapping::kind k = mapping::kind_of<M>;
    stored_type result{};
    if constexpr (k == mapping::kind::optional)
    {
        result = stored_type_of<typename M::value_type, O>;
        result.accepts_null = true;
    }
    else
    {
        result.kind = k;
        result.identity = &expressions::identity_of<M>;
        result.accepts_null = k == mapping::kind::set || k == mapping::kind::value;
        if constexpr (k == mapping::kind::integer)
        {
            result.lowest = static_cast<std::int64_t>(std::numeric_limits<M>::min());
            result.highest = static_cast<std::uint64_t>(std::numeric_limits<M>::max());
        }
        if constexpr (k == mapping::kind::map)
            result.element = &stored_type_of<typename M::mapped_type, O>;
        else if constexpr (k == mapping::kind::list || k == mapping::kind::array || k == mapping::kind::set)
            result.element = &stored_type_of<typename M::value_type, O>;
        else if constexpr (k == mapping::kind::item)
            result.element = &stored_type_of<attribute_value, O>;
        else if constexpr (k == mapping::kind::described_struct)
            result.members = stored_members<M, O>::value;
        if constexpr (k == mapping::kind::array)
            result.length = std::tuple_size_v<M>;
        if constexpr (has_narrow_range<M>())
            result.bounds = &stored_type_functions<M, O>::bounds;
    }
    result.read = &stored_type_functions<M, O>::read;
    return result;
}

} // namespace dynasio::stores::records

#endif
