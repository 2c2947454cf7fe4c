// SPDX-License-Identifier: BSL-1.0

#include "testing/failure_text.hpp"

#include <dynasio/http/errc.hpp>

#include <boost/asio/error.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/system/errc.hpp>

#include <array>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace dynasio::testing {

namespace {

constexpr std::array<std::pair<http::stage, std::string_view>, 4> stages{{
    {http::stage::waiting, "waiting"},
    {http::stage::connecting, "connecting"},
    {http::stage::sending, "sending"},
    {http::stage::receiving, "receiving"},
}};

/// Those that the connection pool fails with.
std::array<boost::system::error_category const*, 8> known_categories()
{
    return {&http::error_category(), &boost::system::system_category(), &boost::system::generic_category(),
        &boost::asio::error::get_misc_category(), &boost::asio::error::get_netdb_category(),
        &boost::asio::error::get_addrinfo_category(), &boost::asio::error::get_ssl_category(),
        &boost::asio::ssl::error::get_stream_category()};
}

} // namespace

traffic_failure to_text(http::transport_error const& e)
{
    traffic_failure text;
    text.category = e.code.category().name();
    text.value = e.code.value();
    for (auto const& [stage, name] : stages)
        if (stage == e.reached)
            text.stage = name;
    text.detail = e.detail;
    return text;
}

http::transport_error from_text(traffic_failure const& text)
{
    http::transport_error e;
    e.code = make_error_code(boost::system::errc::io_error);
    for (auto const* category : known_categories())
        if (text.category == category->name())
        {
            e.code.assign(text.value, *category);
            break;
        }
    e.detail = text.detail;
    for (auto const& [stage, name] : stages)
        if (name == text.stage)
        {
            e.reached = stage;
            return e;
        }
    throw std::invalid_argument("has the stage \"" + text.stage + "\"");
}

} // namespace dynasio::testing
