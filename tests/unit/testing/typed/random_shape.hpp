// SPDX-License-Identifier: BSL-1.0
//
// Fills any described struct with random values, and compares two of them member by member.

#ifndef DYNASIO_TESTS_UNIT_TESTING_TYPED_RANDOM_SHAPE_HPP
#define DYNASIO_TESTS_UNIT_TESTING_TYPED_RANDOM_SHAPE_HPP

#include "unit/model/random_value.hpp"

#include <dynasio/value/item.hpp>
#include <dynasio/value/open_enum.hpp>
#include <dynasio/value/timestamp.hpp>

#include <boost/describe/enumerators.hpp>
#include <boost/describe/members.hpp>
#include <boost/mp11/algorithm.hpp>

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace dynasio::tests {

class random_shape
{
public:
    explicit random_shape(unsigned seed) : values_(seed) {}

    template <class T>
    T make()
    {
        T result{};
        fill(result);
        return result;
    }

private:
    void fill(std::string& into) { into = values_.text(); }
    void fill(bool& into) { into = values_.below(2) == 0; }
    void fill(std::int32_t& into) { into = static_cast<std::int32_t>(values_.below(1U << 31)) - (1 << 30); }
    void fill(std::int64_t& into) { into = static_cast<std::int64_t>(values_.below(1ULL << 32) << 20) - 7; }
    void fill(double& into) { into = static_cast<double>(values_.below(1U << 20)) / 16; }
    void fill(timestamp& into)
    {
        into = timestamp(std::chrono::milliseconds(
            1'600'000'000'000 + static_cast<std::int64_t>(values_.below(1U << 31))));
    }
    void fill(binary& into) { into = values_.bytes(); }
    void fill(attribute_value& into) { into = values_.value(2); }
    void fill(item& into) { into = values_.some_item(2); }

    template <class E>
    void fill(open_enum<E>& into)
    {
        std::vector<E> known;
        boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>(
            [&](auto D) { known.push_back(D.value); });
        auto const chosen = values_.below(known.size() + 1);
        into =
            chosen < known.size() ? open_enum<E>(known[chosen]) : open_enum<E>::from_text("FROM_THE_FUTURE");
    }
    template <class T>
    void fill(std::optional<T>& into)
    {
        if (values_.below(3) != 0)
            fill(into.emplace());
    }
    template <class T>
    void fill(std::vector<T>& into)
    {
        for (auto count = values_.below(3); count > 0; --count)
            fill(into.emplace_back());
    }
    template <class T>
    void fill(std::map<std::string, T>& into)
    {
        for (auto count = values_.below(3); count > 0; --count)
            fill(into[values_.text()]);
    }
    template <class T>
        requires boost::describe::has_describe_members<T>::value
    void fill(T& into)
    {
        boost::mp11::mp_for_each<boost::describe::describe_members<T, boost::describe::mod_public>>(
            [&](auto D) { fill(into.*D.pointer); });
    }

    random_value values_;
};

/// `difference::of(a, b)`: the path of the first member in which two values differ; nothing if they are equal.
struct difference
{
    template <class T>
    static std::optional<std::string> of(T const& a, T const& b)
    {
        if constexpr (boost::describe::has_describe_members<T>::value)
        {
            std::optional<std::string> found;
            boost::mp11::mp_for_each<boost::describe::describe_members<T, boost::describe::mod_public>>(
                [&](auto D)
                {
                    if (found)
                        return;
                    if (auto inner = of(a.*D.pointer, b.*D.pointer))
                        found = std::string(".") + D.name + *inner;
                });
            return found;
        }
        else
            return a == b ? std::nullopt : std::optional<std::string>("");
    }

    template <class T>
    static std::optional<std::string> of(std::optional<T> const& a, std::optional<T> const& b)
    {
        if (a.has_value() != b.has_value())
            return " (one is absent)";
        return a ? of(*a, *b) : std::nullopt;
    }

    template <class T>
    static std::optional<std::string> of(std::map<std::string, T> const& a, std::map<std::string, T> const& b)
    {
        if (a.size() != b.size())
            return " (sizes)";
        for (auto at = a.begin(), other = b.begin(); at != a.end(); ++at, ++other)
        {
            if (at->first != other->first)
                return " (keys)";
            if (auto inner = of(at->second, other->second))
                return "[" + at->first + "]" + *inner;
        }
        return std::nullopt;
    }

    template <class T>
        requires boost::describe::has_describe_members<T>::value
    static std::optional<std::string> of(std::vector<T> const& a, std::vector<T> const& b)
    {
        if (a.size() != b.size())
            return " (sizes)";
        for (std::size_t i = 0; i < a.size(); ++i)
            if (auto inner = of(a[i], b[i]))
                return "[" + std::to_string(i) + "]" + *inner;
        return std::nullopt;
    }
};

} // namespace dynasio::tests

#endif
