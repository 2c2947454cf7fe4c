// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_EXPRESSIONS_ELEMENTS_HPP
#define DYNASIO_EXPRESSIONS_ELEMENTS_HPP

#include <dynasio/expressions/detail/value.hpp>

#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace dynasio {

namespace expressions {

/// The result of `elements`.
template <class E>
class element_list
{
public:
    explicit element_list(std::vector<E> content) : content_(std::move(content)) {}

    [[nodiscard]] auto begin() const noexcept { return content_.begin(); }
    [[nodiscard]] auto end() const noexcept { return content_.end(); }
    [[nodiscard]] std::size_t size() const noexcept { return content_.size(); }

private:
    std::vector<E> content_;
};

template <class E>
struct value_type_of<element_list<E>>
{
    using type = std::vector<E>;
};
template <class E>
inline constexpr bool is_element_list<element_list<E>> = true;

template <class E, class V>
E make_element(V const& value)
{
    if constexpr (text_like<V> && std::is_same_v<E, std::string>)
        return std::string(std::string_view(value));
    else
        return value;
}

} // namespace expressions

/// The elements of a list or set: `list_append(a, elements("x"))`, `add(a, elements("x", "y"))`, `erase(a, elements(1))`,
/// `in(a, elements(1, 2))`. Means the same as `{"x", "y"}`, a form that GCC 12 rejects in a `co_await` expression.
template <class... V>
    requires(sizeof...(V) > 0)
[[nodiscard]] auto elements(V const&... values)
{
    using element = std::common_type_t<typename expressions::value_type_of<V>::type...>;
    std::vector<element> content;
    content.reserve(sizeof...(V));
    (content.push_back(expressions::make_element<element>(values)), ...);
    return expressions::element_list<element>(std::move(content));
}

} // namespace dynasio

#endif
