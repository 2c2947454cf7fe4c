// SPDX-License-Identifier: BSL-1.0

#include "stores/specs/spec_item.hpp"

#include "stores/argument_checks.hpp"
#include "stores/specs/spec_id.hpp"
#include "stores/specs/spec_keys.hpp"
#include "stores/specs/stored_spec.hpp"

namespace dynasio {

namespace {

/// An item and its copy in the local index share 400 KB.
constexpr std::size_t max_item_size = 200 * 1024;

item encode(std::string_view sub, spec_info const& info, std::string table_key, std::string index_key)
{
    detail::whole_spec whole;
    whole.sub = sub;
    whole.updated_at_id = std::move(table_key);
    whole.id_updated_at = std::move(index_key);
    whole.id = info.id;
    whole.updated_at.value = info.updated_at;
    whole.version = info.version;
    whole.model_count = info.model_count;
    whole.title = info.title;
    whole.description = info.description;
    whole.name = info.name;
    return to_item(whole);
}

} // namespace

item encode_spec_version(std::string_view sub, spec_info const& info)
{
    return encode(sub, info, spec_version_key(info.updated_at, info.id),
        spec_version_index_key(info.id, info.updated_at));
}

item encode_latest_spec(std::string_view sub, spec_info const& info)
{
    return encode(sub, info, spec_latest_key(info.id), spec_latest_index_key(info.id));
}

spec_info decode_spec(item const& stored, std::string_view table)
{
    auto read = detail::read_stored<detail::stored_spec>(
        stored, table, [&] { return detail::part_of(stored, {"sub", "updated_at_id"}); });
    spec_info info;
    info.id = std::move(read.id);
    info.name = std::move(read.name);
    info.version = std::move(read.version);
    info.updated_at = read.updated_at.value;
    info.model_count = read.model_count;
    info.title = std::move(read.title);
    info.description = std::move(read.description);
    return info;
}

spec_info checked_spec(std::string_view sub, spec const& input, std::int64_t seconds)
{
    detail::check_sub(sub);
    if (!input.id && !input.name)
        detail::refuse("id", "is absent, and there is no name to derive it from");
    spec_info info;
    info.id = input.id ? *input.id : derive_spec_id(*input.name);
    detail::check_spec_id(info.id);
    if (input.version.empty())
        detail::refuse("version", "is empty");
    detail::check_text("version", input.version);
    if (input.model_count < 0)
        detail::refuse("model_count", "is negative: " + std::to_string(input.model_count));
    for (auto const& [argument, text] : {std::pair("name", &input.name), std::pair("title", &input.title),
             std::pair("description", &input.description)})
        if (*text)
            detail::check_text(argument, **text);
    info.name = input.name;
    info.version = input.version;
    info.updated_at = seconds;
    info.model_count = input.model_count;
    info.title = input.title;
    info.description = input.description;
    auto const size = detail::size_estimate(encode_spec_version(sub, info));
    if (size > max_item_size)
        detail::refuse("spec",
            "takes " + std::to_string(size) + " bytes as an item, at most " + std::to_string(max_item_size)
                + " fit with its copy in the index");
    return info;
}

} // namespace dynasio
