// SPDX-License-Identifier: BSL-1.0

#include <dynasio/stores/urls/boost_json.hpp>

#include "json/number.hpp"
#include "json/text_walk.hpp"

#include <dynasio/json/detail/ascii.hpp>
#include <dynasio/json/detail/decode.hpp>
#include <dynasio/stores/urls/url_error.hpp>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace dynasio {

namespace {

// Not `json`, which is a room of ours.
namespace bj = boost::json;

// Boost.JSON makes infinity of numbers that are too large.
struct range_check
{
    void string(std::string_view) {}
    void literal(std::string_view text)
    {
        if (text.front() == '-' || json::is_digit(text.front()))
            (void)json::floating_number(text);
    }
    void mark(char) {}
};

[[noreturn]] void fail(std::string reason)
{
    url_error_details details;
    details.code = url_errc::does_not_fit;
    details.operation = "to_boost_json";
    details.reason = std::move(reason);
    throw url_error(std::move(details));
}

} // namespace

url_metadata metadata_from_boost_json(bj::object const& object)
{
    // What Boost.JSON writes for numbers that are not finite is no JSON, or no number of this value: it is read again.
    return url_metadata(bj::serialize(object));
}

bj::object to_boost_json(url_metadata const& metadata)
{
    return to_boost_json(metadata, bj::storage_ptr());
}

bj::object to_boost_json(url_metadata const& metadata, bj::storage_ptr storage)
{
    try
    {
        json::json_reader in(metadata.text());
        range_check check;
        json::walk_value(in, static_cast<std::size_t>(-1), check);
    }
    catch (json::codec_error const& e)
    {
        fail(e.what());
    }
    bj::parse_options options;
    options.max_depth = UINT32_MAX; // the text was checked
    bj::error_code error;
    auto value = bj::parse(metadata.text(), error, std::move(storage), options);
    if (error)
        fail(error.message());
    return std::move(value.as_object());
}

} // namespace dynasio
