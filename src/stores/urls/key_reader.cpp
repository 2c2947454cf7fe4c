// SPDX-License-Identifier: BSL-1.0

#include "stores/urls/key_reader.hpp"

#include "stores/urls/failure.hpp"
#include "text/plain_run.hpp"

#include <array>
#include <stdexcept>
#include <utility>

namespace dynasio::stores::urls {

std::optional<std::string> line_splitter::next(bool at_end)
{
    for (;;)
    {
        auto const rest = std::string_view(text_).substr(at_);
        auto const end = rest.find('\n', searched_);
        if (std::min(end, rest.size()) > longest)
            throw std::length_error("a line has more than 64 KB");
        if (end == rest.npos && (!at_end || rest.empty()))
        {
            searched_ = rest.size();
            return std::nullopt;
        }
        auto line = rest.substr(0, end);
        at_ += end == rest.npos ? rest.size() : end + 1;
        searched_ = 0;
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        if (line.find_first_not_of(" \t") != line.npos)
            return std::string(line);
    }
}

key_reader::key_reader(store_access store, char const* operation, std::string parameters,
    std::optional<std::string> pattern, url_call_options options)
    : store_(std::move(store)),
      parameters_(std::move(parameters)),
      pattern_(std::move(pattern)),
      options_(options)
{
    request_.operation = operation;
    request_.method = "GET";
}

void key_reader::fail_malformed(std::string reason) const
{
    auto details = describe(request_);
    details.code = url_errc::malformed_response;
    details.request = response_->request;
    details.http_status = response_->stream.status();
    details.reason = std::move(reason);
    throw url_error(std::move(details));
}

boost::asio::awaitable<void> key_reader::open()
{
    auto const& core = store_.core;
    auto const& where = core->urls.of_queries();
    if (!where)
        throw_bad_input(request_.operation, {}, "the store has no query_url");
    request_.where = *where;
    if (!parameters_.empty())
    {
        auto& target = request_.where.target;
        auto const query = target.find('?');
        target += query == target.npos ? "?" : query + 1 == target.size() || target.ends_with('&') ? "" : "&";
        target += parameters_;
    }
    add_field(request_, "Accept", "text/plain, */*");
    request_.deadline = core->deadline_of(request_.operation, options_, std::nullopt);
    auto sending = send(core, request_);
    response_.emplace(co_await std::move(sending));
}

boost::asio::awaitable<std::optional<std::string>> key_reader::read()
{
    if (!response_)
    {
        auto opening = open();
        co_await std::move(opening);
    }
    std::array<std::byte, 16 * 1024> piece;
    for (;;)
    {
        try
        {
            while (auto line = lines_.next(at_end_))
            {
                if (!text::is_utf8(*line))
                    fail_malformed("a key is not UTF-8");
                if (!pattern_ || matches_glob(*pattern_, *line))
                    co_return line;
            }
        }
        catch (std::length_error const& e)
        {
            fail_malformed(e.what());
        }
        if (at_end_)
            co_return std::nullopt;
        auto reading = response_->stream.read_some_result(piece);
        auto const n = co_await std::move(reading);
        if (n.has_error())
        {
            auto details = describe(request_);
            details.request = response_->request;
            throw_transport_error(
                std::move(details), n.error(), store_.core->time->now() >= request_.deadline);
        }
        at_end_ = *n == 0;
        lines_.add({reinterpret_cast<char const*>(piece.data()), *n});
    }
}

boost::asio::awaitable<std::optional<std::string>> key_reader::next()
{
    if (failure_)
        std::rethrow_exception(failure_);
    try
    {
        auto reading = read();
        co_return co_await std::move(reading);
    }
    catch (...)
    {
        failure_ = std::current_exception();
        response_.reset();
        throw;
    }
}

} // namespace dynasio::stores::urls
