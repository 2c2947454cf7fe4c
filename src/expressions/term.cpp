// SPDX-License-Identifier: BSL-1.0

#include <dynasio/expressions/detail/term.hpp>

#include <cstddef>
#include <string>
#include <utility>

namespace dynasio::expressions {

namespace {

term_kind kind_of_function(std::string_view name)
{
    constexpr std::pair<std::string_view, term_kind> known[] = {
        {"if_not_exists", term_kind::if_not_exists},
        {"list_append", term_kind::list_append},
        {"contains", term_kind::contains},
    };
    for (auto const& [text, kind] : known)
        if (name == text)
            return kind;
    return term_kind::other_function;
}

class term_reader
{
public:
    explicit term_reader(fragment const& content) : content_(content), rest_(content.text) {}

    [[nodiscard]] bool at_end() const { return rest_.empty(); }

    bool accept(std::string_view literal)
    {
        if (!rest_.starts_with(literal))
            return false;
        rest_.remove_prefix(literal.size());
        return true;
    }

    term read()
    {
        term result;
        if (accept({&fragment::value_hole, 1}))
        {
            result.kind = term_kind::value;
            result.value = &content_.values[value_++];
        }
        else if (accept({&fragment::name_hole, 1}))
        {
            result.kind = term_kind::attribute;
            result.attribute = read_path();
        }
        else
            read_function(result);
        return result;
    }

private:
    path read_path()
    {
        auto result = path::of({content_.names[name_++]});
        for (;;)
        {
            constexpr char next_name[] = {'.', fragment::name_hole};
            if (accept({next_name, 2}))
                result = result[std::string_view(content_.names[name_++])];
            else if (accept("["))
            {
                std::size_t index = 0;
                for (; !rest_.empty() && !accept("]"); rest_.remove_prefix(1))
                    index = 10 * index + static_cast<std::size_t>(rest_.front() - '0');
                result = result[index];
            }
            else
                return result;
        }
    }

    void read_function(term& result)
    {
        auto const end = rest_.find_first_not_of("abcdefghijklmnopqrstuvwxyz_");
        if (end == 0 || end == std::string_view::npos || rest_[end] != '(')
            return;
        result.kind = kind_of_function(rest_.substr(0, end));
        rest_.remove_prefix(end + 1);
        do
            result.operands.push_back(read());
        while (accept(", "));
        if (!accept(")"))
            result.kind = term_kind::unknown;
    }

    fragment const& content_;
    std::string_view rest_;
    std::size_t name_ = 0;
    std::size_t value_ = 0;
};

class comparison_collector
{
public:
    explicit comparison_collector(fragment const& content) : reader_(content) {}

    std::vector<compared_value> collect() &&
    {
        while (!reader_.at_end())
            if (!accept_connective() && !read_comparison())
                break;
        return std::move(found_);
    }

private:
    bool accept_connective()
    {
        for (auto const* each : {"NOT ", "(", ")", " AND ", " OR "})
            if (reader_.accept(each))
                return true;
        return false;
    }

    bool accept_order()
    {
        for (auto const* each : {" < ", " <= ", " > ", " >= "})
            if (reader_.accept(each))
                return true;
        return false;
    }

    bool read_comparison()
    {
        auto const left = reader_.read();
        if (left.kind == term_kind::unknown)
            return false;
        if (left.kind == term_kind::contains && left.operands.size() == 2)
            add(left.operands[0], left.operands[1], true);
        if (reader_.accept(" = ") || reader_.accept(" <> "))
            add_pair(left);
        else if (reader_.accept(" IN ("))
        {
            do
                add_pair(left);
            while (reader_.accept(", "));
            reader_.accept(")");
        }
        else if (reader_.accept(" BETWEEN "))
        {
            (void)reader_.read();
            reader_.accept(" AND ");
            (void)reader_.read();
        }
        else if (accept_order())
            (void)reader_.read();
        return true;
    }

    void add_pair(term const& left)
    {
        auto const right = reader_.read();
        add(left, right, false);
        add(right, left, false);
    }

    void add(term const& attribute, term const& value, bool is_element)
    {
        if (attribute.attribute && value.value)
            found_.push_back({*attribute.attribute, is_element, value.value});
    }

    term_reader reader_;
    std::vector<compared_value> found_;
};

} // namespace

term read_operand(fragment const& content)
{
    term_reader reader(content);
    auto left = reader.read();
    if (reader.at_end())
        return left;
    term sum;
    sum.kind = reader.accept(" + ") ? term_kind::plus
        : reader.accept(" - ")      ? term_kind::minus
                                    : term_kind::unknown;
    if (sum.kind == term_kind::unknown)
        return sum;
    sum.operands.push_back(std::move(left));
    sum.operands.push_back(reader.read());
    if (!reader.at_end())
        sum.kind = term_kind::unknown;
    return sum;
}

std::vector<compared_value> compared_values(fragment const& content)
{
    return comparison_collector(content).collect();
}

} // namespace dynasio::expressions
