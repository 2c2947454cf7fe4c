// SPDX-License-Identifier: BSL-1.0

#include "spec_json.hpp"

#include "problem.hpp"

#include <boost/json/parse.hpp>

namespace examples {

namespace json = boost::json;

namespace {

problem bad_request(std::string const& text)
{
    return {boost::beast::http::status::bad_request, "bad_input", text};
}

void add(json::object& to, char const* name, std::optional<std::string> const& value)
{
    if (value)
        to[name] = *value;
}

std::string text_of(json::value const& value, std::string_view name)
{
    if (auto const* text = value.if_string())
        return std::string(text->data(), text->size());
    throw bad_request(std::string(name) + ": not a string");
}

std::int64_t count_of(json::value const& value)
{
    boost::system::error_code failure;
    auto const count = value.is_number() ? value.to_number<std::int64_t>(failure) : -1;
    if (failure || count < 0)
        throw bad_request("model_count: not a whole number from 0 on");
    return count;
}

} // namespace

json::object spec_json(dynasio::spec_info const& spec)
{
    json::object result{{"id", spec.id}, {"version", spec.version}, {"updated_at", spec.updated_at},
        {"model_count", spec.model_count}};
    add(result, "name", spec.name);
    add(result, "title", spec.title);
    add(result, "description", spec.description);
    return result;
}

json::array specs_json(std::vector<dynasio::spec_info> const& specs)
{
    json::array result;
    for (auto const& spec : specs)
        result.push_back(spec_json(spec));
    return result;
}

dynasio::spec parse_spec(std::string id, std::string const& body)
{
    boost::system::error_code failure;
    auto const parsed = json::parse(body, failure);
    if (failure || !parsed.is_object())
        throw bad_request("the body is not a JSON object" + (failure ? ": " + failure.message() : ""));

    dynasio::spec result;
    result.id = std::move(id);
    for (auto const& [key, value] : parsed.get_object())
    {
        std::string const name(key.data(), key.size());
        if (name == "version")
            result.version = text_of(value, name);
        else if (name == "model_count")
            result.model_count = count_of(value);
        else if (name == "name")
            result.name = text_of(value, name);
        else if (name == "title")
            result.title = text_of(value, name);
        else if (name == "description")
            result.description = text_of(value, name);
        else
            throw bad_request(name.substr(0, 100) + ": there is no such member");
    }
    return result;
}

} // namespace examples
