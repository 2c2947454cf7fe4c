// SPDX-License-Identifier: BSL-1.0

#include "url_fixture.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <span>

namespace dynasio::tests {

namespace {

// Reads from the connection as much as a message needs.
class message_reader
{
public:
    explicit message_reader(peer& from) : from_(from) {}

    // Empty when the client has closed between two requests.
    std::optional<recorded> next()
    {
        auto const end = find("\r\n\r\n", 0);
        if (end == std::string::npos)
            return std::nullopt;
        recorded result;
        result.connection = from_.number();
        read_header(result, unread_.substr(0, end + 2));
        unread_.erase(0, end + 4);
        if (result.header("transfer-encoding") == "chunked")
            read_chunks(result);
        else if (auto const length = result.header("content-length"); !length.empty())
            result.complete = take(std::stoul(length), result.body);
        return result;
    }

private:
    std::size_t find(std::string_view what, std::size_t from)
    {
        for (;;)
        {
            if (auto const found = unread_.find(what, from); found != std::string::npos)
                return found;
            if (!read_more())
                return std::string::npos;
        }
    }

    bool read_more()
    {
        auto const more = from_.read_some(64 * 1024);
        unread_ += more;
        return !more.empty();
    }

    bool take(std::size_t size, std::string& into)
    {
        while (unread_.size() < size && read_more())
        {}
        into += unread_.substr(0, size);
        bool const whole = unread_.size() >= size;
        unread_.erase(0, size);
        return whole;
    }

    static void read_header(recorded& into, std::string const& text)
    {
        auto line_end = text.find("\r\n");
        auto const first = text.substr(0, line_end);
        into.method = first.substr(0, first.find(' '));
        into.target = first.substr(into.method.size() + 1, first.rfind(' ') - into.method.size() - 1);
        for (auto at = line_end + 2; at < text.size(); at = line_end + 2)
        {
            line_end = text.find("\r\n", at);
            auto const line = text.substr(at, line_end - at);
            auto name = line.substr(0, line.find(':'));
            std::transform(name.begin(), name.end(), name.begin(),
                [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
            into.headers[name] = line.substr(std::min(line.find(": ") + 2, line.size()));
        }
    }

    void read_chunks(recorded& into)
    {
        for (;;)
        {
            auto const end = find("\r\n", 0);
            if (end == std::string::npos)
            {
                into.complete = false;
                return;
            }
            auto const size = std::stoul(unread_.substr(0, end), nullptr, 16);
            unread_.erase(0, end + 2);
            std::string line_end;
            if (!take(size, into.body) || !take(2, line_end))
            {
                into.complete = false;
                return;
            }
            if (size == 0)
                return;
        }
    }

    peer& from_;
    std::string unread_;
};

} // namespace

std::string answer(std::string const& status, std::string const& body, std::string const& headers)
{
    return "HTTP/1.1 " + status + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + headers
        + "\r\n" + body;
}

recording_server::recording_server(handler answers, server_identity const* tls)
    : answers_(std::move(answers)), server_([this](peer& p) { serve(p); }, tls)
{}

void recording_server::serve(peer& p)
{
    message_reader in(p);
    while (auto const request = in.next())
    {
        std::string text;
        {
            std::lock_guard const lock(mutex_);
            requests_.push_back(*request);
            if (request->complete)
                text = answers_(*request);
        }
        bool const close = text.empty() || text.front() == '\x01';
        p.send(close && !text.empty() ? text.substr(1) : text);
        if (close)
            break;
    }
    p.close();
}

std::vector<recorded> recording_server::requests() const
{
    std::lock_guard const lock(mutex_);
    return requests_;
}

std::vector<std::string> recording_server::lines() const
{
    std::vector<std::string> result;
    for (auto const& request : requests())
        result.push_back(request.line());
    return result;
}

awaitable<std::string> url_fixture::read_in_pieces(awaitable<url_data> opening)
{
    auto data = co_await std::move(opening);
    std::string result;
    std::array<std::byte, 3> piece;
    for (;;)
    {
        auto reading = data.read_some(piece);
        auto const n = co_await std::move(reading);
        if (n == 0)
            co_return result;
        result.append(reinterpret_cast<char const*>(piece.data()), n);
    }
}

void event_list::add(std::string line)
{
    std::lock_guard const lock(mutex_);
    lines_.push_back(std::move(line));
}

void event_list::on_progress_start(url_progress_start const& e) noexcept
{
    add("start " + e.key + (e.bytes ? ' ' + std::to_string(*e.bytes) : "")
        + (e.metadata ? ' ' + e.metadata->text() : "") + (e.message.empty() ? "" : " (" + e.message + ")"));
}

void event_list::on_progress_step(url_progress_step const& e) noexcept
{
    add("step " + std::to_string(e.bytes));
}

void event_list::on_progress_end(url_progress_end const& e) noexcept
{
    constexpr std::array names{"normal", "warning", "error", "exception"};
    add(std::string("end ") + names[static_cast<std::size_t>(e.outcome)]);
}

void event_list::on_change(url_change const& e) noexcept
{
    add((e.action == url_action::set ? "set " : "delete ") + e.key
        + (e.metadata ? ' ' + e.metadata->text() : ""));
}

std::vector<std::string> event_list::lines() const
{
    std::lock_guard const lock(mutex_);
    return lines_;
}

std::vector<std::string> event_list::without_steps() const
{
    auto result = lines();
    std::erase_if(result, [](std::string const& line) { return line.starts_with("step"); });
    return result;
}

} // namespace dynasio::tests
