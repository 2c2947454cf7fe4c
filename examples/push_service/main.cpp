// SPDX-License-Identifier: BSL-1.0
//
// Teaches: a node of a push service (RFC 8030). Any number of them share the users of two kinds of tables, and
// nothing else. Begin with `push_node.hpp`, which says what it can be asked; `endpoint` is the way of a message,
// `held_connection` the way of a user, `client_connection` the order of messages. On SIGINT or SIGTERM it
// clears its users from this node, finishes what has arrived, and ends. Try it:
//
//     export PUSH_SERVICE_KEY=AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=   # base64 of 32 bytes, of your own
//     scripts/dynamodb-server run -- build/release/examples/push_service/push_service demo --port 8080
//     curl -X POST http://127.0.0.1:8080/register

#include "common/example.hpp"
#include "common/http_server.hpp"
#include "push_node.hpp"

#include <dynasio/stores/push/preflight_check.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <charconv>
#include <cstdlib>
#include <iostream>
#include <stdexcept>

namespace {

namespace asio = boost::asio;

constexpr char usage[] =
    "usage: push_service TABLES [--port N] [--check MILLISECONDS] [--drain SECONDS]\n"
    "  TABLES    the names of the tables begin with it; they are made if there are none\n"
    "  --port    to listen on, on 127.0.0.1; 0 takes any free one (0)\n"
    "  --check   how often a connection looks whether its user is still its own (5000)\n"
    "  --drain   how long requests may take that are under way at the end (10)\n"
    "The environment variable PUSH_SERVICE_KEY has the key of endpoints: base64 of 32 bytes.\n";

struct settings
{
    std::string tables;
    std::uint16_t port = 0;
    std::chrono::milliseconds check{5000};
    std::chrono::seconds drain{10};
};

template <class Number>
Number number_of(std::string_view name, std::string_view text)
{
    Number value{};
    auto const [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failure != std::errc() || end != text.data() + text.size())
        throw std::invalid_argument(std::string(name) + ": invalid number: " + std::string(text));
    return value;
}

settings parse_arguments(int argc, char** argv)
{
    if (argc < 2 || argc % 2 != 0)
        throw std::invalid_argument("the name of the tables, or a value, is missing");
    settings result;
    result.tables = argv[1];
    for (int i = 2; i < argc; i += 2)
    {
        std::string_view const name = argv[i];
        std::string_view const value = argv[i + 1];
        if (name == "--port")
            result.port = number_of<std::uint16_t>(name, value);
        else if (name == "--check")
            result.check = std::chrono::milliseconds(number_of<std::uint32_t>(name, value));
        else if (name == "--drain")
            result.drain = std::chrono::seconds(number_of<std::uint16_t>(name, value));
        else
            throw std::invalid_argument(std::string(name) + ": unknown");
    }
    return result;
}

dynasio::message_id_codec endpoint_codec()
{
    char const* const key = std::getenv("PUSH_SERVICE_KEY");
    if (!key || !*key)
        throw std::invalid_argument("the environment variable PUSH_SERVICE_KEY is not set");
    std::vector<dynasio::secret> keys;
    keys.emplace_back(key);
    return dynasio::message_id_codec(keys);
}

/// The tables of a new month are there before it begins.
asio::awaitable<void> refresh_each_hour(dynasio::message_months months)
{
    asio::steady_timer timer(co_await asio::this_coro::executor);
    for (;;)
    {
        timer.expires_after(std::chrono::hours(1));
        co_await timer.async_wait(asio::use_awaitable);
        try
        {
            co_await months.refresh();
        }
        catch (std::exception const& failure)
        {
            std::cerr << "cannot make the tables of this month: " << failure.what() << '\n';
        }
    }
}

asio::awaitable<void> run(dynasio::client client, settings set, asio::io_context& context)
{
    //[tables
    // Two nodes may start at the same time: both find the tables that one of them makes.
    auto const router = co_await dynasio::get_router_table(client, set.tables + "-router");
    dynasio::message_months const months(client, set.tables + "-message");
    co_await months.refresh();
    co_await dynasio::preflight_check(months.current(), router, dynasio::uaid(examples::random_id()));
    //]

    examples::push_node_options options;
    options.message_prefix = set.tables + "-message";
    options.connection.check_interval = set.check;
    examples::push_node node(router, months, endpoint_codec(), options);
    examples::http_server_options server_options;
    server_options.port = set.port;
    examples::http_server server(
        context, server_options,
        [&node](examples::http_request request) { return node.answer(std::move(request)); },
        [&node](examples::http_request& request, boost::beast::tcp_stream& stream)
        { return node.stream(request, stream); });
    auto const url = "http://127.0.0.1:" + std::to_string(server.port());
    node.set_url(url);
    server.start();
    std::cout << "listening on " << url << std::endl;

    asio::signal_set signals(context, SIGINT, SIGTERM);
    co_await signals.async_wait(asio::use_awaitable);
    signals.clear(); // a second one ends the process at once
    node.stop();
    auto const broken_off = co_await server.shut_down(set.drain);
    std::cout << "stopped; connections broken off: " << broken_off << std::endl;
}

void serve(settings const& set)
{
    asio::io_context context(1);
    dynasio::client const client(context.get_executor(), examples::connect_options());
    std::exception_ptr failure;
    auto const ends = [&](std::exception_ptr ended_with)
    {
        failure = ended_with;
        context.stop();
    };
    asio::co_spawn(context, run(client, set, context), ends);
    dynasio::message_months const months(client, set.tables + "-message");
    asio::co_spawn(context, refresh_each_hour(months), [](std::exception_ptr) {});
    context.run();
    if (failure)
        std::rethrow_exception(failure);
}

} // namespace

int main(int argc, char** argv)
{
    try
    {
        serve(parse_arguments(argc, argv));
    }
    catch (std::invalid_argument const& wrong)
    {
        std::cerr << "push_service: " << wrong.what() << '\n' << usage;
        return 2;
    }
    catch (std::exception const& failure)
    {
        std::cerr << "push_service failed: " << failure.what() << '\n';
        return 1;
    }
}
