// SPDX-License-Identifier: BSL-1.0
//
// Single values of struct members: to and from the text of S and N, with every check. Both ways into a struct use them,
// through `attribute_value` and straight from JSON. What does not fit is a `codec_error` without a path when reading,
// a `mapping_error` without a path when writing.

#ifndef DYNASIO_MAPPING_DETAIL_SCALAR_HPP
#define DYNASIO_MAPPING_DETAIL_SCALAR_HPP

#include <dynasio/json/detail/decode.hpp>
#include <dynasio/mapping/detail/kind.hpp>
#include <dynasio/mapping/enum_text.hpp>
#include <dynasio/mapping/mapping_error.hpp>
#include <dynasio/value/attribute_value.hpp>

#include <cstdint>
#include <exception>
#include <limits>
#include <new>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace dynasio::mapping {

/// The value times 10^digits; `limits` are named in the error.
std::int64_t read_signed(std::string_view text, std::int64_t lowest, std::int64_t highest);
std::uint64_t read_unsigned(std::string_view text, std::uint64_t highest);
std::int64_t read_ticks(
    std::string_view text, int digits, std::int64_t factor, std::int64_t lowest, std::int64_t highest);
/// Text that `out` has no room for.
void read_long_text(std::string_view text, std::string& out);
double read_double(std::string_view text);
float read_float(std::string_view text);
void read_number(std::string_view text, number& out);
void read_binary(std::string_view base64, binary& out);

/// Seconds in decimal.
std::string ticks_text(std::int64_t ticks, int digits, std::int64_t factor);
number write_floating(double value);
number write_floating(float value);

[[noreturn]] void fail_unknown_enumerator(std::string_view text);
[[noreturn]] void fail_no_enumerator(std::intmax_t value);
[[noreturn]] void fail_ticks();
[[noreturn]] void fail_missing(std::string_view expected);
[[noreturn]] void fail_unknown_attribute();
[[noreturn]] void fail_wrong_type(std::string_view expected, std::string_view found);
[[noreturn]] void fail_wrong_size(std::size_t expected, std::size_t found, std::string_view what);

/// The name of the type of a value, for error messages.
std::string_view found_tag(attribute_value const& value);

template <class E>
std::string_view enumerator_text(E value)
{
    std::string_view const text = enum_text<E>::to_text(value);
    if (text.empty())
        fail_no_enumerator(static_cast<std::intmax_t>(value));
    return text;
}

template <class E>
E enumerator_from(std::string_view text)
{
    std::optional<E> const found = enum_text<E>::from_text(text);
    if (!found)
        fail_unknown_enumerator(text);
    return *found;
}

/// The value of an S or N attribute of this text.
template <class T>
void read_leaf(std::string_view text, T& out)
{
    constexpr kind k = kind_of<T>;
    if constexpr (k == kind::string)
    {
        if (text.size() > out.capacity())
            return read_long_text(text, out);
        // This takes less than to replace what it has.
        out.clear();
        out.append(text);
    }
    else if constexpr (k == kind::enumeration)
        out = enumerator_from<T>(text);
    else if constexpr (k == kind::integer)
    {
        using limits = std::numeric_limits<T>;
        if constexpr (std::is_signed_v<T>)
            out = static_cast<T>(read_signed(text, limits::min(), limits::max()));
        else
            out = static_cast<T>(read_unsigned(text, limits::max()));
    }
    else if constexpr (std::is_same_v<T, double>)
        out = read_double(text);
    else if constexpr (std::is_same_v<T, float>)
        out = read_float(text);
    else if constexpr (k == kind::number)
        read_number(text, out);
    else
    {
        static_assert(k == kind::time);
        using duration = typename duration_of<T>::type;
        using period = decimal_period<typename duration::period::type>;
        using limits = std::numeric_limits<typename duration::rep>;
        constexpr auto top = std::numeric_limits<std::int64_t>::max();
        constexpr std::int64_t lowest = static_cast<std::int64_t>(limits::min());
        constexpr std::int64_t highest =
            std::in_range<std::int64_t>(limits::max()) ? static_cast<std::int64_t>(limits::max()) : top;
        auto const ticks = read_ticks(text, period::digits, period::factor, lowest, highest);
        out = T(duration(static_cast<typename duration::rep>(ticks)));
    }
}

/// The number of a member of a numeric type other than `number`.
template <class T>
number write_number(T const& value)
{
    constexpr kind k = kind_of<T>;
    if constexpr (k == kind::integer)
        return number(value);
    else if constexpr (k == kind::floating)
        return write_floating(value);
    else
    {
        static_assert(k == kind::time);
        using duration = typename duration_of<T>::type;
        using period = decimal_period<typename duration::period::type>;
        auto const ticks = duration_of<T>::to(value).count();
        if (!std::in_range<std::int64_t>(ticks))
            fail_ticks();
        return number(ticks_text(static_cast<std::int64_t>(ticks), period::digits, period::factor));
    }
}

/// Runs what may throw anything, such as users' code: it ends as a `mapping_error` or `std::bad_alloc`.
template <class F>
decltype(auto) as_mapping_error(F f)
{
    try
    {
        return f();
    }
    catch (mapping_error const&)
    {
        throw;
    }
    catch (std::bad_alloc const&)
    {
        throw;
    }
    catch (std::exception const& e)
    {
        throw mapping_error({}, e.what());
    }
}

/// Runs what concerns one member or element: errors get its name.
template <class F>
decltype(auto) within_name(std::string_view step, F f)
{
    try
    {
        return f();
    }
    catch (mapping_error const& e)
    {
        throw e.within(step);
    }
    catch (json::codec_error const& e)
    {
        throw mapping_error(std::string(step), e.what());
    }
}

template <class F>
decltype(auto) within_index(std::size_t index, F f)
{
    try
    {
        return f();
    }
    catch (mapping_error const& e)
    {
        throw e.within('[' + std::to_string(index) + ']');
    }
    catch (json::codec_error const& e)
    {
        throw mapping_error('[' + std::to_string(index) + ']', e.what());
    }
}

} // namespace dynasio::mapping

#endif
