// SPDX-License-Identifier: BSL-1.0

#include "stores/records/query_key.hpp"

#include "stores/argument_checks.hpp"

#include <algorithm>

namespace dynasio::stores::records {

std::string key_problem(attribute_value const& value, char type, std::size_t limit)
{
    auto const stored = to_string(value.type());
    if (stored.size() != 1
        || (type ? stored.front() != type : stored != "S" && stored != "N" && stored != "B"))
        return "is of type " + std::string(stored) + "; the key is of type "
            + (type ? std::string(1, type) : std::string("S, N or B"));
    auto const* text = value.if_string();
    auto const* bytes = value.if_binary();
    if (!text && !bytes)
        return {};
    return key_size_problem(text ? text->size() : bytes->size(), limit);
}

item checked_equalities(record_table_state const& self, key_condition const& which)
{
    using expressions::fragment;
    auto const& content = which.content();
    auto const& text = content.text;
    item equalities;
    std::size_t names = 0;
    std::size_t values = 0;
    bool is_equality = false;
    for (std::size_t i = 0; i < text.size(); ++i)
    {
        // Each comparison names its key before its values.
        if (text[i] == fragment::name_hole)
        {
            auto const sign = text.find_first_not_of(' ', i + 1);
            is_equality = sign != std::string::npos && text[sign] == '=';
            ++names;
        }
        if (text[i] != fragment::value_hole || names == 0)
            continue;
        auto const& name = content.names[names - 1];
        auto const& value = content.values[values++];
        auto const field = self.type().find(name);
        auto const type = field == no_field ? '\0' : self.type().fields[field].key_tag;
        if (auto problem = key_problem(value, type, max_partition_key); !problem.empty())
            self.throw_bad_input(name, std::move(problem));
        if (is_equality)
            equalities.set(name, value);
    }
    return equalities;
}

std::vector<std::string> attributes_of(condition const& what)
{
    auto const& content = what.content();
    std::vector<std::string> result;
    auto name = content.names.begin();
    char before = ' ';
    for (char const c : content.text)
    {
        if (c == expressions::fragment::name_hole)
        {
            bool const is_within = before == '.';
            if (!is_within && std::find(result.begin(), result.end(), *name) == result.end())
                result.push_back(*name);
            ++name;
        }
        before = c;
    }
    return result;
}

} // namespace dynasio::stores::records
