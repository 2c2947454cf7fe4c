// SPDX-License-Identifier: BSL-1.0
//
// The tables of a struct and of the structs within it.

#ifndef DYNASIO_STORES_DOCUMENTS_TYPED_DETAIL_OBJECT_TREE_HPP
#define DYNASIO_STORES_DOCUMENTS_TYPED_DETAIL_OBJECT_TREE_HPP

#include <dynasio/stores/documents/document_tree.hpp>
#include <dynasio/stores/documents/typed/detail/declaration_problem.hpp>
#include <dynasio/stores/documents/typed/detail/write_object.hpp>

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dynasio::stores::documents {

/// The path of a member of the object at `path`.
[[nodiscard]] std::string member_path(std::string_view path, std::string_view name);

/// What trees depend on besides their structs.
struct tree_options
{
    document_form form;
    /// The name of a table that a definition names.
    std::function<std::string(std::string_view)> const& table_names;
};

template <class T>
document_tree tree_of(tree_options const& options, std::string path);

/// Adds the shards that are at a path, or within the value there.
template <class T>
void add_shards_at(
    std::vector<document_tree>& to, value_place place, std::string const& path, tree_options const& options);

template <class T>
void add_shards_of_members(
    std::vector<document_tree>& to, std::string const& path, tree_options const& options)
{
    for_each_written<T>(
        [&]<class D>(D)
        {
            using member = std::remove_cv_t<mapping::member_type<D, T>>;
            auto const at = member_path(path, mapping::stored_name_of<D>());
            add_shards_at<member>(to, value_place::member, at, options);
        });
}

template <class T>
void add_shards_at([[maybe_unused]] std::vector<document_tree>& to, [[maybe_unused]] value_place place,
    [[maybe_unused]] std::string const& path, [[maybe_unused]] tree_options const& options)
{
    // Ends in structs that contain themselves, too: they have no shards.
    if constexpr (is_sharded<T>())
    {
        constexpr auto is = shape_of<T>;
        if constexpr (is == shape::object && document_traits<T>::is_shard)
            to.push_back(tree_of<T>(options, path));
        else if constexpr (is == shape::object)
            add_shards_of_members<T>(to, path, options);
        else if constexpr (is == shape::optional)
            add_shards_at<typename T::value_type>(to, place, path, options);
        else if constexpr (is == shape::list || is == shape::map)
        {
            auto elements = path;
            elements += is_wrapped_at(place, options.form) ? ".value" : "";
            elements += is == shape::list ? "[*]" : ".*";
            auto const inner = is == shape::list ? elements_of(place) : value_place::inside;
            add_shards_at<typename element_of<T>::type>(to, inner, elements, options);
        }
    }
}

template <class T>
document_tree tree_of(tree_options const& options, std::string path)
{
    using traits = document_traits<T>;
    document_tree result;
    result.table = options.table_names ? options.table_names(traits::table) : std::string(traits::table);
    result.key_name = traits::key_name;
    result.key_type = key_type<T>();
    result.region = traits::region;
    result.path = std::move(path);
    add_shards_of_members<T>(result.shards, "$", options);
    return result;
}

/// The regular expressions of a struct.
template <class T>
std::vector<std::string> expressions_of()
{
    std::vector<std::string> result;
    if constexpr (requires { document_definition<T>::never_encrypted; })
        for (std::string_view const each : document_definition<T>::never_encrypted)
            result.emplace_back(each);
    return result;
}

} // namespace dynasio::stores::documents

#endif
