// SPDX-License-Identifier: BSL-1.0
//
// Any bytes as an item, read straight into a struct and through an item: where both go, they give the same.

#include <dynasio/mapping.hpp>
#include <dynasio/mapping/detail/attribute_codec.hpp>
#include <dynasio/mapping/detail/encode_struct.hpp>

#include <cstdint>
#include <cstdlib>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace {

enum class color
{
    red,
    green,
};
BOOST_DESCRIBE_ENUM(color, red, green)

struct inner
{
    std::string name;
    std::optional<int> count;
};
BOOST_DESCRIBE_STRUCT(inner, (), (name, count))

struct outer
{
    std::string id;
    int count = 0;
    bool flag = false;
    std::optional<std::string> note;
    std::vector<inner> parts;
    std::map<std::string, double> weights;
    std::set<std::string> tags;
    dynasio::binary bytes;
    color paint = color::red;
    dynasio::attribute_value any;
};
BOOST_DESCRIBE_STRUCT(outer, (), (id, count, flag, note, parts, weights, tags, bytes, paint, any))

std::optional<std::string> text_of(outer const& value)
{
    std::string text;
    try
    {
        dynasio::mapping::encode_item(text, value);
    }
    catch (dynasio::json::encode_error const&)
    {
        return std::nullopt;
    }
    return text;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    std::optional<outer> direct{std::in_place};
    std::optional<outer> indirect;
    try
    {
        dynasio::json::decode(text, dynasio::mapping::item_target(*direct));
    }
    catch (dynasio::json::decode_error const&)
    {
        direct.reset();
    }
    try
    {
        dynasio::item item;
        dynasio::json::decode(text, dynasio::json::target_of(item));
        indirect = dynasio::from_item<outer>(item);
    }
    catch (dynasio::json::decode_error const&)
    {}
    catch (dynasio::mapping_error const&)
    {}
    // One may refuse what the other does not see: damage in attributes that the struct lacks or that come twice.
    if (direct && indirect && text_of(*direct) != text_of(*indirect))
        std::abort();
    return 0;
}
