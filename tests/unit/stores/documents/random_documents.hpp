// SPDX-License-Identifier: BSL-1.0
//
// Random documents, and random trees of tables for them.

#ifndef DYNASIO_TESTS_UNIT_STORES_DOCUMENTS_RANDOM_DOCUMENTS_HPP
#define DYNASIO_TESTS_UNIT_STORES_DOCUMENTS_RANDOM_DOCUMENTS_HPP

#include <dynasio/stores/documents/document_path.hpp>
#include <dynasio/stores/documents/document_tree.hpp>
#include <dynasio/value/attribute_value.hpp>

#include <array>
#include <cstddef>
#include <iterator>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace dynasio::stores::documents::tests {

/// Names of members: of paths, of JSON, and of what stands in the place of a shard.
inline constexpr std::string_view random_names[] = {"a", "b", "c", "items", "x y", "it's", "a.b", "[0]", "",
    "\xC3\xA9", "0", "*", "$", "\\", "\"", "\n", "..a", "primary_key", "table_name:"};
inline constexpr std::string_view random_texts[] = {
    "", "x", "None", "42", "\"quoted\"", "line\nline", "\xE2\x82\xAC \xF0\x9F\x98\x80", "e1", "{}"};
inline constexpr std::string_view random_numbers[] = {"0", "-1", "1.5", "9007199254740993",
    "18446744073709551615", "0.1", "1E+125", "-1e-130", "1.0000000000000000000000000000000000001",
    "12345678901234567890123456789012345678"};

/// What a document may hold.
enum class kinds
{
    all,
    of_json,
};

class document_generator
{
public:
    explicit document_generator(unsigned seed) : random_(seed) {}

    std::size_t below(std::size_t end) { return random_() % end; }
    bool one_in(std::size_t n) { return below(n) == 0; }
    template <class List>
    auto const& any_of(List const& list)
    {
        return std::data(list)[below(std::size(list))];
    }

    item object(kinds which, unsigned depth)
    {
        item result;
        for (auto n = below(6); n != 0; --n)
            result.set(any_of(random_names), value(which, depth));
        return result;
    }

    attribute_value value(kinds which, unsigned depth)
    {
        if (depth == 0 || one_in(3))
            return scalar(which);
        if (!one_in(3))
            return object(which, depth - 1);
        attribute_list list;
        bool const of_objects = !one_in(3); // as lists of shards are
        for (auto n = below(4); n != 0; --n)
            list.push_back(of_objects ? attribute_value(object(which, depth - 1)) : value(which, depth - 1));
        return list;
    }

    /// A tree whose paths lead to objects of this one, mostly.
    document_tree tree(attribute_value const& of, unsigned levels)
    {
        document_tree result = table();
        if (levels == 0)
            return result;
        auto objects = objects_below(of);
        for (auto n = below(4); n != 0 && !objects.empty(); --n)
        {
            auto const& [where, object] = any_of(objects);
            auto shard = tree(*object, levels - 1);
            shard.path = path_to(where);
            result.shards.push_back(std::move(shard));
        }
        return result;
    }

    attribute_value key(attribute_type type)
    {
        ++keys_;
        if (type == attribute_type::n)
            return number(keys_);
        auto const text = "key " + std::to_string(keys_);
        return type == attribute_type::b ? attribute_value(to_binary(text)) : attribute_value(text);
    }

    std::mt19937& engine() { return random_; }

private:
    attribute_value scalar(kinds which)
    {
        switch (below(which == kinds::all ? 9 : 5))
        {
        case 0:
            return nullptr;
        case 1:
            return one_in(2);
        case 2:
        case 3:
            return any_of(random_texts);
        case 4:
            return number(any_of(random_numbers));
        case 5:
            return to_binary(any_of(random_texts));
        case 6:
            return std::vector<std::string>{std::string(any_of(random_texts)), "of a set"};
        case 7:
            return std::vector<number>{number(any_of(random_numbers)), number(7)};
        default:
            return std::vector<binary>{to_binary(any_of(random_texts)), to_binary("of a set")};
        }
    }

    document_tree table()
    {
        document_tree result;
        result.table = "T" + std::to_string(below(3));
        result.key_name = "key of " + result.table;
        result.key_type = any_of(std::array{attribute_type::s, attribute_type::n, attribute_type::b});
        result.region = one_in(3) ? "eu-west-1" : "";
        return result;
    }

    struct place
    {
        document_path where;
        attribute_value const* object;
    };

    static void find_objects(
        std::vector<place>& to, document_path& where, attribute_value const& value, std::size_t levels)
    {
        auto const go_on = [&](document_path::segment segment, attribute_value const& next)
        {
            where.push_back(std::move(segment));
            if (next.if_a<item>())
                to.push_back({where, &next});
            find_objects(to, where, next, levels - 1);
            where.pop_back();
        };
        if (levels == 0)
            return;
        if (auto const* object = value.if_a<item>())
            for (auto const& member : *object)
                go_on(member.name, member.value);
        else if (auto const* list = value.if_a<attribute_list>())
            for (std::size_t i = 0; i < list->size(); ++i)
                go_on(i, (*list)[i]);
    }

    static std::vector<place> objects_below(attribute_value const& value)
    {
        std::vector<place> result;
        document_path where;
        find_objects(result, where, value, 3);
        return result;
    }

    /// A path that selects this place; some select others as well.
    std::string path_to(document_path const& where)
    {
        std::string result = one_in(4) ? "" : "$";
        for (auto const& segment : where.segments())
            if (auto const* index = std::get_if<std::size_t>(&segment))
                result += any_of(std::vector<std::string>{'[' + std::to_string(*index) + ']', "[*]",
                    '[' + std::to_string(*index) + ':' + std::to_string(*index + 1) + ']', "[*]"});
            else
                result += step_to(std::get<std::string>(segment));
        return result;
    }

    std::string step_to(std::string const& name)
    {
        bool const is_plain = name == "a" || name == "b" || name == "c" || name == "items" || name == "0";
        if (one_in(10))
            return ".*";
        if (is_plain && one_in(3))
            return (one_in(3) ? ".." : ".") + name;
        char const quote = one_in(2) ? '"' : '\'';
        std::string result{'[', quote};
        for (char const c : name)
        {
            if (c == quote || c == '\\')
                result += '\\';
            result += c;
        }
        return result + quote + ']';
    }

    std::mt19937 random_;
    int keys_ = 0;
};

} // namespace dynasio::stores::documents::tests

#endif
