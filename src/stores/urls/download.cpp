// SPDX-License-Identifier: BSL-1.0

#include "stores/urls/download.hpp"

#include "stores/urls/failure.hpp"

#include <dynasio/http/errc.hpp>

#include <boost/asio/error.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <exception>
#include <string_view>
#include <utility>
#include <vector>

namespace dynasio::stores::urls {

namespace {

std::optional<std::uint64_t> read_number(std::string_view text)
{
    std::uint64_t value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

} // namespace

std::string byte_range::header() const
{
    auto result = "bytes=" + std::to_string(first) + '-';
    if (end)
        result += std::to_string(*end - 1);
    return result;
}

std::optional<content_range> content_range::parse(std::string_view text)
{
    constexpr std::string_view unit = "bytes ";
    if (!text.starts_with(unit))
        return std::nullopt;
    text.remove_prefix(unit.size());
    auto const dash = text.find('-');
    auto const slash = text.find('/');
    if (dash == text.npos || slash == text.npos || slash < dash)
        return std::nullopt;
    auto const first = read_number(text.substr(0, dash));
    auto const last = read_number(text.substr(dash + 1, slash - dash - 1));
    auto const whole_text = text.substr(slash + 1);
    auto const whole = read_number(whole_text);
    if (!first || !last || *last < *first || (!whole && whole_text != "*") || (whole && *last >= *whole)
        || *last == UINT64_MAX)
        return std::nullopt;
    return content_range{*first, *last, whole};
}

data_head head_of(http::fields const& headers)
{
    data_head result;
    if (auto const length = headers.find("Content-Length"))
        result.whole_size = read_number(*length);
    result.version = version_of(headers);
    result.media_type = std::string(headers.find("Content-Type").value_or("application/octet-stream"));
    return result;
}

download::download(
    std::shared_ptr<store_core> core, store_request request, store_response response, byte_range range)
    : core_(std::move(core)),
      request_(std::move(request)),
      stream_(std::move(response.stream)),
      line_(std::move(response.request)),
      head_(head_of(stream_.headers()))
{
    head_.whole_size = stream_.content_length();
    if (stream_.status() == 416)
    {
        wanted_ = 0;
        at_end_ = true;
        head_.whole_size.reset();
        return;
    }
    if (auto const coding = stream_.headers().find("Content-Encoding"); coding && *coding != "identity")
        fail_malformed("the data is encoded, although that was not asked for");
    if (stream_.status() == 206)
        begin_partial(range);
    else if (stream_.status() == 200)
        begin_whole(range);
    else
        fail_malformed("the status of data must be 200 or 206");
}

void download::begin_partial(byte_range const& range)
{
    auto const text = stream_.headers().find("Content-Range");
    auto const sent = text ? content_range::parse(*text) : std::nullopt;
    if (range.whole() || !sent || sent->first != range.first || (range.end && sent->last >= *range.end))
        fail_malformed("the range of the response is not the one that was asked for");
    // Fewer bytes than were asked for are right where the data ends.
    bool const shorter = range.end ? sent->last + 1 < *range.end : sent->whole.has_value();
    if (shorter && sent->whole && sent->last + 1 != *sent->whole)
        fail_malformed("the response has a part of the range only");
    wanted_ = sent->last - sent->first + 1;
    if (head_.whole_size && *head_.whole_size != *wanted_)
        fail_malformed("the length of the response is not that of its range");
    most_ = wanted_;
    must_be_complete_ = true;
    head_.whole_size = sent->whole;
}

void download::begin_whole(byte_range const& range)
{
    to_skip_ = range.first;
    if (range.end)
        most_ = *range.end - range.first;
    if (!head_.whole_size)
        return;
    auto const left = *head_.whole_size - std::min(*head_.whole_size, range.first);
    wanted_ = most_ ? std::min(*most_, left) : left;
}

void download::fail_malformed(std::string reason) const
{
    auto details = describe(request_);
    details.code = url_errc::malformed_response;
    details.request = line_;
    details.http_status = stream_.status();
    details.reason = std::move(reason);
    throw url_error(std::move(details));
}

void download::abandon() noexcept
{
    events_.end(url_progress_outcome::warning);
    stream_ = {};
}

boost::asio::awaitable<std::size_t> download::read_response(std::span<std::byte> into)
{
    auto reading = stream_.read_some_result(into);
    auto const n = co_await std::move(reading);
    if (n.has_error())
    {
        auto details = describe(request_);
        details.request = line_;
        throw_transport_error(std::move(details), n.error(), core_->time->now() >= request_.deadline);
    }
    co_return *n;
}

boost::asio::awaitable<void> download::skip()
{
    std::vector<std::byte> unwanted(to_skip_ == 0 ? 0 : 64 * 1024);
    while (to_skip_ != 0)
    {
        auto const most = std::min<std::uint64_t>(unwanted.size(), to_skip_);
        auto reading = read_response(std::span(unwanted).first(static_cast<std::size_t>(most)));
        auto const n = co_await std::move(reading);
        if (n == 0)
            to_skip_ = 0; // the range is behind the end
        else
            to_skip_ -= n;
    }
}

std::size_t download::end_of_data()
{
    at_end_ = true;
    if (must_be_complete_ && read_ != *wanted_)
        fail_malformed("the response is shorter than its range");
    events_.end(url_progress_outcome::normal);
    return 0;
}

boost::asio::awaitable<std::size_t> download::read_piece(std::span<std::byte> into)
{
    if (at_end_)
        co_return end_of_data();
    auto skipping = skip();
    co_await std::move(skipping);
    auto const left = most_ ? *most_ - read_ : UINT64_MAX;
    if (left == 0)
    {
        // The rest is not wanted. Of a range that was asked for there is none, and its connection can be used again.
        if (must_be_complete_)
        {
            std::byte more{};
            auto reading = read_response(std::span(&more, 1));
            if (co_await std::move(reading) != 0)
                fail_malformed("the response is longer than its range");
        }
        else
            stream_ = {};
        co_return end_of_data();
    }
    auto reading =
        read_response(into.first(static_cast<std::size_t>(std::min<std::uint64_t>(into.size(), left))));
    auto const n = co_await std::move(reading);
    if (n == 0)
        co_return end_of_data();
    read_ += n;
    events_.step(read_);
    co_return n;
}

boost::asio::awaitable<std::size_t> download::read_some(
    std::shared_ptr<download> self, std::span<std::byte> into)
{
    try
    {
        auto reading = self->read_piece(into);
        co_return co_await std::move(reading);
    }
    catch (boost::system::system_error const& e)
    {
        self->events_.end(outcome_of(e.code()));
        throw;
    }
}

boost::asio::awaitable<std::string> download::read_all(std::shared_ptr<download> self, std::size_t most)
{
    constexpr std::size_t least = 64 * 1024;
    most = std::min(most, static_cast<std::size_t>(-1) - 1);
    std::string result;
    for (;;)
    {
        // Doubled, since a size that a server tells is no reason to have the memory. One byte more, to see that there is one.
        auto const size = result.size();
        auto room = std::min(std::max(least, size), most + 1 - size);
        if (self->wanted_ && *self->wanted_ >= size)
            room = static_cast<std::size_t>(std::min<std::uint64_t>(room, *self->wanted_ - size + 1));
        result.resize(size + room);
        auto reading = read_some(self, std::as_writable_bytes(std::span(result)).subspan(size));
        auto const n = co_await std::move(reading);
        result.resize(size + n);
        if (n == 0)
            co_return result;
        if (result.size() > most)
        {
            self->abandon();
            throw_bad_input(self->request_.operation, self->request_.key,
                "the data has more than " + std::to_string(most) + " bytes");
        }
    }
}

} // namespace dynasio::stores::urls
