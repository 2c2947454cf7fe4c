// SPDX-License-Identifier: BSL-1.0

#include "text/excerpt.hpp"

#include <dynasio/mapping/detail/attribute_codec.hpp>
#include <dynasio/mapping/detail/encode_struct.hpp>
#include <dynasio/mapping/detail/from_attribute.hpp>
#include <dynasio/mapping/detail/scalar.hpp>
#include <dynasio/mapping/detail/to_attribute.hpp>

#include <cstring>

namespace dynasio {

namespace {

std::string describe(std::string const& path, std::string const& reason)
{
    return path.empty() ? reason : path + ": " + reason;
}

} // namespace

mapping_error::mapping_error(std::string path, std::string reason)
    : std::runtime_error(describe(path, reason)), path_(std::move(path)), reason_(std::move(reason))
{}

mapping_error mapping_error::within(std::string_view step) const
{
    std::string longer(step);
    if (!path_.empty() && path_.front() != '[')
        longer += '.';
    return {longer + path_, reason_};
}

namespace mapping {

void read_long_text(std::string_view text, std::string& out)
{
    out = std::string(text); // at once, which is quicker than to let the old one grow
}

void read_binary(std::string_view base64, binary& out)
{
    auto decoded = base64_decode(base64);
    if (!decoded)
        throw json::codec_error("expected base64 text");
    out = *std::move(decoded);
}

void assign_bytes(binary const& from, std::vector<unsigned char>& to)
{
    to.resize(from.size());
    if (!from.empty())
        std::memcpy(to.data(), from.data(), from.size());
}

void fail_unknown_enumerator(std::string_view text)
{
    throw json::codec_error("unknown enumerator \"" + text::shortened(text) + '"');
}

void fail_no_enumerator(std::intmax_t value)
{
    throw mapping_error({}, "value " + std::to_string(value) + " is no enumerator");
}

void fail_missing(std::string_view expected)
{
    throw json::codec_error("missing attribute, expected " + std::string(expected));
}

void fail_unknown_attribute()
{
    throw json::codec_error("unknown attribute");
}

void fail_wrong_type(std::string_view expected, std::string_view found)
{
    throw json::codec_error("expected " + std::string(expected) + ", found " + text::shortened(found));
}

void fail_wrong_size(std::size_t expected, std::size_t found, std::string_view what)
{
    throw json::codec_error("expected " + std::to_string(expected) + ' ' + std::string(what) + ", found "
        + std::to_string(found));
}

void refuse_null(void*)
{
    throw json::codec_error("the value is null");
}

void* enter_content(void* tagged)
{
    auto& where = *static_cast<json::frame*>(tagged);
    where.key_text = nullptr;
    if (where.seen)
        throw json::codec_error("an attribute value has more than one type");
    where.seen = 1;
    return where.into.object;
}

void end_tagged(json::frame& where)
{
    where.key_text = nullptr;
    if (!where.seen)
        throw json::codec_error("an attribute value has no type");
}

void refuse_content(void* tagged, std::string_view expected)
{
    auto& where = *static_cast<json::frame*>(tagged);
    std::string_view const tag(where.key_text, where.key_size);
    where.key_text = nullptr;
    fail_wrong_type(expected, tag);
}

void fail_nesting()
{
    throw json::encode_error(
        "the value is nested more than " + std::to_string(max_mapping_depth) + " levels deep");
}

std::string_view found_tag(attribute_value const& value)
{
    if (auto const* unknown = value.if_a<attribute_value::unknown_type>())
        return unknown->tag;
    return to_string(value.type());
}

} // namespace mapping

} // namespace dynasio
