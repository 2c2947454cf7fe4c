// SPDX-License-Identifier: BSL-1.0

#include "stores/specs/spec_item.hpp"

#include "stores/argument_checks.hpp"
#include "stores/specs/spec_keys.hpp"
#include "stores/stored_item.hpp"
#include "stores/table/item_size.hpp"

#include <charconv>
#include <stdexcept>
#include <utility>

namespace dynasio {

stores::specs::decimal_seconds attribute_mapping<stores::specs::decimal_seconds>::from_attribute(
    attribute_value const& value)
{
    auto const* text = value.if_string();
    if (!text)
        throw std::runtime_error("expected S, found " + std::string(to_string(value.type())));
    stores::specs::decimal_seconds result;
    auto const end = text->data() + text->size();
    auto const [stop, problem] = std::from_chars(text->data(), end, result.value);
    // Written in one way only, since conditions compare the text.
    if (problem != std::errc() || stop != end || result.value < 0 || result.text() != *text)
        throw std::runtime_error("expected whole seconds in decimal, without padding");
    return result;
}

namespace stores::specs {

namespace {

/// An item and its copy in the local index share 400 KB.
constexpr std::size_t max_spec_size = 200 * 1024;

struct spec_time
{
    decimal_seconds updated_at{};
};
BOOST_DESCRIBE_STRUCT(spec_time, (), (updated_at))

item encode(std::string_view sub, spec_info const& info, std::string table_key)
{
    auto index_key = spec_index_key(table_key);
    stored_spec fields{.id = info.id,
        .updated_at = {info.updated_at},
        .version = info.version,
        .model_count = info.model_count,
        .title = info.title,
        .description = info.description,
        .name = info.name};
    return to_item(
        whole_spec{std::move(fields), std::string(sub), std::move(table_key), std::move(index_key)});
}

} // namespace

item encode_spec_version(std::string_view sub, spec_info const& info)
{
    return encode(sub, info, spec_version_key(info.updated_at, info.id));
}

item encode_latest_spec(std::string_view sub, spec_info const& info)
{
    return encode(sub, info, spec_latest_key(info.id));
}

spec_info decode_spec(item const& stored, std::string_view table)
{
    auto read = decode_stored_item<stored_spec>(stored, table, [&] { return spec_key(stored); });
    return {.id = std::move(read.id),
        .name = std::move(read.name),
        .version = std::move(read.version),
        .updated_at = read.updated_at.value,
        .model_count = read.model_count,
        .title = std::move(read.title),
        .description = std::move(read.description)};
}

std::int64_t decode_spec_time(item const& stored, std::string_view table)
{
    auto const read = decode_stored_item<spec_time>(stored, table, [&] { return spec_key(stored); });
    return read.updated_at.value;
}

item spec_key(item const& stored)
{
    return pick(stored, {"sub", "updated_at_id"});
}

std::string_view sort_key_of(item const& stored)
{
    auto const* key = stored.find("updated_at_id");
    auto const* text = key ? key->if_string() : nullptr;
    return text ? std::string_view(*text) : std::string_view();
}

spec_info checked_spec(std::string_view sub, spec const& input, std::int64_t seconds)
{
    check_sub(sub);
    if (!input.id && !input.name)
        throw_bad_input("id", "is missing, and there is no name to derive it from");
    spec_info const info{.id = input.id ? *input.id : derive_spec_id(*input.name),
        .name = input.name,
        .version = input.version,
        .updated_at = seconds,
        .model_count = input.model_count,
        .title = input.title,
        .description = input.description};
    check_spec_id(info.id);
    if (input.version.empty())
        throw_bad_input("version", "is empty");
    check_text("version", input.version);
    if (input.model_count < 0)
        throw_bad_input("model_count", "must not be negative, but is " + std::to_string(input.model_count));
    for (auto const& [argument, text] : {std::pair("name", &input.name), std::pair("title", &input.title),
             std::pair("description", &input.description)})
        if (*text)
            check_text(argument, **text);
    auto const size = table::item_size(encode_spec_version(sub, info));
    if (size > max_spec_size)
        throw_bad_input("spec",
            "is " + std::to_string(size) + " bytes long as an item; the maximum is "
                + std::to_string(max_spec_size) + ", half of DynamoDB's, since the index has a copy");
    return info;
}

void check_spec_id(std::string_view id)
{
    check_key_text("id", id, max_spec_id_size);
}

} // namespace stores::specs

} // namespace dynasio
