// SPDX-License-Identifier: BSL-1.0
//
// Any bytes as a response of STS: there are all keys or an error that can be printed and shows nothing of a success, and
// text that is escaped is read as it was.

#include "aws/credentials/sts/sts_response.hpp"
#include "aws/credentials/sts/xml_reader.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

namespace aws = dynasio::aws;

void require(bool holds)
{
    if (!holds)
        std::abort();
}

bool is_printable(std::string_view text)
{
    return std::none_of(
        text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == '\x7f'; });
}

void check_keys(std::string_view xml)
{
    auto const outcome = aws::detail::read_sts_keys(xml, "fuzz", "a role");
    if (outcome.has_value())
    {
        auto const& keys = **outcome;
        require(!keys.credentials.access_key_id.empty() && !keys.credentials.secret_access_key.empty());
        require(!keys.credentials.session_token.empty() && keys.expiration.has_value());
        require(keys.provider == "fuzz");
        return;
    }
    // The longest of them names a member, or a problem of the XML and where it is.
    auto const& detail = outcome.error().detail;
    require(outcome.error().code == aws::errc::credentials_failed
        || outcome.error().code == aws::errc::credentials_incomplete);
    require(detail.starts_with("a role: ") && is_printable(detail) && detail.size() < 120);
}

void check_error(std::string_view xml)
{
    auto const error = aws::detail::read_sts_error(xml);
    require(is_printable(error.code) && is_printable(error.message));
    constexpr std::size_t longest_escape = 6;
    require(error.code.size() <= 80 * longest_escape && error.message.size() <= 300 * longest_escape);
}

void check_escaped(std::string_view text)
{
    std::string xml = "<a>";
    for (char const c : text)
    {
        if (c == '<')
            xml += "&lt;";
        else if (c == '&')
            xml += "&#38;";
        else if (c == '>')
            xml += "&#x3e;";
        else
            xml += c;
    }
    xml += "</a>";
    aws::detail::xml_reader reader(xml);
    require(reader.next() && reader.name() == "a" && reader.parent().empty() && reader.content() == text);
    require(!reader.next());
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    std::string_view const bytes(reinterpret_cast<char const*>(data), size);
    check_keys(bytes);
    check_error(bytes);
    check_escaped(bytes);
    return 0;
}
