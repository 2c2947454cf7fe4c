// SPDX-License-Identifier: BSL-1.0
//
// Any bytes as the body of an error response: they always name an error, what another parser reads in them is read, and what
// is said of them can be printed.

#include "errors/error_response.hpp"
#include "errors/foreign_body.hpp"

#include <boost/json/parse.hpp>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

bool is_printable(std::string_view text)
{
    return std::none_of(
        text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == '\x7f'; });
}

/// The one message of the object; empty if there are several or none.
std::string_view only_message(boost::json::object const& body)
{
    boost::json::value const* found = nullptr;
    int count = 0;
    for (auto const* name : {"message", "Message", "errorMessage"})
        if (auto const* value = body.if_contains(name))
        {
            found = value;
            ++count;
        }
    if (count != 1 || !found->is_string())
        return {};
    return {found->get_string().data(), found->get_string().size()};
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    dynasio::http::response response;
    response.status = 400;
    response.body.assign(reinterpret_cast<char const*>(data), size);
    auto const said = dynasio::errors::parse_wire_error(response);
    if (said.code.empty() || !is_printable(said.context) || said.context.size() > 1500)
        std::abort();
    if (said.context.empty() != dynasio::errors::begins_like_json(response.body))
        std::abort();

    dynasio::error_details details;
    details.wire_code = said.code;
    details.server_message = said.message;
    details.context = said.context;
    if (!is_printable(dynasio::error(details).describe()))
        std::abort();

    boost::json::error_code e;
    boost::json::parse_options options;
    options.max_depth = 100;
    auto const body = boost::json::parse({response.body.data(), response.body.size()}, e, {}, options);
    if (e || !body.is_object())
        return 0;
    if (auto const message = only_message(body.get_object()); !message.empty() && message != said.message)
        std::abort();
    return 0;
}
