// SPDX-License-Identifier: BSL-1.0
//
// A path on the first line, the JSON of a value on the rest: the path is refused at a position within it, or what it selects is
// where it says.

#include "stores/documents/document_places.hpp"
#include "stores/documents/json_path.hpp"

#include <dynasio/json/detail/decode.hpp>
#include <dynasio/value/detail/json.hpp>

#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace dynasio;
using stores::documents::json_path;

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
            if (&stores::documents::value_at(root, where) != value)
                std::abort();
    }
    catch (stores::documents::json_path_error const& e)
    {
        if (e.position() > line.size())
            std::abort();
    }
    return 0;
}
