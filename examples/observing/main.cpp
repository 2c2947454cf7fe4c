// SPDX-License-Identifier: BSL-1.0
//
// Teaches: seeing what a client does. Three observers of one client: metrics for Prometheus, served on 127.0.0.1, traces for
// OpenTelemetry as lines of a file, and a log of one line a call. At the end the client is drained. Needs the same as the
// quickstart, and prometheus-cpp:
//
//     scripts/dynamodb-server run -- build/release/examples/observing/observing traces.jsonl

#include "common/example.hpp"
#include "common/http_server.hpp"
#include "log_observer.hpp"
#include "metrics_observer.hpp"
#include "observed_work.hpp"
#include "observer_list.hpp"
#include "trace_observer.hpp"

#include <dynasio/http/pool.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

#include <exception>
#include <fstream>
#include <iostream>
#include <memory>
#include <stdexcept>

namespace {

namespace asio = boost::asio;
using namespace examples::observing;
using namespace std::chrono_literals;

struct program
{
    program(asio::io_context& context, std::string const& trace_file)
        : traces(trace_file, std::ios::app), client(context.get_executor(), options())
    {
        if (!traces)
            throw std::runtime_error("cannot write to " + trace_file);
    }

    //[options
    dynasio::client_options options()
    {
        auto result = examples::connect_options();
        result.observer = std::make_shared<observer_list>(
            std::vector<std::shared_ptr<dynasio::observer>>{metrics, trace, log});
        result.return_consumed_capacity = dynasio::capacity_report::indexes;
        return result;
    }
    //]

    // A server hands lines to a thread that writes them; these streams may block.
    std::ofstream traces;
    std::size_t spans = 0;
    std::shared_ptr<metrics_observer> metrics = std::make_shared<metrics_observer>();
    std::shared_ptr<trace_observer> trace = std::make_shared<trace_observer>("observing",
        [this](std::string const& line)
        {
            traces << line << '\n';
            ++spans;
        });
    std::shared_ptr<log_observer> log =
        std::make_shared<log_observer>([](std::string const& line) { std::cout << "   " << line << '\n'; });
    dynasio::client client;
};

/// Answers `GET /metrics`.
asio::awaitable<examples::http_response> answer(program& all, examples::http_request request)
{
    examples::http_response response;
    response.version(11);
    bool const known = request.target() == "/metrics";
    response.result(known ? examples::http::status::ok : examples::http::status::not_found);
    response.set(examples::http::field::content_type, "text/plain; version=0.0.4");
    if (known)
        response.body() = all.metrics->text(all.client.statistics());
    response.prepare_payload();
    co_return response;
}

/// As Prometheus asks for them.
asio::awaitable<std::string> scrape(std::uint16_t port)
{
    dynasio::http::pool connections(co_await asio::this_coro::executor);
    dynasio::http::request request;
    request.to.tls = false;
    request.to.host = "127.0.0.1";
    request.to.port = port;
    request.method = "GET";
    request.target = "/metrics";
    auto const response = co_await connections.send(request, std::chrono::steady_clock::now() + 10s);
    co_return response.value().body;
}

void print_some_of(std::string const& metrics)
{
    std::size_t begin = 0;
    for (auto end = metrics.find('\n'); end != metrics.npos; begin = end + 1, end = metrics.find('\n', begin))
    {
        auto const line = metrics.substr(begin, end - begin);
        if (!line.starts_with('#') && line.find("_bucket") == line.npos)
            std::cout << "   " << line << '\n';
    }
}

//[drain
asio::awaitable<void> end(dynasio::client client)
{
    auto const drained = co_await client.drain(std::chrono::steady_clock::now() + 5s);
    std::cout << "drained, " << drained.cut << " calls were cut\n";
}
//]

asio::awaitable<void> run(program& all, examples::http_server& server, std::string table)
{
    std::cout << "the log:\n";
    co_await work(all.client, table);
    auto deleting = examples::delete_table(all.client, table);
    auto const deleted = co_await std::move(deleting);
    deleted.value();
    std::cout << "the metrics:\n";
    auto const metrics = co_await scrape(server.port());
    print_some_of(metrics);
    co_await end(all.client);
}

/// The server is shut down whatever happens, since the context runs as long as it does.
asio::awaitable<void> run_and_shut_down(program& all, examples::http_server& server, std::string table)
{
    std::exception_ptr failure;
    try
    {
        auto running = run(all, server, std::move(table));
        co_await std::move(running);
    }
    catch (...)
    {
        failure = std::current_exception();
    }
    co_await server.shut_down(1s);
    if (failure)
        std::rethrow_exception(failure);
}

} // namespace

int main(int argc, char** argv)
try
{
    if (argc != 2)
        throw std::invalid_argument("usage: observing TRACE_FILE");
    asio::io_context context;
    program all(context, argv[1]);
    examples::http_server_options options;
    options.port = 0;
    examples::http_server server(
        context, options, [&all](examples::http_request r) { return answer(all, std::move(r)); });
    server.start();
    auto done = asio::co_spawn(
        context, run_and_shut_down(all, server, "visits-" + examples::random_word()), asio::use_future);
    context.run();
    done.get(); // throws what went wrong
    std::cout << all.spans << " traces in " << argv[1] << "\nAll of it worked.\n";
    return 0;
}
catch (std::exception const& failure)
{
    std::cerr << "observing failed: " << failure.what() << '\n';
    return 1;
}
