// SPDX-License-Identifier: BSL-1.0

#include "errors/error_response.hpp"

#include <dynasio/value/detail/json.hpp>

#include <string_view>

namespace dynasio::errors {

namespace {

// Error bodies spell the same member in several ways, depending on the error, and a member of an unexpected type must not
// hide the others. So they have codecs of their own, which accept every spelling and skip what does not fit.

void ignore_boolean(void*, bool) {}
void ignore_text(void*, std::string_view) {}
json::target ignore_nested(void*)
{
    return {};
}

void assign_text(void* object, std::string_view text)
{
    static_cast<std::string*>(object)->assign(text);
}

constexpr json::codec lenient_string{.expected = "a string",
    .boolean = &ignore_boolean,
    .number = &ignore_text,
    .string = &assign_text,
    .begin_object = &ignore_nested,
    .begin_array = &ignore_nested};

struct error_body
{
    std::string type; // `__type`
    std::string code;
    wire_error rest;
};

template <class T>
struct lenient_object;

template <class T>
constexpr json::codec lenient_object_codec{.expected = "an object",
    .boolean = &ignore_boolean,
    .number = &ignore_text,
    .string = &ignore_text,
    .begin_object = [](void* object) -> json::target { return {object, &lenient_object_codec<T>}; },
    .member = &lenient_object<T>::member,
    .begin_array = &ignore_nested};

template <class T>
constexpr json::codec lenient_list_codec{.expected = "a list",
    .boolean = &ignore_boolean,
    .number = &ignore_text,
    .string = &ignore_text,
    .begin_object = &ignore_nested,
    .begin_array = [](void* object) -> json::target { return {object, &lenient_list_codec<T>}; },
    .element = [](json::frame& where) -> json::target
    { return {&static_cast<std::vector<T>*>(where.into.object)->emplace_back(), &lenient_object_codec<T>}; }};

template <>
struct lenient_object<cancellation_reason>
{
    static json::target member(json::frame& where, std::string_view key)
    {
        auto& reason = *static_cast<cancellation_reason*>(where.into.object);
        if (key == "Code")
            return {&reason.code, &lenient_string};
        if (key == "Message")
            return {&reason.message, &lenient_string};
        if (key == "Item")
            return json::target_of(reason.old_item);
        return {};
    }
};

template <>
struct lenient_object<throttling_reason>
{
    static json::target member(json::frame& where, std::string_view key)
    {
        auto& reason = *static_cast<throttling_reason*>(where.into.object);
        if (key == "reason")
            return {&reason.reason, &lenient_string};
        if (key == "resource")
            return {&reason.resource, &lenient_string};
        return {};
    }
};

template <>
struct lenient_object<error_body>
{
    static json::target member(json::frame& where, std::string_view key)
    {
        auto& body = *static_cast<error_body*>(where.into.object);
        if (key == "__type")
            return {&body.type, &lenient_string};
        if (key == "code")
            return {&body.code, &lenient_string};
        if (key == "message" || key == "Message" || key == "errorMessage")
            return {&body.rest.message, &lenient_string};
        if (key == "Item")
            return json::target_of(body.rest.old_item);
        if (key == "CancellationReasons")
            return {&body.rest.cancellation_reasons, &lenient_list_codec<cancellation_reason>};
        if (key == "throttlingReasons" || key == "ThrottlingReasons")
            return {&body.rest.throttling_reasons, &lenient_list_codec<throttling_reason>};
        return {};
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
    try
    {
        json::decode(response.body, {&body, &lenient_object_codec<error_body>});
    }
    catch (json::decode_error const&)
    {
        // Keep what was read before the fault: a truncated body often contains the code.
    }

    std::string_view code;
    if (auto const header = response.headers.find("x-amzn-errortype"))
        code = bare_code(*header);
    if (code.empty())
        code = bare_code(body.code);
    if (code.empty())
        code = bare_code(body.type);
    body.rest.code = code.empty() ? std::to_string(response.status) : std::string(code);
    return std::move(body.rest);
}

} // namespace dynasio::errors
