// SPDX-License-Identifier: BSL-1.0
//
// A path on the first line, the JSON of a value on the rest: the path is refused at a position within it, or what it selects is
// where it says.

#include "stores/documents/json_path.hpp"

#include <dynasio/json/detail/decode.hpp>
#include <dynasio/value/detail/json.hpp>

#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

using namespace dynasio;
using stores::documents::json_path;

attribute_value const& at(attribute_value const& root, document_path const& where)
{
    auto const* value = &root;
    for (auto const& each : where.segments())
        if (auto const* name = std::get_if<std::string>(&each))
            value = &value->as_map().at(*name);
        else
            value = &value->as_list().at(std::get<std::size_t>(each));
    return *value;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    std::string_view const input(reinterpret_cast<char const*>(data), size);
    auto const line = input.substr(0, input.find('\n'));
    attribute_value root;
    if (line.size() < input.size())
        try
        {
            json::decode(input.substr(line.size() + 1), {&root, json::codec_address<attribute_value>::value});
        }
        catch (json::decode_error const&)
        {}
    try
    {
        for (auto const& [where, value] : json_path(line).select(root))
            if (&at(root, where) != value)
                std::abort();
    }
    catch (stores::documents::json_path_error const& e)
    {
        if (e.position() > line.size())
            std::abort();
    }
    return 0;
}
