// SPDX-License-Identifier: BSL-1.0

#include "text/excerpt.hpp"

#include <dynasio/stores/documents/typed/detail/typed_store_state.hpp>

#include <boost/regex.hpp>

#include <stdexcept>
#include <string_view>
#include <variant>

namespace dynasio::stores::documents {

using boost::asio::awaitable;

namespace {

bool tells_class(document_path const& where)
{
    if (where.empty())
        return false;
    auto const* name = std::get_if<std::string>(&where.segments().back());
    return name && (*name == "__class__" || *name == "__module__" || *name == "__metatype__");
}

boost::regex compile(std::string const& expression)
{
    try
    {
        return boost::regex(expression);
    }
    catch (boost::regex_error const& e)
    {
        throw std::invalid_argument("document_definition::never_encrypted: \"" + text::shortened(expression)
            + "\" is no regular expression: " + text::shortened(e.what(), 200));
    }
}

/// Of one field, by a provider that is to be awaited.
awaitable<std::optional<document_key>> no_key_to_await()
{
    co_return std::nullopt;
}

std::string attribute_text(std::string const& path)
{
    return path.empty() ? "$" : "$." + path;
}

} // namespace

// Boost.Regex, since std::regex recurses once per character of the path, which may be long, and knows less of Python's
// syntax.
struct plain_fields::compiled
{
    std::vector<boost::regex> all;
};

plain_fields::plain_fields(std::vector<std::string> const& expressions)
{
    auto made = std::make_shared<compiled>();
    for (auto const& each : expressions)
        made->all.push_back(compile(each));
    expressions_ = std::move(made);
}

bool plain_fields::contain(document_path const& where) const
{
    if (tells_class(where))
        return true;
    auto const text = expressions_->all.empty() ? std::string() : where.text();
    for (auto const& each : expressions_->all)
        try
        {
            if (boost::regex_search(text, each))
                return true;
        }
        catch (std::runtime_error const&)
        {
            throw store_error({.code = store_errc::bad_input,
                .attribute = attribute_text(text::shortened(text, 200)),
                .reason = "takes too long to compare with never_encrypted: \"" + text::shortened(each.str())
                    + '"'});
        }
    return false;
}

document_key_provider without_keys_for(plain_fields fields, document_key_provider keys)
{
    if (!keys)
        return keys;
    if (auto const* plain = keys.if_plain())
        return document_key_provider(
            [fields = std::move(fields), ask = *plain](
                document_field const& field) -> std::optional<document_key>
            {
                if (fields.contain(field.where))
                    return std::nullopt;
                return ask(field);
            });
    return document_key_provider([fields = std::move(fields), ask = *keys.if_awaitable()](
                                     document_field const& field) -> awaitable<std::optional<document_key>>
        { return fields.contain(field.where) ? no_key_to_await() : ask(field); });
}

typed_store_state::typed_store_state(document_tree const& tree, typed_document_options const& typed,
    document_store_options const& options, plain_fields fields)
    : table_(tree.table),
      key_name_(tree.key_name),
      fields_(std::move(fields)),
      reading_{.form = typed.form, .unknown = typed.unknown},
      class_of_(typed.class_of),
      has_keys_(static_cast<bool>(options.keys)),
      reads_legacy_(options.cipher != document_cipher::gcm)
{}

document_read_options typed_store_state::complete(document_read_options options) const
{
    if (options.keys())
        options.keys(without_keys_for(fields_, options.keys()));
    options.keep_metadata(); // the keys of all items, for the members that hold them
    return options;
}

document_write_options typed_store_state::complete(
    document_write_options options, std::optional<attribute_value> key) const
{
    if (options.keys())
        options.keys(without_keys_for(fields_, options.keys()));
    if (!options.key() && key)
        options.key(*std::move(key));
    return options;
}

typed_reading typed_store_state::reading(document_read_options const& options) const
{
    auto result = reading_;
    bool const is_encrypted = has_keys_ || options.keys();
    result.accepts_text = is_encrypted && reads_legacy_;
    result.quotes_contents = !is_encrypted;
    return result;
}

store_error typed_store_state::refusal(
    mapping_error const& problem, document_write_options const& options) const
{
    bool const is_encrypted = has_keys_ || options.keys();
    return store_error({.code = store_errc::bad_input,
        .table = table_,
        .attribute = attribute_text(problem.path()),
        .reason = is_encrypted ? "the value cannot be stored" : problem.reason()});
}

store_error typed_store_state::no_key() const
{
    return store_error({.code = store_errc::bad_input,
        .table = table_,
        .attribute = key_name_,
        .reason = "the key of the struct is not set"});
}

store_error typed_store_state::no_shards() const
{
    return store_error({.code = store_errc::bad_input,
        .table = table_,
        .attribute = "resolve_shards",
        .reason = "a struct is read with its shards"});
}

store_error typed_store_state::misfit(mapping_error const& problem, attribute_value const& key) const
{
    return store_error({.code = store_errc::malformed_item,
        .table = table_,
        .key = item::of(key_name_, key),
        .attribute = attribute_text(problem.path()),
        .reason = problem.reason()});
}

awaitable<written_document> refused_save(store_error why)
{
    throw why;
    co_return written_document();
}

awaitable<bool> refused_removal(store_error why)
{
    throw why;
    co_return false;
}

} // namespace dynasio::stores::documents
