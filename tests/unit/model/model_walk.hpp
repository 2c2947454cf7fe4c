// SPDX-License-Identifier: BSL-1.0
//
// Compares our shapes with the service's model. It walks a shape of the model and a C++ type side by side, the type through
// its description, and notes each difference by shape and member. Whatever operation is added later is one more call of
// `compare_operation`.

#ifndef DYNASIO_TESTS_MODEL_WALK_HPP
#define DYNASIO_TESTS_MODEL_WALK_HPP

#include <dynasio/json/detail/wire_name.hpp>
#include <dynasio/value/attribute_value.hpp>
#include <dynasio/value/open_enum.hpp>
#include <dynasio/value/timestamp.hpp>

#include <boost/describe/enumerators.hpp>
#include <boost/describe/members.hpp>
#include <boost/json/value.hpp>
#include <boost/mp11/algorithm.hpp>

#include <concepts>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace dynasio::tests {

template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;
template <class T>
inline constexpr bool is_vector = false;
template <class T>
inline constexpr bool is_vector<std::vector<T>> = true;
template <class T>
inline constexpr bool is_map = false;
template <class T>
inline constexpr bool is_map<std::map<std::string, T>> = true;
template <class T>
inline constexpr bool is_open_enum = false;
template <class E>
inline constexpr bool is_open_enum<open_enum<E>> = true;

/// The name of a class or enumeration without namespaces, as the compiler spells it.
template <class T>
std::string type_name()
{
    std::string_view name = __PRETTY_FUNCTION__;
    name.remove_prefix(name.find("T = ") + 4);
    name = name.substr(0, name.find_first_of(";]"));
    if (auto const colon = name.rfind(':'); colon != std::string_view::npos)
        name.remove_prefix(colon + 1);
    return std::string(name);
}

class model_walk
{
public:
    /// `renamed`: names of the model whose C++ name is not the same in snake case.
    model_walk(boost::json::value const& model, std::map<std::string, std::string> renamed)
        : shapes_(model.at("shapes").as_object()),
          operations_(model.at("operations").as_object()),
          renamed_(std::move(renamed))
    {
        for (auto const& [name, operation] : operations_)
            if (auto const* input = operation.as_object().if_contains("input"))
                collect(text(input->at("shape")), input_shapes_);
    }

    template <class Input, class Output>
    void compare_operation(std::string const& name)
    {
        auto const& operation = operations_.at(name);
        ++operations_compared;
        compare<Input>(text(operation.at("input").at("shape")), name);
        compare<Output>(text(operation.at("output").at("shape")), name);
    }

    /// One line per difference.
    std::vector<std::string> differences;
    int operations_compared = 0;
    int structures_compared = 0;
    int members_compared = 0;
    int enum_values_compared = 0;

private:
    static std::string text(boost::json::value const& value) { return std::string(value.as_string()); }

    void collect(std::string const& name, std::set<std::string>& into) const
    {
        if (!into.insert(name).second)
            return;
        auto const& shape = shapes_.at(name).as_object();
        if (auto const* members = shape.if_contains("members"))
            for (auto const& [key, member] : members->as_object())
                collect(text(member.at("shape")), into);
        for (auto const* part : {"member", "value"})
            if (auto const* inner = shape.if_contains(part))
                collect(text(inner->at("shape")), into);
    }

    void note(std::string const& where, std::string const& what)
    {
        differences.push_back(where + ": " + what);
    }

    bool has_type(std::string const& name, std::string const& where, std::string_view wanted)
    {
        auto const type = text(shapes_.at(name).at("type"));
        if (type == wanted)
            return true;
        note(where, "is " + std::string(wanted) + " here, " + type + " (" + name + ") in the model");
        return false;
    }

    bool is_attribute_map(std::string const& name) const
    {
        auto const& shape = shapes_.at(name).as_object();
        return shape.at("type") == "map" && shape.at("value").at("shape") == "AttributeValue";
    }

    template <class T>
    void compare_name(std::string const& name)
    {
        auto const mine = type_name<T>();
        auto const exception = renamed_.find(name);
        auto const expected = exception == renamed_.end() ? name : exception->second;
        auto const actual =
            exception == renamed_.end() ? std::string(json::pascal_case<200>(mine).view()) : mine;
        if (actual != expected)
            note(name, "has the C++ name " + mine);
    }

