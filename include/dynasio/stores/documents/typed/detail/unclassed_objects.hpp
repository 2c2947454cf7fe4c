// SPDX-License-Identifier: BSL-1.0
//
// Objects in the places of variants that name no class. They are found, and their classes chosen, before a document becomes
// a struct: reading is synchronous, and whoever chooses may be awaited. The type of the struct leads to these places, so
// that maps of other members are left alone.

#ifndef DYNASIO_STORES_DOCUMENTS_TYPED_DETAIL_UNCLASSED_OBJECTS_HPP
#define DYNASIO_STORES_DOCUMENTS_TYPED_DETAIL_UNCLASSED_OBJECTS_HPP

#include <dynasio/stores/documents/document_callbacks.hpp>
#include <dynasio/stores/documents/document_path.hpp>
#include <dynasio/stores/documents/typed/detail/object_shape.hpp>
#include <dynasio/stores/documents/typed/document_form.hpp>
#include <dynasio/value/attribute_value.hpp>

#include <boost/asio/awaitable.hpp>

#include <concepts>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace dynasio::stores::documents {

/// Whether a value of this type may contain a variant of structs. `Outer` are the structs that it is in.
template <class T, class... Outer>
constexpr bool contains_choice()
{
    if constexpr (shape_of<T> == shape::choice)
        return true;
    else if constexpr (shape_of<T> == shape::object)
    {
        bool result = false;
        if constexpr (!(std::same_as<T, Outer> || ...)) // otherwise it is found there
            for_each_written<T>(
                [&]<class D>(D)
                {
                    using member = std::remove_cv_t<mapping::member_type<D, T>>;
                    result = result || contains_choice<member, T, Outer...>();
                });
        return result;
    }
    else if constexpr (shape_of<T> != shape::leaf)
        return contains_choice<typename element_of<T>::type, Outer...>();
    else
        return false;
}

class unclassed_search;

/// A map in the place of a variant that names no class.
struct unclassed_place
{
    using find_function = void (*)(attribute_value& object, unclassed_search& search);

    document_path where{};             ///< of the map
    attribute_value* stored = nullptr; ///< the map, or the `dict` of Python that it is in
    attribute_value* object = nullptr; ///< the map
    find_function find_within = nullptr;
};

/// Goes through a document, which must live as long and not move. What does not fit the type is passed over: reading reports
/// it.
class unclassed_search
{
public:
    explicit unclassed_search(document_form form) : form_(form) {}

    /// The next place, in the order of the document; what is within an object follows it, once its class is known.
    [[nodiscard]] std::optional<unclassed_place> next();

    /// Gives the object of a place this class, and searches it. What it names itself stays.
    void name(unclassed_place const& place, document_class chosen);

    /// Searches what is `where`.
    template <class Find>
    void search(document_path where, Find find)
    {
        where_ = std::move(where);
        auto const first = pending_.size();
        find();
        put_in_order(first);
    }

    template <class Find>
    void within(document_path::segment step, Find find)
    {
        where_.push_back(std::move(step));
        find();
        where_.pop_back();
    }

    /// Calls `find` with the value, or with what is in its wrapper.
    template <class Find>
    void within_wrapper(attribute_value& stored, Find find)
    {
        auto* content = wrapped_content(stored);
        if (content)
            within("value", [&] { find(*content); });
        else
            find(stored);
    }

    /// What is in the place of a variant: noted if it names no class, else searched.
    void visit_choice(attribute_value& stored, unclassed_place::find_function find);

private:
    /// Null for what is in no wrapper.
    attribute_value* wrapped_content(attribute_value& stored) const;
    void put_in_order(std::size_t first);

    document_form form_;
    document_path where_;
    std::vector<unclassed_place> pending_; ///< the next one is the last
};

[[nodiscard]] bool names_class(
    attribute_value const& object, std::string_view class_name, std::string_view module_name);

template <class T>
void find_unclassed_at(attribute_value& stored, unclassed_search& to);

/// In an object of a variant.
template <class Choice>
struct choice_search;
template <class... A>
struct choice_search<std::variant<A...>>
{
    template <class One>
    static void find_if_named(attribute_value& object, unclassed_search& to)
    {
        if constexpr (contains_choice<One>())
            if (names_class(object, document_traits<One>::class_name, document_traits<One>::module_name))
                find_unclassed_at<One>(object, to);
    }
    static void find(attribute_value& object, unclassed_search& to) { (find_if_named<A>(object, to), ...); }
};

template <class T>
void find_in_members(item& object, unclassed_search& to)
{
    for_each_written<T>(
        [&]<class D>(D)
        {
            using member = std::remove_cv_t<mapping::member_type<D, T>>;
            if constexpr (contains_choice<member>())
            {
                constexpr std::string_view name = mapping::stored_name_of<D>();
                if (auto* found = object.find(name))
                    to.within(std::string(name), [&] { find_unclassed_at<member>(*found, to); });
            }
        });
}

template <class T>
void find_in_list(attribute_value& content, unclassed_search& to)
{
    if (!content.if_a<attribute_list>())
        return;
    auto& list = content.as_list();
    for (std::size_t i = 0; i < list.size(); ++i)
        to.within(i, [&] { find_unclassed_at<typename T::value_type>(list[i], to); });
}

template <class T>
void find_in_map(attribute_value& content, unclassed_search& to)
{
    if (!content.if_a<item>())
        return;
    for (auto& [name, value] : content.as_map())
        to.within(name, [&each = value, &to] { find_unclassed_at<typename T::mapped_type>(each, to); });
}

/// Only for types that contain a variant.
template <class T>
void find_unclassed_at(attribute_value& stored, unclassed_search& to)
{
    constexpr auto is = shape_of<T>;
    if constexpr (is == shape::choice)
        to.visit_choice(stored, &choice_search<T>::find);
    else if constexpr (is == shape::optional)
        find_unclassed_at<typename T::value_type>(stored, to);
    else if constexpr (is == shape::object)
    {
        if (stored.if_a<item>())
            find_in_members<T>(stored.as_map(), to);
    }
    else if constexpr (is == shape::list)
        to.within_wrapper(stored, [&](attribute_value& content) { find_in_list<T>(content, to); });
    else
    {
        static_assert(is == shape::map);
        to.within_wrapper(stored, [&](attribute_value& content) { find_in_map<T>(content, to); });
    }
}

/// Of a document of type T.
template <class T>
[[nodiscard]] unclassed_search find_unclassed([[maybe_unused]] attribute_value& document, document_form form)
{
    unclassed_search result(form);
    if constexpr (contains_choice<T>())
        result.search({}, [&] { find_unclassed_at<T>(document, result); });
    return result;
}

/// Gives the objects that are found the classes that are chosen. `search` and its document must live until it ends.
boost::asio::awaitable<void> name_classes(document_class_chooser class_of, unclassed_search& search);

} // namespace dynasio::stores::documents

#endif
