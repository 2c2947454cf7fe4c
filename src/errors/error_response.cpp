// SPDX-License-Identifier: BSL-1.0

#include "errors/error_response.hpp"

#include "errors/foreign_body.hpp"
#include "errors/loose_members.hpp"

#include <dynasio/value/detail/json.hpp>

#include <string_view>
#include <utility>

namespace dynasio::errors {

namespace {

// Error bodies spell the same member in several ways, depending on the error. Each member is read on its own, so that one of
// an unexpected type, or a malformed one, hides no other.

template <class T>
bool read(std::string_view json, T& into)
{
    try
    {
        json::decode(json, json::target_of(into));
        return true;
    }
    catch (json::decode_error const&)
    {
        return false;
    }
}

void read_text(std::string_view json, std::string& into)
{
    if (!json.starts_with('"'))
        return;
    // A text that is no JSON, for instance because it is not UTF-8, is better than none.
    if (std::string text; read(json, text))
        into = std::move(text);
    else
        into = json.substr(1, json.size() - 2);
}

void read_item(std::string_view json, std::optional<item>& into)
{
    if (item value; json.starts_with('{') && read(json, value))
        into = std::move(value);
}

template <class F>
void for_each_member(std::string_view json, F read_member)
{
    loose_members members(json);
    while (auto const member = members.next())
    {
        std::string unescaped;
        if (member->name.find('\\') != std::string_view::npos)
            read({member->name.data() - 1, member->name.size() + 2}, unescaped); // with its quotes
        read_member(unescaped.empty() ? member->name : unescaped, member->value);
    }
}

/// Adds an element to `into` for each of the list.
template <class T, class F>
void read_list(std::string_view json, std::vector<T>& into, F read_member)
{
    if (!json.starts_with('['))
        return;
    into.clear();
    for_each_member(json,
        [&](std::string_view, std::string_view element)
        {
            auto& added = into.emplace_back();
            if (element.starts_with('{'))
                for_each_member(element,
                    [&](std::string_view name, std::string_view value) { read_member(added, name, value); });
        });
}

void read_cancellation(cancellation_reason& reason, std::string_view name, std::string_view value)
{
    if (name == "Code")
        read_text(value, reason.code);
    else if (name == "Message")
        read_text(value, reason.message);
    else if (name == "Item")
        read_item(value, reason.old_item);
}

void read_throttling(throttling_reason& reason, std::string_view name, std::string_view value)
{
    if (name == "reason")
        read_text(value, reason.reason);
    else if (name == "resource")
        read_text(value, reason.resource);
}

struct error_body
{
    std::string type; // `__type`
    std::string code;
    wire_error rest;

    void read_member(std::string_view name, std::string_view value)
    {
        if (name == "__type")
            read_text(value, type);
        else if (name == "code")
            read_text(value, code);
        else if (name == "message" || name == "Message" || name == "errorMessage")
            read_text(value, rest.message);
        else if (name == "Item")
            read_item(value, rest.old_item);
        else if (name == "CancellationReasons")
            read_list(value, rest.cancellation_reasons, &read_cancellation);
        else if (name == "throttlingReasons" || name == "ThrottlingReasons")
            read_list(value, rest.throttling_reasons, &read_throttling);
    }
};

/// `com.amazonaws.dynamodb.v20120810#ResourceNotFoundException:http://…` -> `ResourceNotFoundException`
std::string_view bare_code(std::string_view code)
{
    code = code.substr(0, code.find(':'));
    if (auto const hash = code.rfind('#'); hash != std::string_view::npos)
        code.remove_prefix(hash + 1);
    return code;
}

} // namespace

wire_error parse_wire_error(http::response const& response)
{
    error_body body;
    if (begins_like_json(response.body))
        for_each_member(response.body,
            [&](std::string_view name, std::string_view value) { body.read_member(name, value); });

    std::string_view code;
    if (auto const header = response.headers.find("x-amzn-errortype"))
        code = bare_code(*header);
    if (code.empty())
        code = bare_code(body.code);
    if (code.empty())
        code = bare_code(body.type);
    // A response without a body may name its error in a header.
    if (code.empty() || !response.body.empty())
        body.rest.context = describe_foreign_body(response);
    body.rest.code = code.empty() ? std::to_string(response.status) : std::string(code);
    return std::move(body.rest);
}

} // namespace dynasio::errors