    template <class T>
    void compare(std::string const& name, std::string const& where)
    {
        if (!shapes_.contains(name))
            return note(where, "shape " + name + " is not in the model");
        if constexpr (std::same_as<T, std::string>)
        {
            if (has_type(name, where, "string") && shapes_.at(name).as_object().contains("enum"))
                note(where, "is an enumeration (" + name + ") in the model");
        }
        else if constexpr (std::same_as<T, bool>)
            has_type(name, where, "boolean");
        else if constexpr (std::same_as<T, std::int32_t>)
            has_type(name, where, "integer");
        else if constexpr (std::same_as<T, std::int64_t>)
            has_type(name, where, "long");
        else if constexpr (std::same_as<T, double>)
            has_type(name, where, "double");
        else if constexpr (std::same_as<T, timestamp>)
            has_type(name, where, "timestamp");
        else if constexpr (std::same_as<T, binary>)
            has_type(name, where, "blob");
        else if constexpr (std::same_as<T, attribute_value>)
            compare_attribute_value(name, where);
        else if constexpr (std::same_as<T, item>)
        {
            if (!is_attribute_map(name))
                note(where, "is an item here, but not a map of attribute values (" + name + ") in the model");
        }
        else if constexpr (is_open_enum<T>)
            compare_enum(name, where, T());
        else if constexpr (is_vector<T>)
        {
            if (has_type(name, where, "list"))
                compare<typename T::value_type>(
                    text(shapes_.at(name).at("member").at("shape")), where + "[]");
        }
        else if constexpr (is_map<T>)
        {
            if (!has_type(name, where, "map"))
                return;
            if (is_attribute_map(name))
                note(where, "is to be an item");
            compare<typename T::mapped_type>(text(shapes_.at(name).at("value").at("shape")), where + "{}");
        }
        else
            compare_structure<T>(name, where);
    }

    void compare_attribute_value(std::string const& name, std::string const& where)
    {
        if (name != "AttributeValue")
            return note(where, "is an attribute value here, " + name + " in the model");
        if (!seen_.insert(name).second)
            return;
        std::set<std::string> ours;
        for (auto i = 0; i < static_cast<int>(attribute_type::unknown); ++i)
            ours.emplace(to_string(static_cast<attribute_type>(i)));
        for (auto const& [key, member] : shapes_.at(name).at("members").as_object())
            if (++members_compared; ours.erase(key) == 0)
                note(name, "type " + std::string(key) + " is missing");
        for (auto const& extra : ours)
            note(name, "type " + extra + " is not in the model");
    }

    template <class E>
    void compare_enum(std::string const& name, std::string const& where, open_enum<E>)
    {
        if (!has_type(name, where, "string"))
            return;
        auto const* values = shapes_.at(name).as_object().if_contains("enum");
        if (!values)
            return note(where, "is no enumeration (" + name + ") in the model");
        if (!seen_.insert(name).second)
            return;
        compare_name<E>(name);
        std::set<std::string> theirs;
        for (auto const& value : values->as_array())
            theirs.insert(text(value));
        boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>(
            [&](auto D)
            {
                ++enum_values_compared;
                std::string const value(json::enumerator_wire_name<decltype(D)>);
                if (theirs.erase(value) == 0)
                    note(name, "value " + value + " is not in the model");
            });
        for (auto const& value : theirs)
            note(name, "value " + value + " is missing");
    }

    template <class T>
    void compare_structure(std::string const& name, std::string const& where)
    {
        if (!has_type(name, where, "structure") || !seen_.insert(name).second)
            return;
        ++structures_compared;
        compare_name<T>(name);
        auto const& shape = shapes_.at(name).as_object();
        std::set<std::string> required;
        if (auto const* names = shape.if_contains("required"))
            for (auto const& member : names->as_array())
                required.insert(text(member));
        auto theirs = shape.at("members").as_object();
        boost::mp11::mp_for_each<boost::describe::describe_members<T, boost::describe::mod_public>>(
            [&](auto D)
            {
                std::string const member(json::member_wire_name<decltype(D)>);
                auto const* found = theirs.if_contains(member);
                if (!found)
                    return note(name, "member " + member + " is not in the model");
                ++members_compared;
                auto const target = text(found->at("shape"));
                theirs.erase(member);
                using M = std::remove_cvref_t<decltype(std::declval<T&>().*D.pointer)>;
                compare_presence<M>(name, member, target, required.contains(member));
                if constexpr (is_optional<M>)
                    compare<typename M::value_type>(target, name + '.' + member);
                else
                    compare<M>(target, name + '.' + member);
            });
        for (auto const& [member, rest] : theirs)
            note(name, "member " + std::string(member) + " is missing");
    }

    /// Required members are plain. Others are optional, but lists and maps that only ever come from the service are plain
    /// as well: absent reads as empty.
    template <class M>
    void compare_presence(
        std::string const& name, std::string const& member, std::string const& target, bool required)
    {
        auto const type = text(shapes_.at(target).at("type"));
        bool const container = type == "list" || (type == "map" && !is_attribute_map(target));
        bool const plain = required || (container && !input_shapes_.contains(name));
        if (plain == is_optional<M>)
            note(name, "member " + member + (plain ? " is to be plain" : " is to be optional"));
    }

    boost::json::object const& shapes_;
    boost::json::object const& operations_;
    std::map<std::string, std::string> renamed_;
    std::set<std::string> input_shapes_;
    std::set<std::string> seen_;
};

} // namespace dynasio::tests

#endif
