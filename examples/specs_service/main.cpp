// SPDX-License-Identifier: BSL-1.0
//
// Teaches: a whole service around the stores. One thread serves all clients without ever blocking; a small
// pool of threads does what takes CPU time, the checking of secret keys. On SIGINT or SIGTERM it stops
// accepting, finishes what has arrived, within a limit, and ends. Begin with `specs_api`, which uses the
// library; `problem` maps its failures; `http_server` is Beast only. Try it:
//
//     export SPECS_SERVICE_SECRET=x
//     scripts/dynamodb-server run -- build/release/examples/specs_service/specs_service --user alice
//     curl -u pk_...:sk_... http://127.0.0.1:8080/specs

#include "common/example.hpp"
#include "common/http_server.hpp"
#include "specs_api.hpp"

#include <dynasio/stores/create_tables.hpp>
#include <dynasio/stores/credentials/key_pair.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <charconv>
#include <cstdlib>
#include <iostream>
#include <random>
#include <stdexcept>

namespace {

namespace asio = boost::asio;

constexpr char usage[] =
    "usage: specs_service [--port N] [--tables SUFFIX] [--free-models N] [--timeout SECONDS]\n"
    "                     [--drain SECONDS] [--user NAME]\n"
    "  --port         to listen on, on 127.0.0.1; 0 takes any free one (8080)\n"
    "  --tables       makes and uses tables whose names end in this\n"
    "  --free-models  limit of the free tier (10)\n"
    "  --timeout      for each request, all that it takes inside included (5)\n"
    "  --drain        how long requests may take that are under way at the end (10)\n"
    "  --user         shows the key pair of this user, made if there is none; needs SPECS_SERVICE_SECRET\n";

struct settings
{
    std::uint16_t port = 8080;
    std::string tables;
    std::int64_t free_models = 10;
    std::chrono::seconds timeout{5};
    std::chrono::seconds drain{10};
    std::string user;
};

template <class Number>
Number number_of(std::string_view name, std::string_view text)
{
    Number value{};
    auto const [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failure != std::errc() || end != text.data() + text.size())
        throw std::invalid_argument(std::string(name) + ": not a number that can be: " + std::string(text));
    return value;
}

settings parse_arguments(int argc, char** argv)
{
    settings result;
    for (int i = 1; i < argc; i += 2)
    {
        std::string_view const name = argv[i];
        if (i + 1 == argc)
            throw std::invalid_argument(std::string(name) + ": not known, or its value is missing");
        std::string_view const value = argv[i + 1];
        if (name == "--port")
            result.port = number_of<std::uint16_t>(name, value);
        else if (name == "--tables")
            result.tables = value;
        else if (name == "--free-models")
            result.free_models = number_of<std::uint32_t>(name, value);
        else if (name == "--timeout")
            result.timeout = std::chrono::seconds(number_of<std::uint16_t>(name, value));
        else if (name == "--drain")
            result.drain = std::chrono::seconds(number_of<std::uint16_t>(name, value));
        else if (name == "--user")
            result.user = value;
        else
            throw std::invalid_argument(std::string(name) + ": not known");
    }
    return result;
}

dynasio::random_bytes fresh_bytes()
{
    std::random_device source;
    dynasio::random_bytes result;
    for (auto& byte : result)
        byte = static_cast<std::byte>(source() & 0xff);
    return result;
}

/// The secret key is not stored: it is derived again from the salt and the service's own secret.
asio::awaitable<void> show_key_pair(dynasio::credential_store credentials, std::string user)
{
    char const* const text = std::getenv("SPECS_SERVICE_SECRET");
    if (!text || !*text)
        throw std::invalid_argument("--user: the environment variable SPECS_SERVICE_SECRET is not set");
    dynasio::secret const service_secret(text);
    auto const make = [&]
    { return dynasio::make_key_pair(user, service_secret, fresh_bytes(), fresh_bytes()).keys; };
    auto const stored = co_await credentials.get_or_create(user, "default", make);
    std::cout << "key pair of " << user << ": " << stored.public_key << ' '
              << dynasio::make_secret_key(user, stored.salt, service_secret).reveal() << std::endl;
}

asio::awaitable<void> run(settings set, dynasio::spec_store specs, dynasio::credential_store credentials,
    examples::http_server& server, asio::signal_set& signals)
{
    co_await dynasio::create_tables(specs, credentials);
    if (!set.user.empty())
        co_await show_key_pair(credentials, set.user);
    server.start();
    std::cout << "listening on http://127.0.0.1:" << server.port() << std::endl;

    signals.add(SIGINT);
    signals.add(SIGTERM);
    co_await signals.async_wait(asio::use_awaitable);
    signals.clear(); // a second one ends the process at once
    std::cout << "stopping" << std::endl;
    auto const broken_off = co_await server.shut_down(set.drain);
    std::cout << "stopped; connections broken off: " << broken_off << std::endl;
}

void serve(settings const& set)
{
    // In the order of their lives: contexts before what runs on them.
    asio::thread_pool hashing(2);
    asio::io_context context(1);
    dynasio::client const client(context.get_executor(), examples::connect_options());

    dynasio::spec_store_options spec_options;
    dynasio::credential_store_options credential_options;
    spec_options.table_name += set.tables;
    credential_options.table_name += set.tables;
    credential_options.derivation_executor = hashing.get_executor();
    dynasio::spec_store const specs(client, spec_options);
    dynasio::credential_store const credentials(client, credential_options);

    examples::specs_api_options api_options;
    api_options.free_models = set.free_models;
    api_options.request_timeout = set.timeout;
    examples::specs_api const api(specs, credentials, api_options);
    examples::http_server_options server_options;
    server_options.port = set.port;
    examples::http_server server(context, server_options,
        [&api](examples::http_request request) { return api.answer(std::move(request)); });

    asio::signal_set signals(context);
    std::exception_ptr failure;
    asio::co_spawn(context, run(set, specs, credentials, server, signals),
        [&](std::exception_ptr ended_with)
        {
            failure = ended_with;
            if (failure)
                context.stop();
        });
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
        std::cerr << "specs_service: " << wrong.what() << '\n' << usage;
        return 2;
    }
    catch (std::exception const& failure)
    {
        std::cerr << "specs_service failed: " << failure.what() << '\n';
        return 1;
    }
}
