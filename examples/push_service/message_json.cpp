// SPDX-License-Identifier: BSL-1.0

#include "message_json.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

namespace examples {

namespace json = boost::json;

namespace {

void add(json::object& to, char const* name, std::optional<std::string> const& value)
{
    if (value)
        to[name] = *value;
}

json::object headers_json(dynasio::message_headers const& headers)
{
    json::object result;
    add(result, "encoding", headers.encoding);
    add(result, "encryption", headers.encryption);
    add(result, "encryption_key", headers.encryption_key);
    add(result, "crypto_key", headers.crypto_key);
    return result;
}

std::optional<std::string> text_in(json::object const& from, char const* name)
{
    auto const* const value = from.if_contains(name);
    if (!value)
        return std::nullopt;
    auto const& text = value->as_string(); // throws for other types
    return std::string(text.data(), text.size());
}

dynasio::message_headers headers_from(json::object const& from)
{
    dynasio::message_headers result;
    result.encoding = text_in(from, "encoding");
    result.encryption = text_in(from, "encryption");
    result.encryption_key = text_in(from, "encryption_key");
    result.crypto_key = text_in(from, "crypto_key");
    return result;
}

routed_message parse_routed(std::string_view text, dynasio::uaid user)
{
    auto const parsed = json::parse(json::string_view(text.data(), text.size()));
    auto const& object = parsed.as_object();
    routed_message result;
    result.table = text_in(object, "table").value();
    auto& message = result.message;
    message.uaid = user;
    message.channel = dynasio::channel_id(text_in(object, "channel").value());
    message.message_id = text_in(object, "id").value();
    message.ttl = std::chrono::seconds(object.at("ttl").to_number<std::int64_t>());
    message.timestamp =
        std::chrono::sys_seconds(std::chrono::seconds(object.at("timestamp").to_number<std::int64_t>()));
    message.topic = text_in(object, "topic");
    message.data = text_in(object, "data");
    if (auto const* const position = object.if_contains("position"))
        message.position = dynasio::message_position(position->to_number<std::uint64_t>());
    if (auto const* const headers = object.if_contains("headers"))
        message.headers = headers_from(headers->as_object());
    return result;
}

} // namespace

std::string to_json(routed_message const& routed)
{
    auto const& message = routed.message;
    json::object result{{"table", routed.table}, {"channel", message.channel.text()},
        {"id", message.message_id}, {"ttl", message.ttl.value_or(std::chrono::seconds(0)).count()},
        {"timestamp", message.timestamp.time_since_epoch().count()}};
    if (message.position)
        result["position"] = message.position->value();
    add(result, "topic", message.topic);
    add(result, "data", message.data);
    if (message.headers)
        result["headers"] = headers_json(*message.headers);
    return json::serialize(result);
}

std::optional<routed_message> routed_message_from(std::string_view text, dynasio::uaid user)
{
    try
    {
        return parse_routed(text, user);
    }
    catch (std::exception const&) // not JSON, or a member is missing or of another type
    {
        return std::nullopt;
    }
}

std::string client_line(dynasio::notification const& message)
{
    json::object result{{"id", message.message_id}, {"channel", message.channel.text()}};
    add(result, "topic", message.topic);
    add(result, "data", message.data);
    if (message.headers)
        result["headers"] = headers_json(*message.headers);
    return json::serialize(result) + '\n';
}

std::optional<std::vector<std::string>> ids_from(std::string_view text)
{
    boost::system::error_code failure;
    auto const parsed = json::parse(json::string_view(text.data(), text.size()), failure);
    if (failure || !parsed.is_array())
        return std::nullopt;
    std::vector<std::string> result;
    for (auto const& each : parsed.get_array())
    {
        if (!each.is_string())
            return std::nullopt;
        result.emplace_back(each.get_string().data(), each.get_string().size());
    }
    return result;
}

} // namespace examples
