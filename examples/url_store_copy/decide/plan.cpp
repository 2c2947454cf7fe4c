// SPDX-License-Identifier: BSL-1.0

#include "decide/plan.hpp"

#include <dynasio/http/errc.hpp>
#include <dynasio/stores/urls/url_errc.hpp>

#include <boost/system/errc.hpp>

#include <algorithm>

namespace examples::copier {

namespace {

constexpr std::size_t digest_size = 64;

bool is_hex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

bool is_overload(unsigned status)
{
    return status == 429 || status == 502 || status == 503 || status == 504;
}

} // namespace

std::optional<std::string> digest_in(std::string_view etag)
{
    if (etag.size() != digest_size + 2 || etag.front() != '"' || etag.back() != '"')
        return std::nullopt;
    auto const digest = etag.substr(1, digest_size);
    if (!std::all_of(digest.begin(), digest.end(), is_hex))
        return std::nullopt;
    return std::string(digest);
}

std::string etag_of(std::string_view sha256)
{
    return '"' + std::string(sha256) + '"';
}

beginning plan_upload(contents const& file, std::optional<std::string> const& stored_etag)
{
    return stored_etag && digest_in(*stored_etag) == file.sha256 ? beginning::equal : beginning::whole;
}

beginning plan_download(std::uint64_t part, std::uint64_t whole)
{
    // A part of another state of the data may be longer. One of the right length is complete, if its digest is right.
    return part == 0 || part > whole ? beginning::whole : beginning::rest;
}

bool store_ends_all(boost::system::error_code code, unsigned status)
{
    if (status == 401 || is_overload(status))
        return true;
    if (code.category() == dynasio::url_category())
        return code == dynasio::url_errc::not_connected;
    return code != dynasio::http::errc::source_failed; // that is of the file
}

bool disk_ends_all(boost::system::error_code code)
{
    namespace errc = boost::system::errc;
    return code == errc::no_space_on_device || code == errc::read_only_file_system || code == errc::io_error
        || code == errc::too_many_files_open;
}

} // namespace examples::copier
