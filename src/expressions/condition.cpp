// SPDX-License-Identifier: BSL-1.0

#include <dynasio/expressions/comparison.hpp>
#include <dynasio/expressions/condition.hpp>
#include <dynasio/expressions/expression_error.hpp>
#include <dynasio/expressions/key_condition.hpp>

#include <algorithm>
#include <utility>

namespace dynasio {

void condition::enclose_below(binding by)
{
    if (outermost_ >= by)
        return;
    content_.text.insert(0, 1, '(');
    content_.text += ')';
    outermost_ = binding::whole;
}

condition condition::join(condition a, std::string_view word, condition b, binding by)
{
    if (a.empty())
        return b;
    if (b.empty())
        return a;
    a.enclose_below(by);
    b.enclose_below(by);
    a.content_.add_text(word);
    a.content_.add(std::move(b.content_));
    ++a.content_.operators;
    a.outermost_ = by;
    return a;
}

condition condition::negate(condition a)
{
    if (a.empty())
        throw expression_error("an empty condition cannot be negated");
    a.enclose_below(binding::by_not);
    a.content_.text.insert(0, "NOT ");
    ++a.content_.operators;
    a.outermost_ = binding::by_not;
    return a;
}

key_condition::key_condition(key_condition before, condition next) : content_(std::move(before.content_))
{
    auto form = std::move(next).content();
    if (form.names.size() != 1 || form.text.find('[') != std::string::npos)
        throw expression_error("a key is a whole attribute, not something within one");
    if (std::find(content_.names.begin(), content_.names.end(), form.names.front()) != content_.names.end())
        throw expression_error("the key condition has two forms of " + form.names.front());
    if (!content_.text.empty())
    {
        content_.add_text(" AND ");
        ++content_.operators;
    }
    content_.add(std::move(form));
}

namespace expressions {

void check_in(std::size_t count)
{
    constexpr std::size_t most = 100;
    if (count == 0)
        throw expression_error("in: no values to compare with");
    if (count > most)
        throw expression_error("in: DynamoDB takes 100 values at most, not " + std::to_string(count));
}

} // namespace expressions

} // namespace dynasio
