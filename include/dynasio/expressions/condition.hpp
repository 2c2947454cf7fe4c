// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_EXPRESSIONS_CONDITION_HPP
#define DYNASIO_EXPRESSIONS_CONDITION_HPP

#include <dynasio/expressions/detail/fragment.hpp>

#include <string_view>
#include <utility>

namespace dynasio {

/// A condition of a write, or the filter of a Query or Scan.
///
///     condition c = attr<&phone::name> == "Ann" && (size(attr<&phone::number>) < 20 || !exists(attr<&phone::note>));
///
/// Parentheses are written only where precedence requires them, because DynamoDB rejects redundant ones. Comparisons bind
/// most tightly, then NOT, AND, OR.
class condition
{
public:
    /// How tightly the outermost operator binds.
    enum class binding : unsigned char
    {
        nothing, ///< empty
        by_or,
        by_and,
        by_not,
        whole,
    };

    /// No condition. Combined with another condition, the result is the other one. It cannot be written on its own.
    condition() noexcept = default;
    condition(expressions::fragment content, binding outermost)
        : content_(std::move(content)), outermost_(outermost)
    {}

    [[nodiscard]] bool empty() const noexcept { return outermost_ == binding::nothing; }

    friend condition operator&&(condition a, condition b)
    {
        return join(std::move(a), " AND ", std::move(b), binding::by_and);
    }
    friend condition operator||(condition a, condition b)
    {
        return join(std::move(a), " OR ", std::move(b), binding::by_or);
    }
    /// Throws `expression_error` if there is no condition to negate.
    friend condition operator!(condition a) { return negate(std::move(a)); }

    [[nodiscard]] expressions::fragment const& content() const& noexcept { return content_; }
    [[nodiscard]] expressions::fragment content() && noexcept { return std::move(content_); }

private:
    static condition join(condition a, std::string_view word, condition b, binding by);
    static condition negate(condition a);
    void enclose_below(binding by);

    expressions::fragment content_;
    binding outermost_ = binding::nothing;
};

} // namespace dynasio

#endif
