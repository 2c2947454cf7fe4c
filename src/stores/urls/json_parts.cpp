// SPDX-License-Identifier: BSL-1.0

#include "stores/urls/json_parts.hpp"

#include <dynasio/json/detail/decode.hpp>
#include <dynasio/json/detail/encode.hpp>
#include <dynasio/json/detail/shape_codec.hpp>

#include <iterator>
#include <map>
#include <utility>
#include <vector>

namespace dynasio::stores::urls {

using lists = std::map<std::string, std::vector<std::string>>;

std::string to_json(url_permissions const& permissions)
{
    lists sorted;
    for (auto const& [name, tags] : permissions)
        sorted[name].assign(tags.begin(), tags.end());
    std::string result;
    json::encode(result, sorted);
    return result;
}

url_permissions read_permissions(std::string_view json)
{
    // Nothing at all counts as an object there.
    if (json.empty())
        throw json::decode_error("", "the text is empty");
    lists read;
    json::decode(json, json::target_of(read));
    url_permissions result;
    for (auto& [name, tags] : read)
        result[name].insert(std::make_move_iterator(tags.begin()), std::make_move_iterator(tags.end()));
    return result;
}

} // namespace dynasio::stores::urls
