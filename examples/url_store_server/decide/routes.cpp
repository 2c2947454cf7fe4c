// SPDX-License-Identifier: BSL-1.0

#include "decide/routes.hpp"

#include "decide/refusal.hpp"
#include "decide/text_parts.hpp"

#include <algorithm>
#include <optional>
#include <stdexcept>

namespace examples {

namespace {

using boost::beast::http::verb;

refusal bad_request(std::string const& text)
{
    return {status::bad_request, text};
}

bool is_control(char c)
{
    auto const byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7F;
}

/// The path of a target that names the server too, as requests through proxies do.
std::string_view without_origin(std::string_view target)
{
    for (std::string_view const scheme : {"http://", "https://"})
        if (equal_names(target.substr(0, scheme.size()), scheme))
        {
            auto const path = target.find_first_of("/?", scheme.size());
            return path == std::string_view::npos ? "/" : target.substr(path);
        }
    return target;
}

void check_segments(std::string_view key)
{
    for (std::size_t begin = 0; begin <= key.size();)
    {
        auto const end = std::min(key.find('/', begin), key.size());
        auto const segment = key.substr(begin, end - begin);
        if (segment.empty())
            throw bad_request("the key has an empty segment: it begins or ends with / or has //");
        if (segment == "." || segment == "..")
            throw bad_request("the key has a segment . or ..");
        begin = end + 1;
    }
}

std::string decoded_key(std::string_view escaped)
{
    auto key = percent_decoded(escaped);
    if (!key)
        throw bad_request("the key has a % without two hexadecimal digits");
    if (key->empty())
        throw bad_request("the key is empty");
    if (key->size() > max_key_bytes)
        throw bad_request("the key has more than " + std::to_string(max_key_bytes) + " bytes");
    if (!is_utf8(*key))
        throw bad_request("the key is not UTF-8");
    if (std::any_of(key->begin(), key->end(), is_control))
        throw bad_request("the key has a control character");
    check_segments(*key);
    return *key;
}

url_part part_named(std::string_view name)
{
    if (name == "data")
        return url_part::data;
    if (name == "metadata")
        return url_part::metadata;
    if (name == "auth")
        return url_part::permissions;
    throw refusal(
        status::not_found, "there is nothing here: the path ends with none of data, metadata and auth");
}

bool allows(url_part part, verb method)
{
    switch (part)
    {
    case url_part::data:
        return method == verb::get || method == verb::head || method == verb::put;
    case url_part::query:
        return method == verb::get || method == verb::head;
    case url_part::whole_key:
        return method == verb::delete_;
    default:
        return method == verb::get || method == verb::head || method == verb::put || method == verb::post;
    }
}

route checked_route(route found, verb method)
{
    if (!allows(found.part, method))
        throw refusal(status::method_not_allowed,
            "the method is not one of " + std::string(allowed_methods(found.part)))
            .add_field("Allow", std::string(allowed_methods(found.part)));
    return found;
}

route of_key(verb method, std::string_view path)
{
    route found;
    if (method == verb::delete_)
    {
        found.part = url_part::whole_key;
        found.key = decoded_key(path);
        return found;
    }
    auto const slash = path.rfind('/');
    if (slash == std::string_view::npos)
        throw refusal(status::not_found, "there is nothing here: the path needs a key and a part");
    found.part = part_named(path.substr(slash + 1));
    found.key = decoded_key(path.substr(0, slash));
    return found;
}

} // namespace

std::string checked_path(std::string path)
{
    while (path.ends_with('/'))
        path.pop_back();
    auto const is_plain = [](char c)
    { return is_identifier(std::string_view(&c, 1)) || is_digit(c) || c == '/' || c == '-' || c == '.'; };
    if ((!path.empty() && path.front() != '/') || !std::all_of(path.begin(), path.end(), is_plain))
        throw std::invalid_argument(
            "invalid path: it begins with / and has letters, digits and _ . - / only: " + path);
    return path;
}

route find_route(verb method, std::string_view target, url_paths const& paths)
{
    target = without_origin(target);
    auto const mark = std::min(target.find('?'), target.size());
    auto const path = target.substr(0, mark);
    auto const query = target.substr(std::min(mark + 1, target.size()));
    // Keys have a part behind them in the path, except in DELETE: so the query may have a path among theirs.
    if (path == paths.query && method != verb::delete_)
        return checked_route({url_part::query, {}, std::string(query)}, method);
    if (!path.starts_with(paths.base) || path.substr(paths.base.size(), 1) != "/")
        throw refusal(status::not_found, "there is nothing here");
    return checked_route(of_key(method, path.substr(paths.base.size() + 1)), method);
}

std::string_view allowed_methods(url_part part)
{
    switch (part)
    {
    case url_part::data:
        return "GET, HEAD, PUT";
    case url_part::query:
        return "GET, HEAD";
    case url_part::whole_key:
        return "DELETE";
    default:
        return "GET, HEAD, PUT, POST";
    }
}

std::vector<std::pair<std::string, std::string>> form_parameters(std::string_view query)
{
    auto const decoded = [](std::string_view part)
    {
        std::string spaced(part);
        std::replace(spaced.begin(), spaced.end(), '+', ' ');
        auto text = percent_decoded(spaced);
        if (!text)
            throw bad_request("the query has a % without two hexadecimal digits");
        return *text;
    };
    std::vector<std::pair<std::string, std::string>> result;
    while (!query.empty())
    {
        auto const end = std::min(query.find('&'), query.size());
        auto const parameter = query.substr(0, end);
        auto const equals = std::min(parameter.find('='), parameter.size());
        auto const value = parameter.substr(std::min(equals + 1, parameter.size()));
        if (!parameter.empty())
            result.emplace_back(decoded(parameter.substr(0, equals)), decoded(value));
        query.remove_prefix(std::min(end + 1, query.size()));
    }
    return result;
}

} // namespace examples
