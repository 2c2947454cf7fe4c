// SPDX-License-Identifier: BSL-1.0

#include "nodes.hpp"

#include <dynasio/stores/push/month_tables.hpp>

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <csignal>

namespace examples {

using namespace std::chrono_literals;

node::node(std::string program, std::string tables) : program_(std::move(program)), tables_(std::move(tables))
{
    start();
}

void node::start()
{
    process_ = std::make_unique<child_process>(
        std::vector<std::string>{program_, tables_, "--check", "3000", "--drain", "15"});
    port_ = static_cast<std::uint16_t>(std::stoi(process_->read_line("listening on http://127.0.0.1:", 60s)));
}

void node::kill()
{
    process_->send_signal(SIGKILL);
    auto const code = process_->wait(10s);
    check(code == -SIGKILL, "a node ended before it was killed, with " + std::to_string(code));
}

void node::send_stop()
{
    process_->send_signal(SIGTERM);
}

int node::wait_until_stopped()
{
    auto const broken_off = process_->read_line("stopped; connections broken off: ", 40s);
    auto const code = process_->wait(10s);
    check(code == 0, "exit code " + std::to_string(code));
    return std::stoi(broken_off);
}

namespace {

std::vector<dynasio::message_table> message_tables(dynasio::client const& client, std::string const& tables)
{
    auto const today = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
    std::vector<dynasio::message_table> result;
    for (auto const& name : dynasio::month_tables(tables + "-message", today))
        if (result.size() < 2)
            result.emplace_back(client, name);
    return result;
}

} // namespace

push_service::push_service(std::string const& program, std::string const& tables, dynasio::client client)
    : a(program, tables),
      b(program, tables),
      router(client, tables + "-router"),
      messages(message_tables(client, tables))
{}

asio::awaitable<std::optional<dynasio::router_record>> push_service::record_of(std::string uaid)
{
    co_return co_await router.get_uaid(dynasio::uaid(uaid));
}

asio::awaitable<std::size_t> push_service::stored_for(std::string uaid)
{
    std::size_t count = 0;
    for (auto const& table : messages)
    {
        auto stored = table.drain(dynasio::uaid(uaid));
        while (auto const each = co_await stored.next())
            ++count;
    }
    co_return count;
}

asio::awaitable<http_reply> ask(
    std::uint16_t port, std::string method, std::string target, std::string body, std::string fields)
{
    http_client client(co_await asio::this_coro::executor, port, "");
    co_await client.connect();
    co_return co_await client.ask(method, target, body, fields);
}

asio::awaitable<push_user> new_user(std::uint16_t port)
{
    push_user result;
    auto reply = co_await ask(port, "POST", "/register");
    check(reply.status == 201, "register: " + std::to_string(reply.status));
    result.uaid = reply.body.at("uaid").as_string();
    reply = co_await ask(port, "POST", "/" + result.uaid + "/channels");
    check(reply.status == 201, "new channel: " + std::to_string(reply.status));
    result.channel = reply.body.at("channel").as_string();
    result.endpoint = reply.body.at("endpoint").as_string();
    co_return result;
}

asio::awaitable<http_reply> send_to(push_user user, std::uint16_t port, std::string body, std::string fields)
{
    co_return co_await ask(port, "POST", user.endpoint, body, fields);
}

asio::awaitable<http_reply> send_accepted(
    push_user user, std::uint16_t port, std::string body, std::string fields)
{
    auto reply = co_await send_to(user, port, body, fields);
    check(reply.status == 201, "send " + body.substr(0, 20) + ": " + std::to_string(reply.status));
    check(reply.fields.count(http::field::location) == 1 && reply.fields.count("TTL") == 1,
        "201 without Location or TTL");
    co_return reply;
}

asio::awaitable<void> pause_for(std::chrono::milliseconds time)
{
    asio::steady_timer timer(co_await asio::this_coro::executor, time);
    co_await timer.async_wait(asio::use_awaitable);
}

} // namespace examples
