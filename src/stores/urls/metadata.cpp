// SPDX-License-Identifier: BSL-1.0

#include <dynasio/stores/urls/url_metadata.hpp>

#include "json/string.hpp"
#include "json/text_walk.hpp"
#include "stores/urls/failure.hpp"
#include "stores/urls/json_parts.hpp"

#include <algorithm>
#include <utility>

namespace dynasio {

struct url_metadata::state
{
    state(std::string whole, std::size_t levels, url_version tag)
        : text(std::move(whole)), members(json::members_of(text, levels)), version(std::move(tag))
    {}
    state(state const&) = delete;
    state& operator=(state const&) = delete;

    std::string const text;
    std::vector<json::text_member> const members; // their values are parts of `text`
    url_version const version;
};

namespace stores::urls {

namespace {

std::string_view trim(std::string_view text)
{
    constexpr std::string_view space = " \t\r\n";
    auto const first = text.find_first_not_of(space);
    return first == text.npos ? std::string_view()
                              : text.substr(first, text.find_last_not_of(space) - first + 1);
}

class object_writer
{
public:
    void add(json::text_member const& member)
    {
        out_ += out_.empty() ? '{' : ',';
        json::append_json_string(out_, member.name); // was read as JSON, hence is UTF-8
        out_ += ':';
        out_ += member.value;
    }
    std::string finish() &&
    {
        out_ += out_.empty() ? "{}" : "}";
        return std::move(out_);
    }

private:
    std::string out_;
};

} // namespace

void decode_metadata(std::string_view text, json::target into)
{
    try
    {
        json::decode(text, into);
    }
    catch (json::decode_error const& e)
    {
        url_error_details details;
        details.code = url_errc::does_not_fit;
        details.operation = "url_metadata";
        details.reason = e.what();
        throw url_error(std::move(details));
    }
}

std::string encode_metadata(void (*encode)(std::string& out, void const* value), void const* value)
{
    try
    {
        std::string result;
        encode(result, value);
        return result;
    }
    catch (json::encode_error const& e)
    {
        throw_bad_input("url_metadata", {}, e.what());
    }
}

url_metadata make_metadata(std::string text, std::size_t levels, url_version version)
{
    auto whole = std::string(trim(text));
    return url_metadata(
        std::make_shared<url_metadata::state const>(std::move(whole), levels, std::move(version)));
}

} // namespace stores::urls

url_metadata::url_metadata() : url_metadata(std::string_view("{}")) {}

url_metadata::url_metadata(std::string_view json)
{
    try
    {
        *this = stores::urls::make_metadata(std::string(json), stores::urls::most_levels, url_version());
    }
    catch (json::codec_error const& e)
    {
        stores::urls::throw_bad_input("url_metadata", {}, e.what());
    }
}

std::string const& url_metadata::text() const noexcept
{
    return state_->text;
}

bool url_metadata::empty() const noexcept
{
    return state_->members.empty();
}

url_version const& url_metadata::version() const noexcept
{
    return state_->version;
}

std::vector<std::string> url_metadata::names() const
{
    std::vector<std::string> result;
    for (auto const& member : state_->members)
        result.push_back(member.name);
    return result;
}

std::optional<std::string_view> url_metadata::member(std::string_view name) const
{
    auto const& all = state_->members;
    auto const found = std::find_if(all.rbegin(), all.rend(), [&](auto const& m) { return m.name == name; });
    return found == all.rend() ? std::nullopt : std::optional(found->value);
}

url_metadata url_metadata::select(std::vector<std::string> const& names) const
{
    stores::urls::object_writer out;
    for (auto const& member : state_->members)
        if (std::find(names.begin(), names.end(), member.name) != names.end())
            out.add(member);
    return stores::urls::make_metadata(
        std::move(out).finish(), static_cast<std::size_t>(-1), state_->version);
}

url_metadata url_metadata::merged_with(url_metadata const& over) const
{
    stores::urls::object_writer out;
    for (auto member : state_->members)
    {
        if (auto const given = over.member(member.name))
            member.value = *given;
        out.add(member);
    }
    for (auto const& member : over.state_->members)
        if (!this->member(member.name))
            out.add(member);
    return stores::urls::make_metadata(std::move(out).finish(), static_cast<std::size_t>(-1), url_version());
}

} // namespace dynasio
