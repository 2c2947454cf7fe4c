// SPDX-License-Identifier: BSL-1.0
//
// Teaches: a server of the URL store, whose keys have data of any size, metadata and permissions, all of them in DynamoDB.
// Begin with `serve/url_store_api.hpp`. `decide` has pure functions, `store` the tables, `serve` HTTP. On SIGINT or SIGTERM
// it accepts no more, finishes what has arrived, and ends. Any number of servers may share the tables. Try it:
//
//     scripts/dynamodb-server run -- build/release/examples/url_store_server/url_store_server --table-prefix demo --port 8080
//     curl -T file http://127.0.0.1:8080/store/my/key/data
//     curl -X PUT -d '{"kind": "demo"}' http://127.0.0.1:8080/store/my/key/metadata
//     curl 'http://127.0.0.1:8080/query?kind=%22demo%22'

#include "common/example.hpp"
#include "serve/settings.hpp"
#include "serve/url_store_api.hpp"
#include "store/sweep.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <openssl/ssl.h>

#include <exception>
#include <iostream>
#include <stdexcept>

namespace {

namespace asio = boost::asio;

std::shared_ptr<asio::ssl::context> make_tls(std::string const& certificate, std::string const& key)
try
{
    if (certificate.empty())
        return nullptr;
    auto tls = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_server);
    SSL_CTX_set_min_proto_version(tls->native_handle(), TLS1_2_VERSION);
    tls->use_certificate_chain_file(certificate);
    tls->use_private_key_file(key, asio::ssl::context::pem);
    return tls;
}
catch (boost::system::system_error const& failure)
{
    throw std::invalid_argument(std::string("--tls-certificate, --tls-key: ") + failure.what());
}

asio::awaitable<void> sweep_now(examples::store_tables tables)
{
    try
    {
        auto const done = co_await examples::sweep(std::move(tables));
        if (done.given_up + done.removed > 0)
            std::cout << "sweep: " << done.given_up << " uploads given up, " << done.removed << " removed"
                      << std::endl;
    }
    catch (std::exception const& failure)
    {
        std::cerr << "cannot sweep: " << failure.what() << std::endl;
    }
}

asio::awaitable<void> sweep_for_ever(examples::store_tables tables, std::chrono::seconds interval)
{
    asio::steady_timer timer(co_await asio::this_coro::executor);
    for (;;)
    {
        co_await sweep_now(tables);
        timer.expires_after(interval);
        co_await timer.async_wait(asio::use_awaitable);
    }
}

asio::awaitable<void> run(examples::store_tables tables, examples::settings set, asio::io_context& context)
{
    asio::signal_set signals(context, SIGINT, SIGTERM);
    co_await examples::open_tables(tables);
    examples::url_store_api const api(tables, set.tokens, set.paths);
    examples::stream_server server(
        context, set.server, [&api](examples::exchange& one) { return api.answer(one); });
    server.start();
    asio::co_spawn(context, sweep_for_ever(tables, set.sweep_interval), asio::detached);
    std::cout << "listening on 127.0.0.1:" << server.port() << std::endl;

    co_await signals.async_wait(asio::use_awaitable);
    signals.clear(); // a second one ends the process at once
    auto const broken_off = co_await server.shut_down(set.drain);
    std::cout << "stopped; connections broken off: " << broken_off << std::endl;
}

void serve(examples::settings set)
{
    set.server.tls = make_tls(set.tls_certificate, set.tls_key);
    asio::io_context context(1);
    dynasio::client const client(context.get_executor(), examples::connect_options());
    examples::store_tables const tables(client, set.table_prefix, set.limits);
    std::exception_ptr failure;
    auto const ends = [&](std::exception_ptr ended_with)
    {
        failure = ended_with;
        context.stop();
    };
    asio::co_spawn(context, run(tables, std::move(set), context), ends);
    context.run();
    if (failure)
        std::rethrow_exception(failure);
}

} // namespace

int main(int argc, char** argv)
{
    try
    {
        serve(examples::parse_settings({argv + 1, argv + argc}));
    }
    catch (std::invalid_argument const& wrong)
    {
        std::cerr << "url_store_server: " << wrong.what() << '\n' << examples::usage;
        return 2;
    }
    catch (std::exception const& failure)
    {
        std::cerr << "url_store_server failed: " << failure.what() << '\n';
        return 1;
    }
}
