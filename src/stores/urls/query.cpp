// SPDX-License-Identifier: BSL-1.0

#include <dynasio/stores/urls/url_query.hpp>

#include "json/text_walk.hpp"
#include "stores/urls/entry_reader.hpp"
#include "stores/urls/failure.hpp"
#include "stores/urls/json_parts.hpp"
#include "stores/urls/key_reader.hpp"

#include <utility>

namespace dynasio {

namespace urls = stores::urls;

url_criteria& url_criteria::where_json(std::string_view name, std::string_view json) &
{
    if (!urls::is_identifier(name))
        urls::throw_bad_input("url_criteria", {}, "the name of a criterion must be an identifier");
    std::string value;
    try
    {
        json::append_python_form(value, json, urls::most_levels);
    }
    catch (json::codec_error const& e)
    {
        urls::throw_bad_input("url_criteria", {}, e.what());
    }
    if (!parameters_.empty())
        parameters_ += '&';
    parameters_ += name;
    parameters_ += '=';
    parameters_ += urls::escape_form(value);
    return *this;
}

url_key_stream::url_key_stream(std::unique_ptr<urls::key_reader> reader) noexcept : reader_(std::move(reader))
{}
url_key_stream::url_key_stream(url_key_stream&&) noexcept = default;
url_key_stream& url_key_stream::operator=(url_key_stream&&) noexcept = default;
url_key_stream::~url_key_stream() = default;

boost::asio::awaitable<std::optional<std::string>> url_key_stream::next()
{
    return reader_->next();
}

url_entry_stream::url_entry_stream(std::unique_ptr<urls::entry_reader> reader) noexcept
    : reader_(std::move(reader))
{}
url_entry_stream::url_entry_stream(url_entry_stream&&) noexcept = default;
url_entry_stream& url_entry_stream::operator=(url_entry_stream&&) noexcept = default;
url_entry_stream::~url_entry_stream() = default;

boost::asio::awaitable<std::optional<url_entry>> url_entry_stream::next()
{
    return reader_->next();
}

} // namespace dynasio
