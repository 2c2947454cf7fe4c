// SPDX-License-Identifier: BSL-1.0
//
// Any text as what a URL store reads of others: URLs and references to them, ranges, lines of keys, metadata; and as a key or a
// pattern. It is refused, or keeps the promises of what reads it.

#include "http/message/url.hpp"
#include "stores/urls/download.hpp"
#include "stores/urls/json_parts.hpp"
#include "stores/urls/key_reader.hpp"
#include "stores/urls/key_url.hpp"

#include <dynasio/json/detail/decode.hpp>
#include <dynasio/stores/urls/url_error.hpp>
#include <dynasio/stores/urls/url_query.hpp>

#include <cstdint>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace {

namespace urls = dynasio::stores::urls;

void require(bool holds)
{
    if (!holds)
        std::abort();
}

std::string whole(dynasio::http::url const& u)
{
    return u.without_query() + std::string(u.target.substr(u.path().size()));
}

void check_reference(std::string_view text)
{
    auto const base = dynasio::http::parse_url("http://h:81/a/b/c?d");
    try
    {
        auto const result = dynasio::http::resolve_reference(base, text);
        require(result.target.starts_with('/'));
        require((std::string(result.path()) + '/').find("/../") == std::string::npos);
        auto const again = dynasio::http::parse_url(whole(result));
        require(again.to == result.to && again.target == result.target);
    }
    catch (std::invalid_argument const&)
    {}
}

// A key never leaves its base.
void check_key(std::string_view text)
{
    dynasio::url_store_options options;
    options.base_url = "http://h/base";
    static urls::key_urls const all(options);
    bool const allow_empty = text.size() % 2 == 0;
    if (!urls::refusal_of_key(text, allow_empty).empty())
        return;
    auto const url = all.of_part(text, "data");
    require(url.has_value());
    require(url->target.starts_with("/base/") && url->target.ends_with("/data"));
    auto const resolved = dynasio::http::resolve_reference(*url, url->target);
    require(resolved.target == url->target);
    require(url->target.find('?') == std::string::npos);
}

void check_lines(std::string_view text)
{
    auto const split = [&](std::size_t step)
    {
        urls::line_splitter lines;
        std::vector<std::string> result;
        try
        {
            for (std::size_t at = 0; at < text.size(); at += step)
            {
                lines.add(text.substr(at, step));
                while (auto line = lines.next(false))
                    result.push_back(*line);
            }
            while (auto line = lines.next(true))
                result.push_back(*line);
        }
        catch (std::length_error const&)
        {
            result.emplace_back("too long");
        }
        return result;
    };
    auto const lines = split(text.size() + 1);
    require(lines == split(1) && lines == split(7));
    for (auto const& line : lines)
        require(!line.empty() && line.find('\n') == std::string::npos);
}

void check_range(std::string_view text)
{
    if (auto const range = urls::content_range::parse(text))
        require(range->first <= range->last && (!range->whole || range->last < *range->whole));
}

void check_metadata(std::string_view text)
{
    try
    {
        dynasio::url_metadata const metadata(text);
        auto const names = metadata.names();
        for (auto const& name : names)
            require(metadata.member(name).has_value());
        auto const same = metadata.select(names);
        require(same.names() == names);
        require(metadata.merged_with(metadata).names() == names);
        // The form of Python is the same value once more.
        dynasio::url_criteria criteria;
        criteria.where_json("a", metadata.text());
        require(criteria.parameters().starts_with("a=%7B"));
    }
    catch (dynasio::url_error const& e)
    {
        require(e.code() == dynasio::url_errc::bad_input);
    }
    try
    {
        auto const permissions = urls::read_permissions(text);
        require(urls::read_permissions(urls::to_json(permissions)) == permissions);
    }
    catch (dynasio::json::decode_error const&)
    {}
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    check_reference(text);
    check_key(text);
    check_lines(text);
    check_range(text);
    check_metadata(text);
    auto const half = text.size() / 2;
    (void)urls::matches_glob(text.substr(0, half), text.substr(half));
    require(urls::matches_glob("*", text));
    return 0;
}
