// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_EXPRESSIONS_DETAIL_TEXT_TYPES_HPP
#define DYNASIO_EXPRESSIONS_DETAIL_TEXT_TYPES_HPP

#include <dynasio/expressions/detail/text/lexer.hpp>
#include <dynasio/expressions/detail/text/node.hpp>
#include <dynasio/expressions/detail/type_model.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>

namespace dynasio::expressions {

/// A bound value at compile time.
struct bound_model
{
    std::string_view name; ///< with its colon
    model_ref type = {};
};

/// The range that an integer bound to a placeholder must be in, so that the attribute can be read back.
struct integer_limits
{
    std::int64_t lowest = std::numeric_limits<std::int64_t>::min();
    std::uint64_t highest = std::numeric_limits<std::uint64_t>::max();
};

/// The types of the parts of a text, and its first fault.
class operand_types
{
public:
    static constexpr std::size_t most_bound = 256;

    constexpr operand_types(
        text_tree tree, type_model const& record, bound_model const* bound, std::size_t count)
        : tree_(tree), record_(&record), bound_(bound), bound_count_(count)
    {
        for (std::size_t i = 0; i < count; ++i)
            check_name(i);
    }

    [[nodiscard]] constexpr text_fault fault() const { return fault_; }
    [[nodiscard]] constexpr integer_limits limits(std::size_t bound) const { return limits_[bound]; }

    /// The last check: every bound value must be used.
    constexpr void check_used()
    {
        for (std::size_t i = 0; i < bound_count_; ++i)
            if (!used_[i])
                fail_bound(text_problem::unused, i);
    }

protected:
    [[nodiscard]] constexpr bool failed() const { return fault_.problem != text_problem::none; }

    constexpr void fail(text_problem problem, std::size_t begin, std::size_t size)
    {
        if (!failed())
            fault_ = {problem, begin, size, -1};
    }
    constexpr void fail(text_problem problem, node_index where)
    {
        auto const [begin, end] = extent(where);
        fail(problem, begin, end - begin);
    }
    constexpr void require(bool holds, text_problem problem, node_index where)
    {
        if (!holds)
            fail(problem, where);
    }

    [[nodiscard]] constexpr syntax_node const& node(node_index i) const { return tree_[i]; }
    [[nodiscard]] constexpr node_index child(node_index i) const { return tree_[i].child; }
    [[nodiscard]] constexpr node_index second(node_index i) const { return tree_[tree_[i].child].next; }
    [[nodiscard]] constexpr std::string_view text_of(node_index i) const { return tree_.text_of(i); }

    /// The type of the value at a path. None after a fault.
    constexpr model_ref path_type(node_index path)
    {
        auto const text = text_of(path);
        auto const begin = node(path).begin;
        text_steps steps(text);
        model_ref type;
        for (auto step = steps.next(); !step.text.empty(); step = steps.next())
        {
            auto const before = type;
            auto problem = text_problem::unknown_attribute;
            if (!before)
                type = member(*record_, step.text);
            else if (before->is_any())
                continue;
            else if (step.is_index)
            {
                type = before->is(attribute_type::l) ? before->element : model_ref();
                problem = text_problem::no_list;
            }
            else if (before->is_struct())
                type = member(*before, step.text);
            else
            {
                type = before->is(attribute_type::m) ? before->element : model_ref();
                problem = text_problem::no_map;
            }
            if (!type)
            {
                fail(problem, begin, step.end);
                return {};
            }
        }
        return type;
    }

    /// The type of a placeholder's value.
    constexpr model_ref value_type(node_index value, bool may_be_absent = false)
    {
        auto const i = bound_index(text_of(value));
        if (i == bound_count_)
        {
            fail(text_problem::unbound, value);
            return {};
        }
        used_[i] = true;
        require(may_be_absent || !bound_[i].type->optional, text_problem::optional_value, value);
        return bound_[i].type;
    }

    /// Narrows the range of the bound value to that of `type`, in whose place it is stored.
    constexpr void limit(node_index value, type_model const& type)
    {
        auto& limits = limits_[bound_index(text_of(value))];
        limits.lowest = std::max(limits.lowest, type.lowest);
        limits.highest = std::min(limits.highest, type.highest);
    }

private:
    static constexpr model_ref member(type_model const& type, std::string_view name)
    {
        for (std::size_t i = 0; i < type.member_count; ++i)
            if (type.members[i].name == name)
                return type.members[i].type;
        return {};
    }

    constexpr std::size_t bound_index(std::string_view name) const
    {
        std::size_t i = 0;
        while (i < bound_count_ && bound_[i].name != name)
            ++i;
        return i;
    }

    constexpr void check_name(std::size_t i)
    {
        auto const name = bound_[i].name;
        bool good = name.size() > 1 && name[0] == ':';
        for (std::size_t at = 1; at < name.size(); ++at)
            good = good && is_name_part(name[at]);
        if (!good)
            fail_bound(text_problem::bad_placeholder, i);
        else if (bound_index(name) != i)
            fail_bound(text_problem::bound_twice, i);
    }

    constexpr void fail_bound(text_problem problem, std::size_t i)
    {
        if (!failed())
            fault_ = {problem, 0, bound_[i].name.size(), static_cast<int>(i)};
    }

    struct range
    {
        std::size_t begin;
        std::size_t end;
    };

    /// The part of the text that a node and its descendants cover.
    [[nodiscard]] constexpr range extent(node_index i) const
    {
        range result{node(i).begin, std::size_t(node(i).begin) + node(i).size};
        for (auto below = child(i); below; below = node(below).next)
        {
            auto const inner = extent(below);
            result.begin = std::min(result.begin, inner.begin);
            result.end = std::max(result.end, inner.end);
        }
        if (child(i) && tree_.text[result.begin + node(i).size] == '(' && result.begin == node(i).begin)
            result.end = std::min(tree_.text.find(')', result.end), tree_.text.size() - 1) + 1;
        return result;
    }

    text_tree tree_;
    type_model const* record_;
    bound_model const* bound_;
    std::size_t bound_count_;
    std::array<bool, most_bound> used_{};
    std::array<integer_limits, most_bound> limits_{};
    text_fault fault_;
};

} // namespace dynasio::expressions

#endif
